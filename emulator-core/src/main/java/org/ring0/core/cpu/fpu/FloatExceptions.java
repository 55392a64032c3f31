package org.ring0.core.cpu.fpu;

/**
 * The floating-point exceptions (SDM Vol. 1, 4.9.1) as the x87's status word, MXCSR and the masks of both have them, shifted
 * or not.
 */
public final class FloatExceptions {
    /** Invalid operation. */
    public static final int IE = 1;
    /** Denormal operand. */
    public static final int DE = 1 << 1;
    /** Division by zero. */
    public static final int ZE = 1 << 2;
    /** Overflow. */
    public static final int OE = 1 << 3;
    /** Underflow. */
    public static final int UE = 1 << 4;
    /** Inexact result. */
    public static final int PE = 1 << 5;

    public static final int ALL = 0x3f;

    private FloatExceptions() {}
}
