package org.ring0.core.cpu.isa.sse;

import java.util.Random;
import org.ring0.core.cpu.fpu.FloatExceptions;
import org.ring0.core.cpu.fpu.Mxcsr;

/** Random contents of XMM registers, many of them numbers at the edges of what is normal. */
final class SseOperands {
    private static final int[] SINGLES = {
        0,
        1,
        0x007f_ffff,
        0x0040_0000,
        0x0080_0000,
        0x0080_0001,
        0x00ff_ffff,
        0x3f80_0000,
        0x3f00_0000,
        0x3fc0_0000,
        0x4020_0000,
        0x4f00_0000,
        0x4eff_ffff,
        0x5f00_0000,
        0x7f7f_ffff,
        0x7f80_0000,
        0x7f80_0001,
        0x7fbf_ffff,
        0x7fc0_0000,
        0x7fff_ffff,
        0x3f7f_ffff,
        0x4b80_0000,
        0x3380_0000
    };
    private static final long[] DOUBLES = {
        0,
        1,
        0x000f_ffff_ffff_ffffL,
        0x0010_0000_0000_0000L,
        0x0010_0000_0000_0001L,
        0x3ff0_0000_0000_0000L,
        0x3fe0_0000_0000_0000L,
        0x41e0_0000_0000_0000L,
        0x41df_ffff_ffc0_0000L,
        0x41df_ffff_ffff_ffffL,
        0x7fef_ffff_ffff_ffffL,
        0x7ff0_0000_0000_0000L,
        0x7ff0_0000_0000_0001L,
        0x7ff8_0000_0000_0000L,
        0x47ef_ffff_e000_0000L,
        0x47ef_ffff_f000_0000L,
        0x3810_0000_0000_0000L,
        0x380f_ffff_ffff_ffffL,
        0x3690_0000_0000_0000L
    };

    private final Random random;

    SseOperands(Random random) {
        this.random = random;
    }

    /** Half a register: two singles, a double or integers. */
    long half() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1, 2, 3 -> number64();
            default -> number32() & 0xffff_ffffL | (long) number32() << 32;
        };
    }

    /** Half a register of text: bytes of a small alphabet, now and then a null, a sign or anything. */
    long text() {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            long value = switch (random.nextInt(24)) {
                case 0 -> 0;
                case 1 -> random.nextInt(256);
                case 2, 3 -> 0x80 + random.nextInt(3);
                default -> 'a' + random.nextInt(3);
            };
            result |= value << shift;
        }
        // Characters of 16 bits too.
        return random.nextInt(3) == 0 ? result & 0x00ff_00ff_00ff_00ffL : result;
    }

    private int number32() {
        int sign = random.nextInt() & 0x8000_0000;
        return sign
                | switch (random.nextInt(8)) {
                    case 0, 1 -> SINGLES[random.nextInt(SINGLES.length)];
                    case 2 -> Float.floatToIntBits(random.nextInt(64) / 4f);
                    // Few bits, near one: exact results and cancellation.
                    case 3 -> 0x3f80_0000 + (random.nextInt(9) - 4 << 23) | random.nextInt(4);
                    // Denormals and their neighbours.
                    case 4 -> random.nextInt() & 0x01ff_ffff;
                    // Exponents within 16 of one: rounded sums.
                    case 5 -> 0x3f80_0000 + (random.nextInt(33) - 16 << 23) | random.nextInt(1 << 23);
                    default -> random.nextInt() & 0x7fff_ffff;
                };
    }

    private long number64() {
        long sign = random.nextLong() & Long.MIN_VALUE;
        return sign
                | switch (random.nextInt(8)) {
                    case 0, 1 -> DOUBLES[random.nextInt(DOUBLES.length)];
                    case 2 -> Double.doubleToLongBits(random.nextInt(64) / 4d);
                    case 3 -> 0x3ff0_0000_0000_0000L + ((random.nextInt(9) - 4L) << 52) | random.nextInt(4);
                    case 4 -> random.nextLong() & 0x003f_ffff_ffff_ffffL;
                    // The range of singles and their denormals.
                    case 5 -> (0x360L + random.nextInt(0x11f) << 52) | random.nextLong() >>> 12;
                    case 6 -> 0x3ff0_0000_0000_0000L + ((random.nextInt(67) - 33L) << 52) | random.nextLong() >>> 12;
                    default -> random.nextLong() >>> 1;
                };
    }

    /** All exceptions masked; random rounding, DAZ, FTZ and flags. */
    int mxcsr() {
        int bits = random.nextInt();
        int free = Mxcsr.RC | Mxcsr.DAZ | Mxcsr.FTZ | FloatExceptions.ALL;
        // Often the plain case, whose arithmetic is Java's.
        return Mxcsr.RESET | (random.nextInt(4) == 0 ? bits & FloatExceptions.ALL | FloatExceptions.PE : bits & free);
    }
}
