package org.ring0.core.cpu.fpu;

/**
 * One floating-point instruction of SSE: what MXCSR says, and the exceptions that its elements have met (SDM Vol. 1, 11.5).
 * Each operation rounds once, into the format of its operands, whatever way it is computed.
 */
public final class SimdUnit {
    /** An operation of the x87 whose result the unit keeps. */
    interface Operation {
        void apply(FloatUnit unit, long sigA, int seA, long sigB, int seB);
    }

    /** {@code IE} to {@code PE} of all elements so far. */
    public int exceptions;

    final FloatUnit unit = new FloatUnit();
    private int control;
    private boolean denormalsAreZeros;
    private boolean flushToZero;
    private int ease;

    /** Starts an instruction. */
    public void begin(int mxcsr) {
        beginRounding(mxcsr, mxcsr >> Mxcsr.RC_SHIFT & 3);
    }

    /** Starts an instruction that rounds in a way of its own. */
    public void beginRounding(int mxcsr, int roundingControl) {
        exceptions = 0;
        control = mxcsr >> Mxcsr.MASK_SHIFT & FloatExceptions.ALL | roundingControl << FpuBits.RC_SHIFT;
        denormalsAreZeros = (mxcsr & Mxcsr.DAZ) != 0;
        flushToZero = (mxcsr & Mxcsr.FTZ) != 0;
        ease = Mxcsr.ease(mxcsr);
    }

    /** What Java's arithmetic may serve for: see {@link Mxcsr#ease}. */
    int ease() {
        return ease;
    }

    int roundingControl() {
        return control >> FpuBits.RC_SHIFT & 3;
    }

    /** Starts an element. */
    FloatUnit beginElement() {
        unit.beginToOdd(control, flushToZero);
        return unit;
    }

    void raise(int exception) {
        exceptions |= exception;
    }

    /** The operand as DAZ lets it be seen. */
    long operand(SimdFormat format, long bits) {
        return denormalsAreZeros && format.isDenormal(bits) ? bits & format.sign : bits;
    }

    /** The NaN that answers an operation with a NaN: the first one of its operands, made quiet. */
    long answerNaN(SimdFormat format, long a, long b) {
        if (format.isSignaling(a) || format.isSignaling(b)) {
            raise(FloatExceptions.IE);
        }
        return format.quiet(format.isNaN(a) ? a : b);
    }

    /** An operation with two operands. */
    long compute(Operation operation, SimdFormat format, long first, long second) {
        long a = operand(format, first);
        long b = operand(format, second);
        if (format.isNaN(a) || format.isNaN(b)) {
            return answerNaN(format, a, b);
        }
        beginElement();
        format.widen(unit, a);
        long sigA = unit.significand;
        int seA = unit.signExponent;
        format.widen(unit, b);
        operation.apply(unit, sigA, seA, unit.significand, unit.signExponent);
        return finish(format);
    }

    /** Rounds the element's result and takes over its exceptions. */
    long finish(SimdFormat format) {
        // Narrowing an answer that is a NaN forgets what it is the answer to.
        int met = unit.exceptions;
        long result = format.narrow(unit);
        exceptions |= met | unit.exceptions;
        return result;
    }
}
