package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.fpu.ArcTangent;
import org.ring0.core.cpu.fpu.Exponential;
import org.ring0.core.cpu.fpu.Float80;
import org.ring0.core.cpu.fpu.FloatUnit;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.fpu.Logarithm;
import org.ring0.core.cpu.fpu.Trigonometry;

/** The transcendental functions, with the stack moves of those that give two results or take two operands. */
public final class X87Transcendental {
    private X87Transcendental() {}

    public static void sine(FpuState fpu) {
        if (isReducible(fpu, false)) {
            Trigonometry.sine(fpu.beginExtended(), fpu.significand(0), fpu.signExponent(0));
            finish(fpu, 0);
        }
    }

    public static void cosine(FpuState fpu) {
        if (isReducible(fpu, false)) {
            Trigonometry.cosine(fpu.beginExtended(), fpu.significand(0), fpu.signExponent(0));
            finish(fpu, 0);
        }
    }

    /** ST(0) becomes the sine, and the cosine is pushed. */
    public static void sineAndCosine(FpuState fpu) {
        if (!isReducible(fpu, true)) {
            return;
        }
        FloatUnit unit = fpu.beginExtended();
        long significand = fpu.significand(0);
        int signExponent = fpu.signExponent(0);
        Trigonometry.sine(unit, significand, signExponent);
        if (finish(fpu, 0)) {
            fpu.beginExtended();
            Trigonometry.cosine(unit, significand, signExponent);
            if (fpu.commit()) {
                fpu.push(unit.significand, unit.signExponent);
            }
        }
    }

    /** ST(0) becomes the tangent, and 1 is pushed: or, for a NaN, the same NaN. */
    public static void tangent(FpuState fpu) {
        if (!isReducible(fpu, true)) {
            return;
        }
        FloatUnit unit = fpu.beginExtended();
        Trigonometry.tangent(unit, fpu.significand(0), fpu.signExponent(0));
        if (finish(fpu, 0)) {
            if (Float80.isNaN(unit.significand, unit.signExponent)) {
                fpu.push(unit.significand, unit.signExponent);
            } else {
                fpu.push(Float80.INTEGER_BIT, Float80.BIAS);
            }
        }
    }

    public static void arcTangent(FpuState fpu) {
        if (arePresent(fpu, true)) {
            ArcTangent.arcTangent(
                    fpu.beginExtended(),
                    fpu.significand(1),
                    fpu.signExponent(1),
                    fpu.significand(0),
                    fpu.signExponent(0));
            finishAndPop(fpu);
        }
    }

    public static void powerMinus1(FpuState fpu) {
        if (arePresent(fpu, false)) {
            Exponential.powerMinus1(fpu.beginExtended(), fpu.significand(0), fpu.signExponent(0));
            finish(fpu, 0);
        }
    }

    public static void logarithm(FpuState fpu) {
        if (arePresent(fpu, true)) {
            Logarithm.logarithm(
                    fpu.beginExtended(),
                    fpu.significand(0),
                    fpu.signExponent(0),
                    fpu.significand(1),
                    fpu.signExponent(1));
            finishAndPop(fpu);
        }
    }

    public static void logarithmPlus1(FpuState fpu) {
        if (arePresent(fpu, true)) {
            Logarithm.logarithmPlus1(
                    fpu.beginExtended(),
                    fpu.significand(0),
                    fpu.signExponent(0),
                    fpu.significand(1),
                    fpu.signExponent(1));
            finishAndPop(fpu);
        }
    }

    private static boolean finish(FpuState fpu, int dest) {
        boolean written = fpu.commit();
        if (written) {
            fpu.setResult(dest);
        }
        return written;
    }

    private static void finishAndPop(FpuState fpu) {
        if (finish(fpu, 1)) {
            fpu.pop();
        }
    }

    /** Whether the operands are there; otherwise the instruction is answered here. */
    private static boolean arePresent(FpuState fpu, boolean two) {
        if (!fpu.isEmpty(0) && !(two && fpu.isEmpty(1))) {
            return true;
        }
        if (fpu.underflowStack()) {
            fpu.setIndefinite(two ? 1 : 0);
            if (two) {
                fpu.pop();
            }
        }
        return false;
    }

    /** Whether ST(0) is there, and within range; otherwise the instruction is answered here. */
    private static boolean isReducible(FpuState fpu, boolean pushes) {
        fpu.status &= ~FpuBits.C2;
        if (fpu.isEmpty(0) || pushes && !fpu.isEmpty(7)) {
            boolean goesOn = fpu.isEmpty(0) ? fpu.underflowStack() : fpu.overflowStack();
            if (goesOn) {
                fpu.setIndefinite(0);
                if (pushes) {
                    fpu.push(Float80.INDEFINITE_SIGNIFICAND, Float80.INDEFINITE_SIGN_EXPONENT);
                }
            }
            return false;
        }
        if (Trigonometry.isOutOfRange(fpu.significand(0), fpu.signExponent(0))) {
            fpu.status = fpu.status & ~FpuBits.C1 | FpuBits.C2;
            return false;
        }
        return true;
    }
}
