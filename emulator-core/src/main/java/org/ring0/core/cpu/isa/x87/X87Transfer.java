package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.fpu.Float80;
import org.ring0.core.cpu.fpu.FloatConversion;
import org.ring0.core.cpu.fpu.FloatUnit;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuConstants;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.fpu.IntegerConversion;
import org.ring0.core.cpu.fpu.PackedDecimal;

/**
 * Loads, stores and moves. A store leaves the value for memory in {@code fpu.stored} (and the upper word of ten bytes in
 * {@code fpu.storedUpper}) and answers whether there is one: an unmasked exception may keep memory as it is.
 */
public final class X87Transfer {
    private static final int SINGLE_INDEFINITE = 0xffc0_0000;
    private static final long DOUBLE_INDEFINITE = 0xfff8_0000_0000_0000L;

    private X87Transfer() {}

    public static void loadSingle(FpuState fpu, int bits) {
        FloatUnit unit = fpu.beginExtended();
        FloatConversion.widenSingle(unit, bits);
        FloatConversion.quiet(unit);
        pushResult(fpu);
    }

    public static void loadDouble(FpuState fpu, long bits) {
        FloatUnit unit = fpu.beginExtended();
        FloatConversion.widenDouble(unit, bits);
        FloatConversion.quiet(unit);
        pushResult(fpu);
    }

    public static void loadInteger(FpuState fpu, long value) {
        IntegerConversion.widen(fpu.beginExtended(), value);
        pushResult(fpu);
    }

    public static void loadDecimal(FpuState fpu, long lower, int upper) {
        PackedDecimal.load(fpu.beginExtended(), lower, upper);
        pushResult(fpu);
    }

    /** FLD m80, which looks at nothing. */
    public static void loadExtended(FpuState fpu, long significand, int signExponent) {
        FloatUnit unit = fpu.beginExtended();
        unit.significand = significand;
        unit.signExponent = signExponent;
        pushResult(fpu);
    }

    /** FLD1 and its siblings, by the number of the constant. */
    public static void loadConstant(FpuState fpu, int constant) {
        FloatUnit unit = fpu.beginExtended();
        unit.significand = FpuConstants.significand(constant, unit.roundingControl());
        unit.signExponent = FpuConstants.signExponent(constant);
        pushResult(fpu);
    }

    private static void pushResult(FpuState fpu) {
        if (!fpu.isEmpty(7)) {
            overflow(fpu);
        } else if (fpu.commitLoad()) {
            fpu.push(fpu.unit.significand, fpu.unit.signExponent);
        }
    }

    private static void overflow(FpuState fpu) {
        if (fpu.overflowStack()) {
            fpu.push(Float80.INDEFINITE_SIGNIFICAND, Float80.INDEFINITE_SIGN_EXPONENT);
        }
    }

    /** FLD ST(i). */
    public static void loadRegister(FpuState fpu, int source) {
        if (fpu.isEmpty(source)) {
            if (fpu.underflowStack()) {
                fpu.push(Float80.INDEFINITE_SIGNIFICAND, Float80.INDEFINITE_SIGN_EXPONENT);
            }
        } else if (!fpu.isEmpty(7)) {
            overflow(fpu);
        } else {
            fpu.status &= ~FpuBits.C1;
            fpu.push(fpu.significand(source), fpu.signExponent(source));
        }
    }

    /** FST and FSTP to a register. */
    public static void storeRegister(FpuState fpu, int dest, boolean pop) {
        if (fpu.isEmpty(0)) {
            if (!fpu.underflowStack()) {
                return;
            }
            fpu.setIndefinite(dest);
        } else {
            fpu.status &= ~FpuBits.C1;
            fpu.set(dest, fpu.significand(0), fpu.signExponent(0));
        }
        X87Arithmetic.popIf(fpu, pop);
    }

    public static boolean storeSingle(FpuState fpu) {
        if (fpu.isEmpty(0)) {
            fpu.stored = SINGLE_INDEFINITE;
            return fpu.underflowStack();
        }
        fpu.stored = FloatConversion.toSingle(fpu.beginExtended(), fpu.significand(0), fpu.signExponent(0));
        return fpu.commitStore();
    }

    public static boolean storeDouble(FpuState fpu) {
        if (fpu.isEmpty(0)) {
            fpu.stored = DOUBLE_INDEFINITE;
            return fpu.underflowStack();
        }
        fpu.stored = FloatConversion.toDouble(fpu.beginExtended(), fpu.significand(0), fpu.signExponent(0));
        return fpu.commitStore();
    }

    /**
     * FIST, FISTP and, chopping, FISTTP.
     *
     * @param size 2, 4 or 8 bytes
     */
    public static boolean storeInteger(FpuState fpu, int size, boolean chop) {
        if (fpu.isEmpty(0)) {
            fpu.stored = IntegerConversion.indefinite(size);
            return fpu.underflowStack();
        }
        fpu.stored =
                IntegerConversion.toInteger(fpu.beginExtended(), fpu.significand(0), fpu.signExponent(0), size, chop);
        return fpu.commitStore();
    }

    public static boolean storeExtended(FpuState fpu) {
        if (fpu.isEmpty(0)) {
            fpu.stored = Float80.INDEFINITE_SIGNIFICAND;
            fpu.storedUpper = Float80.INDEFINITE_SIGN_EXPONENT;
            return fpu.underflowStack();
        }
        fpu.status &= ~FpuBits.C1;
        fpu.stored = fpu.significand(0);
        fpu.storedUpper = fpu.signExponent(0);
        return true;
    }

    public static boolean storeDecimal(FpuState fpu) {
        if (fpu.isEmpty(0)) {
            storeDecimalIndefinite(fpu);
            return fpu.underflowStack();
        }
        long magnitude = PackedDecimal.toMagnitude(fpu.beginExtended(), fpu.significand(0), fpu.signExponent(0));
        if (magnitude < 0) {
            storeDecimalIndefinite(fpu);
        } else {
            fpu.stored = PackedDecimal.lower(magnitude);
            fpu.storedUpper = PackedDecimal.upper(magnitude, fpu.signExponent(0));
        }
        return fpu.commitStore();
    }

    private static void storeDecimalIndefinite(FpuState fpu) {
        fpu.stored = PackedDecimal.INDEFINITE_LOWER;
        fpu.storedUpper = PackedDecimal.INDEFINITE_UPPER;
    }

    public static void exchange(FpuState fpu, int other) {
        if (fpu.isEmpty(0) || fpu.isEmpty(other)) {
            if (!fpu.underflowStack()) {
                return;
            }
            if (fpu.isEmpty(0)) {
                fpu.setIndefinite(0);
            }
            if (fpu.isEmpty(other)) {
                fpu.setIndefinite(other);
            }
        } else {
            fpu.status &= ~FpuBits.C1;
        }
        long significand = fpu.significand(0);
        int signExponent = fpu.signExponent(0);
        fpu.set(0, fpu.significand(other), fpu.signExponent(other));
        fpu.set(other, significand, signExponent);
    }

    /** FCMOVcc whose condition is given. */
    public static void conditionalMove(FpuState fpu, int source, boolean condition) {
        if (fpu.isEmpty(0) || fpu.isEmpty(source)) {
            if (fpu.underflowStack()) {
                fpu.setIndefinite(0);
            }
            return;
        }
        if (condition) {
            fpu.set(0, fpu.significand(source), fpu.signExponent(source));
        }
    }
}
