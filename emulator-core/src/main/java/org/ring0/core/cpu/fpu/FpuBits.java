package org.ring0.core.cpu.fpu;

/** The bits of the x87's control and status words (SDM Vol. 1, 8.1.3 and 8.1.5) above their {@link FloatExceptions}. */
public final class FpuBits {
    public static final int SF = 1 << 6;
    public static final int ES = 1 << 7;
    public static final int C0 = 1 << 8;
    public static final int C1 = 1 << 9;
    public static final int C2 = 1 << 10;
    public static final int TOP_SHIFT = 11;
    public static final int C3 = 1 << 14;
    public static final int B = 1 << 15;

    /** Precision control: 0 is 24 bits, 2 is 53 bits, 3 is 64 bits, 1 is reserved. */
    public static final int PC_SHIFT = 8;

    public static final int PC = 3 << PC_SHIFT;
    /** Rounding control. */
    public static final int RC_SHIFT = 10;

    public static final int RC = 3 << RC_SHIFT;
    public static final int RC_NEAREST = 0;
    public static final int RC_DOWN = 1;
    public static final int RC_UP = 2;
    public static final int RC_CHOP = 3;

    /** What FNINIT loads. */
    public static final int CONTROL_INIT = 0x37f;
    /** What RESET loads. */
    public static final int CONTROL_RESET = 0x40;

    private FpuBits() {}
}
