package org.ring0.core.cpu.isa;

import org.ring0.core.cpu.state.Eflags;

/**
 * Shifts and rotates (SDM Vol. 2: SAL/SAR/SHL/SHR, RCL/RCR/ROL/ROR, SHLD, SHRD). The count is masked already and not
 * zero. OF is what the hardware leaves for any count, though the manual defines it for 1 alone.
 */
public final class Shifts {
    /** A value: of the destination, the count, the operand's width in bytes and the carry (0 or 1). */
    @FunctionalInterface
    public interface Value {
        long apply(long dest, int count, int size, long carry);
    }

    /** CF as 0 or 1, of the same arguments as the value. */
    @FunctionalInterface
    public interface CarryOut {
        long apply(long dest, int count, int size, long carry);
    }

    private Shifts() {}

    /** The count as the hardware masks it: 5 bits, 6 for 64-bit operands. */
    public static int mask(long count, int size) {
        return (int) count & (size == 8 ? 63 : 31);
    }

    public static long shl(long dest, int count, int size, long carry) {
        return dest << count;
    }

    public static long shlCarry(long dest, int count, int size, long carry) {
        return count > 8 * size ? 0 : dest >>> 8 * size - count & 1;
    }

    public static long shr(long dest, int count, int size, long carry) {
        return dest >>> count;
    }

    public static long shrCarry(long dest, int count, int size, long carry) {
        return dest >>> count - 1 & 1;
    }

    public static long sar(long dest, int count, int size, long carry) {
        return Alu.signExtend(dest, size) >> count;
    }

    public static long sarCarry(long dest, int count, int size, long carry) {
        return Alu.signExtend(dest, size) >> count - 1 & 1;
    }

    public static long rol(long dest, int count, int size, long carry) {
        int by = count & 8 * size - 1;
        return size == 8 ? Long.rotateLeft(dest, by) : dest << by | dest >>> 8 * size - by;
    }

    public static long rolCarry(long dest, int count, int size, long carry) {
        return rol(dest, count, size, carry) & 1;
    }

    public static long ror(long dest, int count, int size, long carry) {
        int by = count & 8 * size - 1;
        return size == 8 ? Long.rotateRight(dest, by) : dest >>> by | dest << 8 * size - by;
    }

    public static long rorCarry(long dest, int count, int size, long carry) {
        return ror(dest, count, size, carry) >>> 8 * size - 1 & 1;
    }

    public static long rcl(long dest, int count, int size, long carry) {
        int bits = 8 * size;
        int by = count % (bits + 1);
        if (by == 0) {
            return dest;
        }
        // A shift by the whole width of a long would be a shift by 0: take it in two steps.
        return dest << by - 1 << 1 | carry << by - 1 | dest >>> 1 >>> bits - by;
    }

    public static long rclCarry(long dest, int count, int size, long carry) {
        int by = count % (8 * size + 1);
        return by == 0 ? carry : dest >>> 8 * size - by & 1;
    }

    public static long rcr(long dest, int count, int size, long carry) {
        int bits = 8 * size;
        int by = count % (bits + 1);
        if (by == 0) {
            return dest;
        }
        return dest >>> by - 1 >>> 1 | carry << bits - by | dest << 1 << bits - by;
    }

    public static long rcrCarry(long dest, int count, int size, long carry) {
        int by = count % (8 * size + 1);
        return by == 0 ? carry : dest >>> by - 1 & 1;
    }

    /** The destination with bits of {@code source} shifted in from the right. */
    public static long shld(long dest, long source, int count, int size) {
        int bits = 8 * size;
        if (count > bits) {
            return shld(source, dest, count - bits, size);
        }
        return count == bits && size < 8 ? source : dest << count | source >>> 1 >>> bits - 1 - count;
    }

    public static long shldCarry(long dest, long source, int count, int size) {
        int bits = 8 * size;
        return count > bits ? source >>> 2 * bits - count & 1 : dest >>> bits - count & 1;
    }

    /** The destination with bits of {@code source} shifted in from the left. */
    public static long shrd(long dest, long source, int count, int size) {
        int bits = 8 * size;
        if (count > bits) {
            return shrd(source, dest, count - bits, size);
        }
        return count == bits && size < 8 ? source : dest >>> count | source << 1 << bits - 1 - count;
    }

    public static long shrdCarry(long dest, long source, int count, int size) {
        int bits = 8 * size;
        return count > bits ? source >>> count - bits - 1 & 1 : dest >>> count - 1 & 1;
    }

    /** OF after a move to the left: the carry differs from the result's sign. */
    public static int overflowLeft(long result, long carry, int size) {
        return (result >>> 8 * size - 1 & 1) != carry ? Eflags.OF : 0;
    }

    /** OF after a move to the right: the result's two top bits differ. */
    public static int overflowRight(long result, int size) {
        return ((result >>> 8 * size - 1 ^ result >>> 8 * size - 2) & 1) != 0 ? Eflags.OF : 0;
    }
}
