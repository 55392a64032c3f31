package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/** Interrupts in real mode: the vector table at IDTR, three words, no error code (SDM Vol. 3A, 20.1.4). */
final class RealModeDelivery {
    private static final int CLEARED = Eflags.IF | Eflags.TF | Eflags.RF | Eflags.AC;

    private RealModeDelivery() {}

    static void deliver(Cpu cpu, Interrupts.Event event) {
        CpuState s = cpu.state();
        int entry = event.vector() * 4;
        if (entry + 3 > s.idtLimit) {
            throw CpuException.gp(event.idtCode());
        }
        StackFrame frame = StackFrame.onPresent(cpu, 0);
        frame.require(3, 2);
        long pointer = cpu.mmu().readSystem(s.idtBase + entry, 4);
        enter(s, frame, pointer, event.flags());
        FlagsRegister.write(s, 0, CLEARED);
    }

    /** Pushes FLAGS, CS and IP and goes on at the far pointer. */
    static void enter(CpuState s, StackFrame frame, long pointer, int flags) {
        frame.push(flags, 2);
        frame.push(s.segment[Segment.CS].selector, 2);
        frame.push(s.rip, 2);
        FarTransfer.enterReal(s, (int) (pointer >>> 16) & 0xffff, pointer & 0xffff);
        frame.commit(s);
    }
}
