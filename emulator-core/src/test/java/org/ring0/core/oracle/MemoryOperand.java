package org.ring0.core.oracle;

import java.util.SplittableRandom;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * A memory operand in one of the encodings of ModRM and SIB, with values of its registers that give a chosen offset (SDM
 * Vol. 2A, tables 2-1 to 2-3).
 */
final class MemoryOperand {
    private static final int NONE = -1;
    private static final int[] BASE_16 = {3, 3, 5, 5, 6, 7, 5, 3};
    private static final int[] INDEX_16 = {6, 7, 6, 7, NONE, NONE, NONE, NONE};

    /** The registers of the address have these values; null: any. */
    final Integer[] pinned = new Integer[8];

    private final SplittableRandom random;
    private final int reg;
    private final boolean is32;
    private final int mod;
    private final int rm;
    private final int sib;
    private final int base;
    private final int index;
    private final int scale;
    private int displacement;

    MemoryOperand(SplittableRandom random, int reg, boolean is32) {
        this.random = random;
        this.reg = reg;
        this.is32 = is32;
        mod = random.nextInt(3);
        rm = random.nextInt(8);
        sib = random.nextInt(256);
        if (is32) {
            int number = rm == 4 ? sib & 7 : rm;
            base = mod == 0 && number == 5 ? NONE : number;
            index = rm == 4 && (sib >> 3 & 7) != 4 ? sib >> 3 & 7 : NONE;
            scale = sib >> 6;
        } else {
            boolean direct = mod == 0 && rm == 6;
            base = direct ? NONE : BASE_16[rm];
            index = direct ? NONE : INDEX_16[rm];
            scale = 0;
        }
    }

    /** Finds displacement and registers that give {@code offset}; false if this encoding has none. */
    boolean choose(int offset) {
        int indexed = 0;
        if (index != NONE) {
            pinned[index] = random.nextInt();
            indexed = pinned[index] << scale;
        }
        displacement =
                displacementSize() == 1 ? (byte) random.nextInt() : displacementSize() == 0 ? 0 : random.nextInt();
        if (base == NONE) {
            displacement = offset - indexed;
        } else if (base == index) {
            displacement = offset - indexed - pinned[index];
            return displacementSize() == 4;
        } else {
            pinned[base] = offset - displacement - indexed;
            if (!is32) {
                pinned[base] = pinned[base] & 0xffff | random.nextInt() << 16;
            }
        }
        return true;
    }

    /** The segment register of this address without an override. */
    int defaultSegment() {
        return base == CpuState.RSP || base == CpuState.RBP ? Segment.SS : Segment.DS;
    }

    private int displacementSize() {
        return mod == 1 ? 1 : mod == 2 || base == NONE ? is32 ? 4 : 2 : 0;
    }

    byte[] guestBytes() {
        Emitter code = new Emitter(0).bytes(mod << 6 | reg << 3 | rm);
        return withDisplacement(is32 && rm == 4 ? code.bytes(sib) : code);
    }

    private byte[] withDisplacement(Emitter code) {
        for (int i = 0; i < displacementSize(); i++) {
            code.bytes(displacement >> 8 * i);
        }
        return code.toByteArray();
    }

    /**
     * The encoding for the host: the same if it means the same there, otherwise an absolute address.
     *
     * @param is64 whether the host is in 64-bit mode, where the form without base is relative to RIP
     * @param same whether registers and displacement give an address that the host can use
     * @param offset the address for when they do not
     */
    byte[] hostBytes(boolean is64, boolean same, int offset) {
        Emitter absolute = new Emitter(0).bytes(reg << 3 | 4, 0x25);
        if (!same) {
            return absolute.int32(offset).toByteArray();
        }
        return is64 && mod == 0 && rm == 5 ? withDisplacement(absolute) : guestBytes();
    }
}
