package org.ring0.core.cpu.isa.x87;

import java.util.Random;
import org.ring0.core.cpu.fpu.FloatExceptions;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;

/** Random operands in which every special encoding, and every neighbourhood where rounding matters, is frequent. */
final class FpuOperands {
    private static final long J = 1L << 63;
    private static final int[] EXPONENTS = {0, 0, 1, 2, 0x3ffe, 0x3fff, 0x4000, 0x7ffd, 0x7ffe, 0x7fff, 0x7fff};

    private final Random random;
    private int lastExponent;

    FpuOperands(Random random) {
        this.random = random;
    }

    /** A state without a pending exception. */
    void fill(FpuState fpu) {
        int masks = random.nextInt(4) != 0 ? FloatExceptions.ALL : random.nextInt(64);
        fpu.setControl(masks | random.nextInt(16) << FpuBits.PC_SHIFT | random.nextInt(2) << 12);
        fpu.setStatusWord(random.nextInt(0x10000) & ~FloatExceptions.ALL | random.nextInt(64) & masks);
        for (int i = 0; i < 8; i++) {
            fpu.set(i, significand(), signExponent());
        }
        fpu.used = switch (random.nextInt(8)) {
            case 0 -> random.nextInt(256);
            case 1 -> 0xff;
            default -> 0xff & ~(1 << fpu.physical(7));
        };
    }

    long significand() {
        return switch (random.nextInt(8)) {
            case 0 -> J;
            case 1 -> random.nextInt(2) == 0 ? 0 : J | J >>> 1;
            case 2 -> J | -1L << random.nextInt(64);
            case 3 -> J | 1L << random.nextInt(64);
            case 4 -> random.nextLong() >>> random.nextInt(64);
            case 5 -> (J | random.nextLong()) & -1L << random.nextInt(64);
            default -> J | random.nextLong();
        };
    }

    int signExponent() {
        int sign = random.nextInt(2) << 15;
        lastExponent = switch (random.nextInt(8)) {
            case 0 -> EXPONENTS[random.nextInt(EXPONENTS.length)];
            case 1 -> random.nextInt(0x8000);
            case 2, 3 -> 0x3fff + random.nextInt(140) - 70;
            case 4 -> 0x3fff + random.nextInt(2300) - 1150;
            case 5 -> random.nextInt(80);
            default -> Math.clamp(lastExponent + random.nextInt(9) - 4L, 0, 0x7fff);
        };
        return sign | lastExponent;
    }

    /** Eight bytes for a memory operand: a single, a double or an integer, often a special one. */
    long memory() {
        long sign = random.nextLong() & J;
        return switch (random.nextInt(9)) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> sign | (0x7ffL - random.nextInt(2)) << 52 | random.nextLong() >>> 12 + random.nextInt(52);
            case 2 -> sign | (long) random.nextInt(2) << 52 | random.nextLong() >>> 12 + random.nextInt(52);
            case 3 -> sign >>> 32 | (0xffL - random.nextInt(2)) << 23 | random.nextInt() >>> 9 + random.nextInt(23);
            case 4 -> sign >>> 32 | (long) random.nextInt(2) << 23 | random.nextInt() >>> 9 + random.nextInt(23);
            case 5 -> sign | 0x3fe0_0000_0000_0000L + ((long) random.nextInt(80) << 52) | random.nextInt(1 << 20);
            case 6 -> decimal();
            default -> random.nextLong();
        };
    }

    private long decimal() {
        long digits = 0;
        for (int i = 0; i < 16; i++) {
            digits = digits << 4 | random.nextInt(10);
        }
        return digits;
    }
}
