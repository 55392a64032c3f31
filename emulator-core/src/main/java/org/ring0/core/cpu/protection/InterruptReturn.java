package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/** IRET in all its forms (SDM Vol. 2A, IRET; Vol. 3A, 20.2 and 20.3). */
public final class InterruptReturn {
    /** What IRET always loads. */
    private static final int ALWAYS = Eflags.STATUS | Eflags.TF | Eflags.DF | Eflags.NT;

    private static final int ALWAYS_32 = Eflags.RF | Eflags.AC | Eflags.ID;
    private static final int V86_FRAME = 9;

    private InterruptReturn() {}

    /** @param size 2, 4 or 8, of what is popped */
    public static void execute(Cpu cpu, int size) {
        CpuState s = cpu.state();
        if (!s.isProtected()) {
            inReal(cpu, size, mask(size, ALWAYS | Eflags.IF | Eflags.IOPL));
        } else if (s.isVirtual8086()) {
            inVirtual8086(cpu, size);
        } else if ((s.systemFlags & Eflags.NT) != 0) {
            if (s.isLongMode()) {
                throw CpuException.gp(0);
            }
            toPreviousTask(cpu);
        } else {
            inProtected(cpu, size);
        }
        s.nmiBlocked = false;
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    private static int mask(int size, int flags) {
        return size == 2 ? flags : flags | ALWAYS_32;
    }

    private static void inReal(Cpu cpu, int size, int mask) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        long offset = memory.peek(0, size);
        int selector = (int) memory.peek(size, size) & 0xffff;
        int flags = (int) memory.peek(2 * size, size);
        FarTransfer.checkLimit(s.segment[Segment.CS].limit, offset, 0);
        FarTransfer.enterReal(s, selector, offset);
        memory.setStackPointer(memory.stackPointer() + 3 * size);
        FlagsRegister.write(s, flags, mask);
    }

    private static void inVirtual8086(Cpu cpu, int size) {
        CpuState s = cpu.state();
        if (s.iopl() == 3) {
            inReal(cpu, size, mask(size, ALWAYS | Eflags.IF));
        } else if (size == 2 && (s.cr4 & ControlBits.CR4_VME) != 0) {
            withVirtualInterruptFlag(cpu);
        } else {
            throw CpuException.gp(0);
        }
    }

    /** 16-bit IRET with CR4.VME and IOPL below 3: VIF stands for IF. */
    private static void withVirtualInterruptFlag(Cpu cpu) {
        CpuState s = cpu.state();
        int flags = (int) cpu.segmentation().peek(4, 2);
        boolean interrupts = (flags & Eflags.IF) != 0;
        if ((flags & Eflags.TF) != 0 || interrupts && (s.systemFlags & Eflags.VIP) != 0) {
            throw CpuException.gp(0);
        }
        inReal(cpu, 2, ALWAYS);
        FlagsRegister.write(s, interrupts ? Eflags.VIF : 0, Eflags.VIF);
    }

    /** NT is set: back to the task whose TSS the present one links to. */
    private static void toPreviousTask(Cpu cpu) {
        int selector = (int) cpu.mmu().readSystem(cpu.state().tr.base, 2);
        int code = Selector.errorCode(selector, 0);
        Descriptor tss =
                Selector.isNull(selector) || Selector.isLocal(selector) ? null : DescriptorTables.find(cpu, selector);
        if (tss == null || !tss.isSystem(Descriptor.TSS16_BUSY, Descriptor.TSS32_BUSY)) {
            throw CpuException.ts(code);
        }
        if (!tss.isPresent()) {
            throw CpuException.np(code);
        }
        TaskSwitch.to(cpu, tss, TaskSwitch.Reason.RETURN, 0);
    }

    private static void inProtected(Cpu cpu, int size) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        long offset = memory.peek(0, size);
        int selector = (int) memory.peek(size, size) & 0xffff;
        int flags = (int) memory.peek(2 * size, size);
        if (size == 4 && (flags & Eflags.VM) != 0 && s.cpl == 0 && !s.isLongMode()) {
            toVirtual8086(cpu, offset, selector, flags);
            return;
        }
        Descriptor code = FarReturn.code(cpu, selector);
        int mask = mask(size, ALWAYS)
                | (s.cpl <= s.iopl() ? Eflags.IF : 0)
                | (s.cpl == 0 ? Eflags.IOPL : 0)
                | (s.cpl == 0 && size != 2 ? Eflags.VIF | Eflags.VIP : 0);
        // 64-bit code always returns to a stack, since every interrupt has saved one.
        if (Selector.rpl(selector) == s.cpl && !s.is64Bit()) {
            FarReturn.toSameLevel(cpu, code, offset, 3 * size);
        } else {
            FarReturn.Outer outer = FarReturn.Outer.read(cpu, code, 3 * size, size);
            FarTransfer.checkTarget(s, code, offset);
            outer.enter(cpu, code, offset, 0);
        }
        FlagsRegister.write(s, flags, mask);
    }

    private static void toVirtual8086(Cpu cpu, long offset, int selector, int flags) {
        CpuState s = cpu.state();
        long[] frame = new long[V86_FRAME];
        for (int n = 3; n < V86_FRAME; n++) {
            frame[n] = cpu.segmentation().peek(4 * n, 4);
        }
        FarTransfer.checkLimit(0xffff, offset, 0);
        FlagsRegister.write(s, flags, -1);
        s.cpl = 3;
        s.rip = offset;
        s.gpr[CpuState.RSP] = frame[3];
        int[] order = {Segment.SS, Segment.ES, Segment.DS, Segment.FS, Segment.GS};
        SegmentLoader.loadVirtual8086(s.segment[Segment.CS], selector);
        for (int n = 0; n < order.length; n++) {
            SegmentLoader.loadVirtual8086(s.segment[order[n]], (int) frame[4 + n] & 0xffff);
        }
    }
}
