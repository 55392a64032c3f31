package org.ring0.core.cpu.fpu;

/** What FLD1 and its siblings load: constants of 128 bits, rounded as rounding control says. */
public final class FpuConstants {
    /** In the order of opcodes D9 E8 to D9 EE: 1, log2(10), log2(e), pi, log10(2), ln(2), 0. */
    private static final long[] SIGNIFICAND = {
        0x8000_0000_0000_0000L,
        0xd49a_784b_cd1b_8afeL,
        0xb8aa_3b29_5c17_f0bbL,
        0xc90f_daa2_2168_c234L,
        0x9a20_9a84_fbcf_f798L,
        0xb172_17f7_d1cf_79abL,
        0
    };

    private static final long[] REST = {
        0,
        0x492b_f6ff_4daf_db4cL,
        0xbe87_fed0_691d_3e88L,
        0xc4c6_628b_80dc_1cd1L,
        0x8f89_59ac_0b7c_9178L,
        0xc9e3_b398_03f2_f6afL,
        0
    };

    private static final int[] EXPONENT = {0x3fff, 0x4000, 0x3fff, 0x4000, 0x3ffd, 0x3ffe, 0};

    private FpuConstants() {}

    public static long significand(int constant, int roundingControl) {
        long rest = REST[constant];
        boolean up =
                rest != 0 && (roundingControl == FpuBits.RC_UP || roundingControl == FpuBits.RC_NEAREST && rest < 0);
        return SIGNIFICAND[constant] + (up ? 1 : 0);
    }

    public static int signExponent(int constant) {
        return EXPONENT[constant];
    }
}
