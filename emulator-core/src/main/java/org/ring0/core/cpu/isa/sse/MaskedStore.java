package org.ring0.core.cpu.isa.sse;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.state.CpuState;

/** MASKMOVQ and MASKMOVDQU: stores to DS:EDI the bytes whose masks' top bits are set. A mask of zeros faults nowhere. */
final class MaskedStore {
    private MaskedStore() {}

    /** Stores eight bytes at most, from {@code from} bytes behind EDI on. */
    static void store(Cpu cpu, Instruction i, long data, long mask, int from) {
        long start = cpu.state().gpr[CpuState.RDI] + from;
        for (int n = 0; n < 8; n++) {
            if (isSet(mask, n)) {
                cpu.segmentation().write(i.segment, start + n & i.addressMask(), data >>> 8 * n, 1);
            }
        }
    }

    /** Faults as {@link #store} would, before anything is stored. */
    static void probe(Cpu cpu, Instruction i, long mask, int from) {
        long start = cpu.state().gpr[CpuState.RDI] + from;
        for (int n = 0; n < 8; n++) {
            if (isSet(mask, n)) {
                cpu.segmentation().probeWrite(i.segment, start + n & i.addressMask(), 1);
            }
        }
    }

    private static boolean isSet(long mask, int n) {
        return (mask >>> 8 * n + 7 & 1) != 0;
    }
}
