package org.ring0.core.cpu.fpu;

/** The bits of MXCSR (SDM Vol. 1, 10.2.3) above its {@link FloatExceptions}. */
public final class Mxcsr {
    public static final int DAZ = 1 << 6;
    /** The masks are in the order of the exceptions. */
    public static final int MASK_SHIFT = 7;

    public static final int PM = FloatExceptions.PE << MASK_SHIFT;
    public static final int RC_SHIFT = 13;
    public static final int RC = 3 << RC_SHIFT;
    public static final int FTZ = 1 << 15;

    /** After reset: all exceptions masked. */
    public static final int RESET = FloatExceptions.ALL << MASK_SHIFT;

    /** Java's arithmetic may serve for nothing: another rounding, or a precision exception that is not masked. */
    public static final int HARD = 0;
    /** It may serve for results that are exact: PE would have to be set otherwise. */
    public static final int EXACT_ONLY = 1;
    /** It may serve for rounded results too: PE is set already. */
    public static final int EASY = 2;

    private Mxcsr() {}

    /** What Java's arithmetic, which rounds to nearest and tells nothing, may serve for. */
    public static int ease(int mxcsr) {
        if ((mxcsr & (RC | PM)) != PM) {
            return HARD;
        }
        return (mxcsr & FloatExceptions.PE) != 0 ? EASY : EXACT_ONLY;
    }
}
