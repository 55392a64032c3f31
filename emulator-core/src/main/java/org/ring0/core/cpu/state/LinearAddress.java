package org.ring0.core.cpu.state;

/** Linear addresses of 64-bit mode (SDM Vol. 1, 3.3.7.1). */
public final class LinearAddress {
    /** The width of linear addresses that 4-level paging translates. */
    public static final int BITS = 48;

    private LinearAddress() {}

    /** Whether bits 63 to 47 are all the same. */
    public static boolean isCanonical(long linear) {
        return linear << 64 - BITS >> 64 - BITS == linear;
    }

    /** Whether an access of {@code size} bytes begins and ends at canonical addresses. */
    public static boolean isCanonical(long linear, int size) {
        return isCanonical(linear) && isCanonical(linear + size - 1);
    }
}
