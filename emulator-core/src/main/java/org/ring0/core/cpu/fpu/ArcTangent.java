package org.ring0.core.cpu.fpu;

/** FPATAN: the angle of a point, between -pi and pi. */
public final class ArcTangent {
    /** arctan(i / 16) in fixed-point. */
    private static final long[] TABLE_HIGH = {
        0x0000_0000_0000_0000L, 0x07fd_56ed_cb3f_7a71L, 0x0fea_dd4d_5617_b6e3L, 0x17b9_7b4b_ce5b_0226L,
        0x1f5b_75f9_2c80_dd62L, 0x26c4_ee6e_0fd7_979aL, 0x2dec_3283_c9bd_e11cL, 0x34c9_dd87_9847_f96dL,
        0x3b58_ce0a_c376_9ed1L, 0x4195_fa53_6cc3_3f15L, 0x4780_2eaf_7bfa_cfcdL, 0x4d17_c073_38de_ed10L,
        0x525e_3e8c_9a7b_8492L, 0x5756_261c_5a6c_6040L, 0x5c02_9f15_e118_cf39L, 0x6067_42dc_5629_3320L,
        0x6487_ed51_10b4_611aL
    };

    private static final long[] TABLE_LOW = {
        0x0000_0000_0000_0000L, 0xb659_3c96_e071_706bL, 0x2c89_7989_f3e8_88efL, 0x8f61_69f1_0393_8e91L,
        0xadb8_f3de_bef4_42fdL, 0x716a_ed26_349e_bccaL, 0xe2a8_c848_b73f_9121L, 0x909f_257a_4007_9c4eL,
        0x5bf9_117b_2f0e_a341L, 0x25b5_04e5_b0d2_8ae0L, 0xae41_af0b_32e2_1ba4L, 0x2113_7c71_1027_f9deL,
        0x0cd4_3f95_22be_d64fL, 0x0a39_2f17_9f29_0385L, 0xe596_d2a9_0852_221fL, 0x44ee_b162_3749_7d12L,
        0x6263_3145_c06e_0e69L
    };

    private static final int STEP_SHIFT = 59;
    private static final long PI_HIGH = 0xc90f_daa2_2168_c234L;
    private static final long PI_LOW = 0xc4c6_628b_80dc_1cd1L;
    private static final Polynomial ODDS = Polynomial.inverseOdds(12);

    private ArcTangent() {}

    /** Leaves the angle of the point (x, y) in the unit. */
    public static void arcTangent(FloatUnit unit, long sigY, int seY, long sigX, int seX) {
        if (unit.answersNaN(sigY, seY, sigX, seX)) {
            return;
        }
        unit.noteDenormal(sigY, seY);
        unit.noteDenormal(sigX, seX);
        int sign = seY & Float80.SIGN;
        boolean left = (seX & Float80.SIGN) != 0;
        boolean infiniteY = Float80.isInfinity(sigY, seY);
        boolean infiniteX = Float80.isInfinity(sigX, seX);
        if (infiniteX && infiniteY) {
            WideNumber eighth = new WideNumber().set(PI_HIGH, PI_LOW, Float80.BIAS - 1);
            round(unit, sign, left ? pi().combine(eighth, true) : eighth);
        } else if (infiniteY || sigX == 0 && sigY != 0) {
            round(unit, sign, halfPi());
        } else if (infiniteX || sigY == 0) {
            if (left) {
                round(unit, sign, pi());
            } else {
                unit.setZero(sign);
            }
        } else {
            WideNumber y = new WideNumber().set(Normal.significand(sigY), 0, Normal.exponent(sigY, seY));
            WideNumber x = new WideNumber().set(Normal.significand(sigX), 0, Normal.exponent(sigX, seX));
            round(unit, sign, angle(y, x, left));
        }
    }

    private static void round(FloatUnit unit, int sign, WideNumber value) {
        unit.round(sign, value.exponent, value.high, value.low | 1);
    }

    private static WideNumber pi() {
        return new WideNumber().set(PI_HIGH, PI_LOW, Float80.BIAS + 1);
    }

    private static WideNumber halfPi() {
        return new WideNumber().set(PI_HIGH, PI_LOW, Float80.BIAS);
    }

    private static WideNumber angle(WideNumber y, WideNumber x, boolean left) {
        boolean steep = y.exponent > x.exponent || y.exponent == x.exponent && Long.compareUnsigned(y.high, x.high) > 0;
        WideNumber first = steep ? ofRatio(x.divide(y)) : ofRatio(y.divide(x));
        if (steep) {
            return halfPi().combine(first, !left);
        }
        return left ? pi().combine(first, true) : first;
    }

    /** The arc tangent of 0 to 1: that of the nearest sixteenth, plus or minus a series. */
    private static WideNumber ofRatio(WideNumber ratio) {
        int index = 0;
        WideNumber fixed = new WideNumber().set(ratio).toFixed();
        if (ratio.exponent >= Float80.BIAS - 5) {
            index = (int) ((fixed.high >>> STEP_SHIFT - 1) + 1 >>> 1);
        }
        if (index == 0) {
            WideNumber result = series(ratio);
            return result.low == 0 ? result.decrement() : result;
        }
        long step = (long) index << STEP_SHIFT;
        WideNumber divisor = new WideNumber()
                .set(fixed)
                .multiplyFixed(new WideNumber().set(step, 0, Float80.BIAS))
                .add(WideNumber.ONE, 0);
        divisor.exponent = Float80.BIAS;
        boolean below = Long.compareUnsigned(fixed.high, step) < 0;
        WideNumber difference = below ? fixed.subtractFrom(step, 0) : fixed.add(-step, 0);
        WideNumber result = new WideNumber().set(TABLE_HIGH[index], TABLE_LOW[index], Float80.BIAS);
        if (difference.isZero()) {
            return result.normalize();
        }
        WideNumber rest = series(difference.normalize().divide(divisor)).toFixed();
        if (below) {
            rest.subtractFrom(result.high, result.low);
        } else {
            rest.add(result.high, result.low);
        }
        return rest.normalize();
    }

    private static WideNumber series(WideNumber x) {
        WideNumber square = new WideNumber().set(x).multiply(x).toFixed();
        return ODDS.alternating(square).multiply(x);
    }
}
