package org.ring0.core.debug.symbol;

import java.util.Arrays;

/** The rules that hold at one address: for the canonical frame address (CFA) and for registers (DWARF 5, 6.4.1). */
final class FrameRow {
    /** Registers with higher numbers than the return address of 64-bit code (16) are nobody's concern. */
    static final int REGISTERS = 17;

    long cfaRegister;
    long cfaOffset;
    /** Null: register and offset count. */
    ByteReader cfaExpression;

    private final FrameRule[] rules;

    FrameRow() {
        rules = new FrameRule[REGISTERS];
    }

    private FrameRow(FrameRow row) {
        cfaRegister = row.cfaRegister;
        cfaOffset = row.cfaOffset;
        cfaExpression = row.cfaExpression;
        rules = Arrays.copyOf(row.rules, REGISTERS);
    }

    FrameRow copy() {
        return new FrameRow(this);
    }

    /** The rule of a register, or null where the ABI decides. */
    FrameRule rule(long register) {
        return register >= 0 && register < REGISTERS ? rules[(int) register] : null;
    }

    void set(long register, FrameRule rule) {
        if (register >= 0 && register < REGISTERS) {
            rules[(int) register] = rule;
        }
    }
}
