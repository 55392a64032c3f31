package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.fpu.Addition;
import org.ring0.core.cpu.fpu.Division;
import org.ring0.core.cpu.fpu.FloatConversion;
import org.ring0.core.cpu.fpu.FloatUnit;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.fpu.IntegerConversion;
import org.ring0.core.cpu.fpu.Multiplication;

/** The six operations with two operands, by the kind of their source. */
public final class X87Arithmetic {
    /** In the order of the reg field that encodes them; 2 and 3 are the comparisons. */
    public static final int ADD = 0;

    public static final int MUL = 1;
    public static final int SUB = 4;
    public static final int SUBR = 5;
    public static final int DIV = 6;
    public static final int DIVR = 7;

    private X87Arithmetic() {}

    /** ST(dest) = ST(dest) op ST(source), and a pop if asked. */
    public static void registers(FpuState fpu, int operation, int dest, int source, boolean pop) {
        if (fpu.isEmpty(dest) || fpu.isEmpty(source)) {
            if (fpu.underflowStack()) {
                fpu.setIndefinite(dest);
                popIf(fpu, pop);
            }
            return;
        }
        FloatUnit unit = fpu.begin();
        compute(
                operation,
                unit,
                fpu.significand(dest),
                fpu.signExponent(dest),
                fpu.significand(source),
                fpu.signExponent(source));
        if (fpu.commit()) {
            fpu.setResult(dest);
            popIf(fpu, pop);
        }
    }

    /** ST(0) = ST(0) op single. */
    public static void withSingle(FpuState fpu, int operation, int bits) {
        FloatConversion.widenSingle(fpu.begin(), bits);
        withOperand(fpu, operation);
    }

    /** ST(0) = ST(0) op double. */
    public static void withDouble(FpuState fpu, int operation, long bits) {
        FloatConversion.widenDouble(fpu.begin(), bits);
        withOperand(fpu, operation);
    }

    /** ST(0) = ST(0) op integer. */
    public static void withInteger(FpuState fpu, int operation, long value) {
        IntegerConversion.widen(fpu.begin(), value);
        withOperand(fpu, operation);
    }

    private static void withOperand(FpuState fpu, int operation) {
        if (fpu.isEmpty(0)) {
            if (fpu.underflowStack()) {
                fpu.setIndefinite(0);
            }
            return;
        }
        FloatUnit unit = fpu.unit;
        compute(operation, unit, fpu.significand(0), fpu.signExponent(0), unit.significand, unit.signExponent);
        if (fpu.commit()) {
            fpu.setResult(0);
        }
    }

    private static void compute(int operation, FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        switch (operation) {
            case ADD -> Addition.add(unit, sigA, seA, sigB, seB);
            case MUL -> Multiplication.multiply(unit, sigA, seA, sigB, seB);
            case SUB -> Addition.subtract(unit, sigA, seA, sigB, seB);
            case SUBR -> Addition.subtract(unit, sigB, seB, sigA, seA);
            case DIV -> Division.divide(unit, sigA, seA, sigB, seB);
            case DIVR -> Division.divide(unit, sigB, seB, sigA, seA);
            default -> throw new IllegalArgumentException("operation " + operation);
        }
    }

    static void popIf(FpuState fpu, boolean pop) {
        if (pop) {
            fpu.pop();
        }
    }
}
