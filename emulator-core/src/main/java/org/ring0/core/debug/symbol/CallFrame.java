package org.ring0.core.debug.symbol;

import java.util.OptionalLong;

/**
 * What is known of the registers at the place where a function goes on: all of them in the function that is executed, fewer in
 * those that have called it. Registers have the numbers of their encodings in instructions; RIP has one more.
 */
public final class CallFrame {
    public static final int RSP = 4;
    public static final int RBP = 5;
    public static final int RIP = 16;
    static final int REGISTERS = 17;

    private final long[] values = new long[REGISTERS];
    private int known;

    /** Words on the stack. */
    @FunctionalInterface
    public interface Memory {
        /** A number of so many bytes at an offset; empty where no memory is. */
        OptionalLong number(long offset, int size);
    }

    /** The same with a register that is known from now on. */
    public CallFrame with(int register, long value) {
        CallFrame copy = copy();
        copy.set(register, value);
        return copy;
    }

    CallFrame copy() {
        CallFrame copy = new CallFrame();
        System.arraycopy(values, 0, copy.values, 0, REGISTERS);
        copy.known = known;
        return copy;
    }

    void set(int register, long value) {
        values[register] = value;
        known |= 1 << register;
    }

    /** Whether somebody knows what it holds. */
    public boolean knows(int register) {
        return (known & 1 << register) != 0;
    }

    /** What it holds, or 0. */
    public long get(int register) {
        return values[register];
    }
}
