package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.fpu.Comparison;
import org.ring0.core.cpu.fpu.FloatConversion;
import org.ring0.core.cpu.fpu.FloatUnit;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.fpu.IntegerConversion;

/** FCOM, FUCOM, FICOM, FTST, FXAM, and FCOMI, whose answer goes to EFLAGS. */
public final class X87Compare {
    private static final int CODES = FpuBits.C0 | FpuBits.C2 | FpuBits.C3;

    /** Beside the codes: an unmasked exception was met. */
    private static final int PREVENTED = 1 << 16;

    private X87Compare() {}

    /** FCOM, FCOMP, FCOMPP and, quiet, FUCOM, FUCOMP, FUCOMPP with a register. */
    public static void registers(FpuState fpu, int source, boolean quiet, int pops) {
        answer(fpu, compare(fpu, source, quiet), pops);
    }

    /**
     * FCOMI, FUCOMI and their popping forms.
     *
     * @return C0, C2 and C3 for CF, PF and ZF; hardware writes them even if an unmasked exception prevents the pop
     */
    public static int toFlags(FpuState fpu, int source, boolean quiet, boolean pop) {
        int codes = compare(fpu, source, quiet);
        if (pop && (codes & PREVENTED) == 0) {
            fpu.pop();
        }
        return codes & CODES;
    }

    private static int compare(FpuState fpu, int source, boolean quiet) {
        if (fpu.isEmpty(0) || fpu.isEmpty(source)) {
            return fpu.underflowStack() ? Comparison.UNORDERED : Comparison.UNORDERED | PREVENTED;
        }
        int codes = Comparison.compare(
                fpu.beginExtended(),
                fpu.significand(0),
                fpu.signExponent(0),
                fpu.significand(source),
                fpu.signExponent(source),
                quiet);
        return fpu.commit() ? codes : codes | PREVENTED;
    }

    /** The codes are written even if an unmasked exception keeps the stack as it is. */
    private static void answer(FpuState fpu, int codes, int pops) {
        fpu.status = fpu.status & ~CODES | codes & CODES;
        if ((codes & PREVENTED) == 0) {
            pop(fpu, pops);
        }
    }

    public static void withSingle(FpuState fpu, int bits, int pops) {
        FloatConversion.widenSingle(fpu.beginExtended(), bits);
        withOperand(fpu, pops);
    }

    public static void withDouble(FpuState fpu, long bits, int pops) {
        FloatConversion.widenDouble(fpu.beginExtended(), bits);
        withOperand(fpu, pops);
    }

    public static void withInteger(FpuState fpu, long value, int pops) {
        IntegerConversion.widen(fpu.beginExtended(), value);
        withOperand(fpu, pops);
    }

    /** FTST: compares with +0. */
    public static void withZero(FpuState fpu) {
        IntegerConversion.widen(fpu.beginExtended(), 0);
        withOperand(fpu, 0);
    }

    private static void withOperand(FpuState fpu, int pops) {
        if (fpu.isEmpty(0)) {
            answer(fpu, fpu.underflowStack() ? Comparison.UNORDERED : Comparison.UNORDERED | PREVENTED, pops);
            return;
        }
        FloatUnit unit = fpu.unit;
        int codes = Comparison.compare(
                unit, fpu.significand(0), fpu.signExponent(0), unit.significand, unit.signExponent, false);
        answer(fpu, fpu.commit() ? codes : codes | PREVENTED, pops);
    }

    public static void examine(FpuState fpu) {
        int answer = Comparison.examine(fpu.significand(0), fpu.signExponent(0), fpu.isEmpty(0));
        fpu.status = fpu.status & ~(CODES | FpuBits.C1) | answer;
    }

    private static void pop(FpuState fpu, int pops) {
        for (int i = 0; i < pops; i++) {
            fpu.pop();
        }
    }
}
