package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.fpu.Float80;
import org.ring0.core.cpu.fpu.FloatUnit;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.fpu.IntegerConversion;
import org.ring0.core.cpu.fpu.Remainder;
import org.ring0.core.cpu.fpu.Scaling;
import org.ring0.core.cpu.fpu.SquareRoot;

/** What replaces ST(0): sign changes, roots, rounding, scaling, remainders; and FXTRACT. */
public final class X87Unary {
    private static final int CODES = FpuBits.C0 | FpuBits.C1 | FpuBits.C2 | FpuBits.C3;

    private X87Unary() {}

    public static void changeSign(FpuState fpu) {
        if (isPresent(fpu)) {
            fpu.status &= ~FpuBits.C1;
            fpu.set(0, fpu.significand(0), fpu.signExponent(0) ^ Float80.SIGN);
        }
    }

    public static void absolute(FpuState fpu) {
        if (isPresent(fpu)) {
            fpu.status &= ~FpuBits.C1;
            fpu.set(0, fpu.significand(0), fpu.signExponent(0) & Float80.EXPONENT);
        }
    }

    public static void squareRoot(FpuState fpu) {
        if (isPresent(fpu)) {
            SquareRoot.squareRoot(fpu.begin(), fpu.significand(0), fpu.signExponent(0));
            finish(fpu);
        }
    }

    public static void roundToInteger(FpuState fpu) {
        if (isPresent(fpu)) {
            IntegerConversion.roundToInteger(fpu.beginExtended(), fpu.significand(0), fpu.signExponent(0));
            finish(fpu);
        }
    }

    public static void scale(FpuState fpu) {
        if (isPresent(fpu, 1)) {
            Scaling.scale(
                    fpu.beginExtended(),
                    fpu.significand(0),
                    fpu.signExponent(0),
                    fpu.significand(1),
                    fpu.signExponent(1));
            finish(fpu);
        }
    }

    /** FPREM and, rounding the quotient to nearest, FPREM1. */
    public static void remainder(FpuState fpu, boolean nearest) {
        fpu.status &= ~FpuBits.C2;
        if (isPresent(fpu, 1)) {
            int codes = Remainder.remainder(
                    fpu.beginExtended(),
                    fpu.significand(0),
                    fpu.signExponent(0),
                    fpu.significand(1),
                    fpu.signExponent(1),
                    nearest);
            if (finish(fpu) && codes != Remainder.NO_CODES) {
                fpu.status = fpu.status & ~CODES | codes;
            }
        }
    }

    /** ST(0) becomes the exponent, and the significand is pushed. */
    public static void extract(FpuState fpu) {
        if (fpu.isEmpty(0) || !fpu.isEmpty(7)) {
            if (fpu.isEmpty(0) ? fpu.underflowStack() : fpu.overflowStack()) {
                fpu.setIndefinite(0);
                fpu.push(Float80.INDEFINITE_SIGNIFICAND, Float80.INDEFINITE_SIGN_EXPONENT);
            }
            return;
        }
        FloatUnit unit = fpu.beginExtended();
        long significand = fpu.significand(0);
        int signExponent = fpu.signExponent(0);
        Scaling.exponent(unit, significand, signExponent);
        if (fpu.commit()) {
            fpu.setResult(0);
            Scaling.significand(unit, significand, signExponent);
            fpu.push(unit.significand, unit.signExponent);
        }
    }

    private static boolean finish(FpuState fpu) {
        boolean written = fpu.commit();
        if (written) {
            fpu.setResult(0);
        }
        return written;
    }

    private static boolean isPresent(FpuState fpu) {
        return isPresent(fpu, 0);
    }

    /** Whether ST(0) and ST(other) are not empty; otherwise the instruction is answered here. */
    private static boolean isPresent(FpuState fpu, int other) {
        if (!fpu.isEmpty(0) && !fpu.isEmpty(other)) {
            return true;
        }
        if (fpu.underflowStack()) {
            fpu.setIndefinite(0);
        }
        return false;
    }
}
