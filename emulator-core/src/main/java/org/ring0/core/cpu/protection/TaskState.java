package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * What a task-state segment holds of a task (SDM Vol. 3A, 7.2.1 and 7.6).
 *
 * @param registers EAX to EDI in the order of their encodings
 * @param selectors ES to GS in the order of their encodings
 * @param trap the T flag
 */
record TaskState(long cr3, long rip, int flags, long[] registers, int[] selectors, int localTable, boolean trap) {

    private static final int REGISTERS = 8;

    /** Where things lie in a TSS; a 16-bit one has no CR3, FS, GS and T. */
    private enum Layout {
        TSS16(2, 0x0e, 0x10, 0x12, 0x22, 4, 0x2a, 0x2b),
        TSS32(4, 0x20, 0x24, 0x28, 0x48, 6, 0x60, 0x67);

        static final int CR3 = 0x1c;
        static final int TRAP = 0x64;

        final int width;
        final int rip;
        final int flags;
        final int registers;
        final int selectors;
        final int selectorCount;
        final int localTable;
        final int minimumLimit;

        Layout(
                int width,
                int rip,
                int flags,
                int registers,
                int selectors,
                int selectorCount,
                int localTable,
                int minimumLimit) {
            this.width = width;
            this.rip = rip;
            this.flags = flags;
            this.registers = registers;
            this.selectors = selectors;
            this.selectorCount = selectorCount;
            this.localTable = localTable;
            this.minimumLimit = minimumLimit;
        }

        static Layout of(boolean is32) {
            return is32 ? TSS32 : TSS16;
        }
    }

    /** The smallest limit that a TSS may have. */
    static int minimumLimit(boolean is32) {
        return Layout.of(is32).minimumLimit;
    }

    /** Saves the present task; {@code flags} is its EFLAGS image. */
    static void save(Cpu cpu, long base, boolean is32, int flags) {
        CpuState s = cpu.state();
        Mmu mmu = cpu.mmu();
        Layout layout = Layout.of(is32);
        mmu.writeSystem(base + layout.rip, s.rip, layout.width);
        mmu.writeSystem(base + layout.flags, flags, layout.width);
        for (int n = 0; n < REGISTERS; n++) {
            mmu.writeSystem(base + layout.registers + n * layout.width, s.gpr[n], layout.width);
        }
        for (int n = 0; n < layout.selectorCount; n++) {
            mmu.writeSystem(base + layout.selectors + n * layout.width, s.segment[n].selector, 2);
        }
    }

    /** Reads a task; what a 16-bit TSS lacks of the registers' upper halves reads as ones, as on the 386. */
    static TaskState read(Cpu cpu, long base, boolean is32) {
        Mmu mmu = cpu.mmu();
        Layout layout = Layout.of(is32);
        long[] registers = new long[REGISTERS];
        for (int n = 0; n < REGISTERS; n++) {
            long value = mmu.readSystem(base + layout.registers + n * layout.width, layout.width);
            registers[n] = is32 ? value : value | 0xffff_0000L;
        }
        int[] selectors = new int[Segment.GS + 1];
        for (int n = 0; n < layout.selectorCount; n++) {
            selectors[n] = (int) mmu.readSystem(base + layout.selectors + n * layout.width, 2);
        }
        return new TaskState(
                is32 ? mmu.readSystem(base + Layout.CR3, 4) : 0,
                mmu.readSystem(base + layout.rip, layout.width),
                (int) mmu.readSystem(base + layout.flags, layout.width),
                registers,
                selectors,
                (int) mmu.readSystem(base + layout.localTable, 2),
                is32 && (mmu.readSystem(base + Layout.TRAP, 1) & 1) != 0);
    }
}
