package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/**
 * Stacks of 64-bit handlers and procedures, and the TSS that names them (SDM Vol. 3A, 6.14.2 to 6.14.5 and figure 7-11). No
 * segment counts, and a pointer need only be canonical.
 */
final class LongModeStack {
    /** Where a 64-bit TSS holds RSP0; RSP1 and RSP2 follow. */
    private static final int RSP0 = 4;
    /** Where it holds IST1, less the eight bytes of an IST0 that does not exist. */
    private static final int IST0 = 0x1c;

    private static final int WIDTH = 8;

    private LongModeStack() {}

    /** The stack pointer for a privilege level. */
    static long ofLevel(Cpu cpu, int level, int ext) {
        return fromTask(cpu, RSP0 + WIDTH * level, ext);
    }

    /** The stack pointer that an interrupt gate's IST field names, 1 to 7. */
    static long ofInterrupt(Cpu cpu, int ist, int ext) {
        return fromTask(cpu, IST0 + WIDTH * ist, ext);
    }

    private static long fromTask(Cpu cpu, int offset, int ext) {
        Segment tr = cpu.state().tr;
        if (offset + WIDTH - 1 > tr.limit) {
            throw CpuException.ts(Selector.errorCode(tr.selector, ext));
        }
        return cpu.mmu().readSystem(tr.base + offset, WIDTH);
    }

    /** Throws #SS unless {@code pointer} is canonical and {@code count} quadwords can be pushed below it. */
    static void require(long pointer, int count, int ext) {
        if (!LinearAddress.isCanonical(pointer) || !LinearAddress.isCanonical(pointer - (long) count * WIDTH)) {
            throw CpuException.ss(ext);
        }
    }

    /** Stores a quadword with the rights of privilege {@code cpl}. */
    static void store(Mmu mmu, long linear, long value, int cpl) {
        if (cpl < 3) {
            mmu.writeSystem(linear, value, WIDTH);
        } else {
            mmu.write64(linear, value);
        }
    }

    /** SS after a change of the stack: null, with the new level as its RPL. */
    static void loadNull(CpuState s, int cpl) {
        s.segment[Segment.SS].loadNull(cpl);
    }
}
