package org.ring0.core.oracle;

import java.util.SplittableRandom;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * A memory operand in one of the encodings of REX, ModRM and SIB, with values of its registers that give a chosen offset
 * (SDM Vol. 2A, tables 2-1 to 2-3, and 2.2.1).
 */
final class MemoryOperand {
    private static final int NONE = -1;
    private static final int[] BASE_16 = {3, 3, 5, 5, 6, 7, 5, 3};
    private static final int[] INDEX_16 = {6, 7, 6, 7, NONE, NONE, NONE, NONE};

    /** The registers of the address have these values; null: any. */
    final Long[] pinned = new Long[16];

    private final SplittableRandom random;
    private final int reg;
    private final boolean is32;
    private final int addressSize;
    private final boolean ripRelative;
    private final int mod;
    private final int rm;
    private final int sib;
    private final int base;
    private final int index;
    private final int scale;
    private int displacement;

    /**
     * @param addressSize 2, 4 or 8 bytes
     * @param is64 whether it is an operand of 64-bit code
     * @param rex the REX prefix, or 0
     */
    MemoryOperand(SplittableRandom random, int reg, int addressSize, boolean is64, int rex) {
        this.random = random;
        this.reg = reg;
        this.addressSize = addressSize;
        is32 = addressSize != 2;
        mod = random.nextInt(3);
        rm = random.nextInt(8);
        sib = random.nextInt(256);
        if (is32) {
            int number = rm == 4 ? sib & 7 : rm;
            int indexNumber = sib >> 3 & 7 | (rex & 2) << 2;
            base = mod == 0 && number == 5 ? NONE : number | (rex & 1) << 3;
            index = rm == 4 && indexNumber != 4 ? indexNumber : NONE;
            scale = sib >> 6;
            ripRelative = is64 && mod == 0 && rm == 5;
        } else {
            boolean direct = mod == 0 && rm == 6;
            base = direct ? NONE : BASE_16[rm];
            index = direct ? NONE : INDEX_16[rm];
            scale = 0;
            ripRelative = false;
        }
    }

    /** Finds displacement and registers that give {@code offset}; false if this encoding has none. */
    boolean choose(long offset) {
        displacement =
                displacementSize() == 1 ? (byte) random.nextInt() : displacementSize() == 0 ? 0 : random.nextInt();
        if (base == NONE) {
            withoutBase(offset);
            return true;
        }
        if (base == index) {
            // Small, so that what is left fits the displacement.
            pinned[index] = (long) random.nextInt() >> 4;
            displacement = (int) (offset - (pinned[index] << scale) - pinned[index]);
            return displacementSize() == 4;
        }
        long indexed = 0;
        if (index != NONE) {
            pinned[index] = random.nextLong();
            indexed = pinned[index] << scale;
        }
        pinned[base] = truncated(offset - displacement - indexed);
        return true;
    }

    /** A table at the displacement, or the displacement alone. */
    private void withoutBase(long offset) {
        if (index == NONE) {
            displacement = (int) offset;
            return;
        }
        displacement += (int) (offset - displacement & (1 << scale) - 1);
        long steps = offset - displacement >> scale;
        pinned[index] = truncated(scale == 0 ? steps : steps & -1L >>> scale | random.nextLong() << 64 - scale);
    }

    /** A value with random bits beyond the address size. */
    private long truncated(long value) {
        long mask = -1L >>> 64 - 8 * addressSize;
        return value & mask | random.nextLong() & ~mask;
    }

    /** Whether the displacement counts from the next instruction. */
    boolean isRipRelative() {
        return ripRelative;
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
