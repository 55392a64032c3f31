package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/**
 * A small machine in flat protected mode with a GDT, an LDT, an IDT and a task, all at known places; a test changes what it
 * is about.
 */
final class ProtectedMachine implements AutoCloseable {
    static final int GDT = 0x1000;
    static final int IDT = 0x2000;
    static final int LDT = 0x3000;
    static final int TSS = 0x4000;
    static final int OTHER_TSS = 0x5000;
    static final int STACK_0 = 0x18000;
    static final int STACK_3 = 0x28000;
    static final int RIP = 0x30100;

    static final int CODE_0 = 0x08;
    static final int DATA_0 = 0x10;
    static final int CODE_3 = 0x18 | 3;
    static final int DATA_3 = 0x20 | 3;
    static final int TASK = 0x28;
    static final int OTHER_TASK = 0x30;
    static final int LOCAL_TABLE = 0x38;
    /** Free for a test. */
    static final int SPARE = 0x40;

    static final int SPARE_2 = 0x48;
    static final int GDT_LIMIT = 0x5f;
    static final int BEYOND = 0x60;

    static final int CODE = 0x9a;
    static final int DATA = 0x92;
    static final int DPL_3 = 0x60;
    static final int CONFORMING = 4;
    static final int NOT_PRESENT = -0x80;
    static final int FLAT = 0xc;
    static final int FLAT_16 = 0x8;

    final SmallMachine machine = new SmallMachine();
    final Cpu cpu = machine.cpu;
    final CpuState s = machine.state;

    ProtectedMachine() {
        CpuReset.reset(cpu);
        segment(CODE_0, 0, 0xfffff, CODE | 1, FLAT);
        segment(DATA_0, 0, 0xfffff, DATA | 1, FLAT);
        segment(CODE_3, 0, 0xfffff, CODE | 1 | DPL_3, FLAT);
        segment(DATA_3, 0, 0xfffff, DATA | 1 | DPL_3, FLAT);
        segment(TASK, TSS, 0x20ff, 0x8b, 0);
        segment(OTHER_TASK, OTHER_TSS, 0x67, 0x89, 0);
        segment(LOCAL_TABLE, LDT, 0x3f, 0x82, 0);
        s.gdtBase = GDT;
        s.gdtLimit = GDT_LIMIT;
        s.idtBase = IDT;
        s.idtLimit = 0x7ff;
        machine.dwords(TSS + 4, STACK_0, DATA_0, 0x19000, DATA_0 | 1);
        ControlRegisters.writeCr0(cpu, 1);
        s.tr.load(TASK, TSS, 0x20ff, 0x8b);
        s.ldtr.load(LOCAL_TABLE, LDT, 0x3f, 0x82);
        level(0);
    }

    /** Puts a code or data segment or a system segment into the GDT, or the LDT if the selector says so. */
    ProtectedMachine segment(int selector, int base, int limit, int type, int flags) {
        long raw = limit & 0xffff
                | (base & 0xff_ffffL) << 16
                | (type & 0xffL) << 40
                | (limit >>> 16 & 0xfL) << 48
                | (flags & 0xfL) << 52
                | (base >>> 24 & 0xffL) << 56;
        machine.qwords(((selector & 4) != 0 ? LDT : GDT) + (selector & 0xfff8), raw);
        return this;
    }

    ProtectedMachine gate(int selector, int type, int target, long offset, int parameters) {
        machine.qwords(GDT + (selector & 0xfff8), gate(type, target, offset, parameters));
        return this;
    }

    ProtectedMachine vector(int vector, int type, int target, long offset) {
        machine.qwords(IDT + 8 * vector, gate(type, target, offset, 0));
        return this;
    }

    private static long gate(int type, int target, long offset, int parameters) {
        return offset & 0xffff
                | (target & 0xffffL) << 16
                | (parameters & 0x1fL) << 32
                | (type & 0xffL) << 40
                | (offset >>> 16) << 48;
    }

    /** Runs flat code at this level from now on. */
    ProtectedMachine level(int cpl) {
        int code = cpl == 3 ? CODE_3 : CODE_0;
        int data = cpl == 3 ? DATA_3 : DATA_0;
        int dpl = cpl << Segment.DPL_SHIFT;
        s.cpl = cpl;
        s.segment[Segment.CS].load(code, 0, 0xffff_ffffL, 0xc09b | dpl);
        for (int n : new int[] {Segment.ES, Segment.SS, Segment.DS, Segment.FS, Segment.GS}) {
            s.segment[n].load(data, 0, 0xffff_ffffL, 0xc093 | dpl);
        }
        s.gpr[CpuState.RSP] = cpl == 3 ? STACK_3 : STACK_0;
        s.rip = RIP;
        return this;
    }

    /** Virtual-8086 mode with CS = 3000h, SS:SP = 2000h:8000h. */
    ProtectedMachine virtual8086(int iopl) {
        level(3);
        FlagsRegister.write(s, Eflags.VM | iopl << Eflags.IOPL_SHIFT | Eflags.IF, -1);
        for (Segment segment : s.segment) {
            SegmentLoader.loadVirtual8086(segment, 0x1000);
        }
        SegmentLoader.loadVirtual8086(s.segment[Segment.CS], 0x3000);
        SegmentLoader.loadVirtual8086(s.segment[Segment.SS], 0x2000);
        s.gpr[CpuState.RSP] = 0x8000;
        s.rip = 0x100;
        return this;
    }

    /** The dword that lies {@code index} dwords above the stack pointer of a flat stack. */
    long stacked(int index) {
        return machine.dword((s.gpr[CpuState.RSP] & 0xffff_ffffL) + 4L * index);
    }

    int cs() {
        return s.segment[Segment.CS].selector;
    }

    int ss() {
        return s.segment[Segment.SS].selector;
    }

    long esp() {
        return s.gpr[CpuState.RSP];
    }

    /** The type and rights byte of a descriptor in the GDT. */
    int typeOf(int selector) {
        return (int) machine.memory.read(GDT + (selector & 0xfff8) + 5, 1);
    }

    /** Where execution is: code, stack and level. */
    String place() {
        return "%x:%x %x:%x cpl%d".formatted(cs(), s.rip, ss(), s.gpr[CpuState.RSP], s.cpl);
    }

    /** What must not change when an operation faults. */
    String visible() {
        return "%s flags%x tr%x".formatted(place(), s.eflags(), s.tr.selector);
    }

    @Override
    public void close() {
        machine.close();
    }
}
