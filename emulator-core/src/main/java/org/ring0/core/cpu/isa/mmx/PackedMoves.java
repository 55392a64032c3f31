package org.ring0.core.cpu.isa.mmx;

/** The packs, unpacks and shifts of MMX: pure functions of 64 bits, named as the SDM names the instructions. */
public final class PackedMoves {
    private PackedMoves() {}

    public static long packsswb(long dest, long source) {
        return packBytes(dest) | packBytes(source) << 32;
    }

    private static long packBytes(long words) {
        long result = 0;
        for (int i = 0; i < 4; i++) {
            result |= (Elements.saturateByte((short) (words >> 16 * i)) & 0xffL) << 8 * i;
        }
        return result;
    }

    public static long packuswb(long dest, long source) {
        return packUnsignedBytes(dest) | packUnsignedBytes(source) << 32;
    }

    private static long packUnsignedBytes(long words) {
        long result = 0;
        for (int i = 0; i < 4; i++) {
            result |= (long) Math.clamp((short) (words >> 16 * i), 0, 0xff) << 8 * i;
        }
        return result;
    }

    public static long packssdw(long dest, long source) {
        return packWords(dest) | packWords(source) << 32;
    }

    private static long packWords(long dwords) {
        long lower = Elements.saturateWord((int) dwords) & 0xffffL;
        return lower | (Elements.saturateWord((int) (dwords >> 32)) & 0xffffL) << 16;
    }

    public static long punpcklbw(long dest, long source) {
        return spreadBytes(dest) | spreadBytes(source) << 8;
    }

    public static long punpckhbw(long dest, long source) {
        return spreadBytes(dest >>> 32) | spreadBytes(source >>> 32) << 8;
    }

    /** Four bytes as the lower halves of four words. */
    private static long spreadBytes(long value) {
        long words = spreadWords(value);
        return (words | words << 8) & 0x00ff_00ff_00ff_00ffL;
    }

    public static long punpcklwd(long dest, long source) {
        return spreadWords(dest) | spreadWords(source) << 16;
    }

    public static long punpckhwd(long dest, long source) {
        return spreadWords(dest >>> 32) | spreadWords(source >>> 32) << 16;
    }

    /** Two words as the lower halves of two dwords. */
    private static long spreadWords(long value) {
        return value & 0xffffL | (value & 0xffff_0000L) << 16;
    }

    public static long punpckldq(long dest, long source) {
        return dest & 0xffff_ffffL | source << 32;
    }

    public static long punpckhdq(long dest, long source) {
        return dest >>> 32 | source & 0xffff_ffff_0000_0000L;
    }

    public static long psllw(long dest, long count) {
        return Long.compareUnsigned(count, 15) > 0 ? 0 : dest << count & repeat16(0xffff << count & 0xffff);
    }

    public static long psrlw(long dest, long count) {
        return Long.compareUnsigned(count, 15) > 0 ? 0 : dest >>> count & repeat16(0xffff >>> count);
    }

    private static long repeat16(int word) {
        return word * 0x0001_0001_0001_0001L;
    }

    public static long pslld(long dest, long count) {
        return Long.compareUnsigned(count, 31) > 0 ? 0 : dest << count & repeat32(0xffff_ffffL << count & 0xffff_ffffL);
    }

    public static long psrld(long dest, long count) {
        return Long.compareUnsigned(count, 31) > 0 ? 0 : dest >>> count & repeat32(0xffff_ffffL >>> count);
    }

    private static long repeat32(long dword) {
        return dword | dword << 32;
    }

    public static long psllq(long dest, long count) {
        return Long.compareUnsigned(count, 63) > 0 ? 0 : dest << count;
    }

    public static long psrlq(long dest, long count) {
        return Long.compareUnsigned(count, 63) > 0 ? 0 : dest >>> count;
    }

    public static long psraw(long dest, long count) {
        int by = Long.compareUnsigned(count, 15) > 0 ? 15 : (int) count;
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            result |= ((short) (dest >> shift) >> by & 0xffffL) << shift;
        }
        return result;
    }

    public static long psrad(long dest, long count) {
        int by = Long.compareUnsigned(count, 31) > 0 ? 31 : (int) count;
        return ((int) dest >> by & 0xffff_ffffL) | (dest >> 32 >> by) << 32;
    }
}
