package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/** The virtual-8086 mode extensions (SDM Vol. 3A, 20.3): INT n handled inside the virtual machine. */
final class Virtual8086 {
    private static final int REDIRECTION_BYTES = 32;

    private Virtual8086() {}

    /** Whether the TSS's redirection bitmap leaves INT {@code vector} to the 8086 program. */
    static boolean redirects(Cpu cpu, int vector) {
        CpuState s = cpu.state();
        if ((s.cr4 & ControlBits.CR4_VME) == 0) {
            return false;
        }
        Segment tr = s.tr;
        if ((tr.attributes & Descriptor.TYPE_32) == 0 || tr.limit < PortAccess.MAP_BASE + 1) {
            throw CpuException.gp(0);
        }
        long map = cpu.mmu().readSystem(tr.base + PortAccess.MAP_BASE, 2) - REDIRECTION_BYTES + vector / 8;
        if (map < 0 || map > tr.limit) {
            throw CpuException.gp(0);
        }
        return (cpu.mmu().readSystem(tr.base + map, 1) >>> (vector & 7) & 1) == 0;
    }

    /** INT n through the 8086 vector table at linear 0; below IOPL 3, VIF takes the place of IF. */
    static void redirect(Cpu cpu, Interrupts.Event event) {
        CpuState s = cpu.state();
        StackFrame frame = StackFrame.onPresent(cpu, 0);
        frame.require(3, 2);
        long pointer = cpu.mmu().read(event.vector() * 4L, 4);
        boolean virtual = s.iopl() < 3;
        int flags = event.flags();
        if (virtual) {
            flags = flags & ~Eflags.IF | Eflags.IOPL | ((flags & Eflags.VIF) != 0 ? Eflags.IF : 0);
        }
        RealModeDelivery.enter(s, frame, pointer, flags);
        FlagsRegister.write(s, 0, Eflags.TF | (virtual ? Eflags.VIF : Eflags.IF));
    }
}
