package org.ring0.core.cpu.isa.sse;

import org.ring0.core.cpu.isa.mmx.Elements;
import org.ring0.core.cpu.isa.mmx.PackedSsse3;
import org.ring0.core.cpu.state.Eflags;

/** The packed integers of SSE4.1 and SSE4.2: pure functions of 64 bits, named as the SDM names the instructions. */
public final class PackedSse4 {
    private static final long LOW_32 = 0xffff_ffffL;

    private PackedSse4() {}

    public static long pminsb(long dest, long source) {
        return Elements.signedMinimum(dest, source, Elements.TOP_BYTES, 7);
    }

    public static long pmaxsb(long dest, long source) {
        return Elements.signedMaximum(dest, source, Elements.TOP_BYTES, 7);
    }

    public static long pminuw(long dest, long source) {
        return Elements.minimum(dest, source, Elements.TOP_WORDS, 15);
    }

    public static long pmaxuw(long dest, long source) {
        return Elements.maximum(dest, source, Elements.TOP_WORDS, 15);
    }

    public static long pminsd(long dest, long source) {
        return Elements.signedMinimum(dest, source, Elements.TOP_DWORDS, 31);
    }

    public static long pmaxsd(long dest, long source) {
        return Elements.signedMaximum(dest, source, Elements.TOP_DWORDS, 31);
    }

    public static long pminud(long dest, long source) {
        return Elements.minimum(dest, source, Elements.TOP_DWORDS, 31);
    }

    public static long pmaxud(long dest, long source) {
        return Elements.maximum(dest, source, Elements.TOP_DWORDS, 31);
    }

    public static long pmulld(long dest, long source) {
        return dwords((int) dest * (int) source, (int) (dest >> 32) * (int) (source >> 32));
    }

    public static long pmuldq(long dest, long source) {
        return (long) (int) dest * (int) source;
    }

    public static long pcmpeqq(long dest, long source) {
        return dest == source ? -1 : 0;
    }

    public static long pcmpgtq(long dest, long source) {
        return dest > source ? -1 : 0;
    }

    private static long dwords(int first, int second) {
        return first & LOW_32 | (long) second << 32;
    }

    /** Four signed dwords as unsigned words, saturated. */
    public static long packusdw(long low, long high) {
        return packWord(low, 0) | packWord(low >> 32, 16) | packWord(high, 32) | packWord(high >> 32, 48);
    }

    private static long packWord(long dword, int shift) {
        return (long) Math.clamp((int) dword, 0, 0xffff) << shift;
    }

    /**
     * Elements of {@code from} bits, the lowest ones of the source, extended to {@code to} bits: as many as 64 bits hold.
     */
    public static long extend(long source, int from, int to, boolean signed) {
        long mask = -1L >>> 64 - to;
        long result = 0;
        for (int n = 0; n < 64 / to; n++) {
            long top = source << 64 - from - n * from;
            result |= ((signed ? top >> 64 - from : top >>> 64 - from) & mask) << n * to;
        }
        return result;
    }

    /** All ones in each byte whose top bit is set. */
    static long byteMask(long signs) {
        return Elements.whole(signs & Elements.TOP_BYTES, 7);
    }

    /** All ones in each dword whose top bit is set. */
    static long dwordMask(long signs) {
        return Elements.whole(signs & Elements.TOP_DWORDS, 31);
    }

    /** All ones in each of four words whose bit is set. */
    static long wordMask(int bits) {
        long spread = bits & 1 | (bits & 2L) << 15 | (bits & 4L) << 30 | (bits & 8L) << 45;
        return spread * 0xffff;
    }

    /** Half of MPSADBW: how far four bytes are from each four neighbours among the first seven of eight. */
    private static long distances(long eight, long four) {
        long result = 0;
        for (int n = 0; n < 4; n++) {
            int sum = 0;
            for (int k = 0; k < 4; k++) {
                sum += Math.abs((int) (eight >>> 8 * (n + k) & 0xff) - (int) (four >>> 8 * k & 0xff));
            }
            result |= (long) sum << 16 * n;
        }
        return result;
    }

    static long mpsadbwLow(long destLow, long destHigh, long sourceLow, long sourceHigh, int order) {
        return distances(PackedSsse3.align(destLow, destHigh, order & 4), four(sourceLow, sourceHigh, order));
    }

    static long mpsadbwHigh(long destLow, long destHigh, long sourceLow, long sourceHigh, int order) {
        return distances(PackedSsse3.align(destLow, destHigh, (order & 4) + 4), four(sourceLow, sourceHigh, order));
    }

    private static long four(long low, long high, int order) {
        return Shuffles.dword(low, high, order & 3);
    }

    /** The least of eight words, and above it the place of the first such. */
    public static long phminposuw(long low, long high) {
        long best = 0x1_0000;
        for (int n = 0; n < 8; n++) {
            long word = (n < 4 ? low : high) >>> 16 * (n & 3) & 0xffff;
            if (word < (best & 0x1_ffff)) {
                best = word | (long) n << 17;
            }
        }
        return best & 0xffff | best >>> 17 << 16;
    }

    /** The status flags of PTEST: ZF if the operands have no bit in common, CF if the source has none but theirs. */
    public static int ptest(long destLow, long destHigh, long sourceLow, long sourceHigh) {
        int zero = (sourceLow & destLow | sourceHigh & destHigh) == 0 ? Eflags.ZF : 0;
        int carry = (sourceLow & ~destLow | sourceHigh & ~destHigh) == 0 ? Eflags.CF : 0;
        return zero | carry;
    }
}
