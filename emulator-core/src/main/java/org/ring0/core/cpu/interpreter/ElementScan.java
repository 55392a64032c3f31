package org.ring0.core.cpu.interpreter;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Finds the element at which REPE or REPNE stops, eight bytes at a time: the difference of the operands is zero in the lanes
 * of equal elements.
 */
final class ElementScan {
    private static final ValueLayout.OfShort WORD = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt DWORD = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong QWORD = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int STEP = 8;
    /** From here on the JDK's vectorized comparison pays for its set-up. */
    private static final int LONG = 64;

    private final MemorySegment host;
    private final int size;
    private final int shift;
    private final boolean whileEqual;
    /** All bits of every lane but its highest. */
    private final long low;

    /** @param whileEqual whether equal elements let it go on (REPE), or different ones (REPNE) */
    ElementScan(MemorySegment host, int size, boolean whileEqual) {
        this.host = host;
        this.size = size;
        this.whileEqual = whileEqual;
        shift = Integer.numberOfTrailingZeros(size);
        low = broadcast((1L << 8 * size - 1) - 1, size);
    }

    /** Eight bytes of elements that all have the low {@code size} bytes of {@code value}. */
    static long broadcast(long value, int size) {
        long pattern = value & -1L >>> 64 - 8 * size;
        for (int width = size; width < STEP; width *= 2) {
            pattern |= pattern << 8 * width;
        }
        return pattern;
    }

    /** The element at a backing offset, zero-extended. */
    static long element(MemorySegment host, long at, int size) {
        return switch (size) {
            case 1 -> host.get(JAVA_BYTE, at) & 0xff;
            case 2 -> host.get(WORD, at) & 0xffff;
            case 4 -> host.get(DWORD, at) & 0xffff_ffffL;
            default -> host.get(QWORD, at);
        };
    }

    /**
     * Compares {@code count} elements at two backing offsets (the lowest bytes); the answer is how many have been compared
     * when it stops.
     */
    long compare(long a, long b, long count, boolean down) {
        long bytes = count << shift;
        if (whileEqual && !down && bytes >= LONG) {
            long different = MemorySegment.mismatch(host, a, a + bytes, host, b, b + bytes);
            return different < 0 ? count : (different >> shift) + 1;
        }
        long done = 0;
        for (; done + STEP <= bytes; done += STEP) {
            long at = down ? bytes - done - STEP : done;
            long stops = stops(host.get(QWORD, a + at) ^ host.get(QWORD, b + at));
            if (stops != 0) {
                return (done >> shift) + lane(stops, down);
            }
        }
        for (; done < bytes; done += size) {
            long at = down ? bytes - done - size : done;
            if ((element(host, a + at, size) == element(host, b + at, size)) != whileEqual) {
                return (done >> shift) + 1;
            }
        }
        return count;
    }

    /** Compares {@code value} with {@code count} elements at a backing offset, likewise. */
    long search(long a, long value, long count, boolean down) {
        long bytes = count << shift;
        long pattern = broadcast(value, size);
        long done = 0;
        for (; done + STEP <= bytes; done += STEP) {
            long stops = stops(host.get(QWORD, a + (down ? bytes - done - STEP : done)) ^ pattern);
            if (stops != 0) {
                return (done >> shift) + lane(stops, down);
            }
        }
        long wanted = pattern & -1L >>> 64 - 8 * size;
        for (; done < bytes; done += size) {
            long at = down ? bytes - done - size : done;
            if ((element(host, a + at, size) == wanted) != whileEqual) {
                return (done >> shift) + 1;
            }
        }
        return count;
    }

    /** A bit in every lane at which it stops. */
    private long stops(long difference) {
        return whileEqual ? difference : ~((difference & low) + low | difference | low);
    }

    /** How many lanes there are up to the first one with a bit, that one included. */
    private long lane(long bits, boolean down) {
        int bit = down ? Long.numberOfLeadingZeros(bits) : Long.numberOfTrailingZeros(bits);
        return (bit >> 3 >> shift) + 1;
    }
}
