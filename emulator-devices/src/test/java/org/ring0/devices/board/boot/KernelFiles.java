package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Small kernels of all formats, made byte by byte. */
final class KernelFiles {
    static final int PHYSICAL = 0x10_0000;
    static final int ENTRY = 0x10_0040;
    static final byte[] SYMBOLS = "these are the symbols".getBytes(StandardCharsets.US_ASCII);
    private static final int SEGMENT = 0x1000;
    private static final int SEGMENT_SIZE = 0x100;
    private static final int NOTE = 0x1200;
    private static final int SYMBOLS_AT = 0x1300;
    private static final int SECTIONS = 0x1400;
    private static final int SIZE = 0x1600;

    private KernelFiles() {}

    /**
     * A file with one segment of 2000h bytes for 100000h, linked to C0100000h, whose first bytes are {@code header}; four
     * sections: none, the segment, symbols, names.
     */
    static ByteBuffer elf(boolean is64, int... header) {
        ByteBuffer b = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, 0x464c457f).put(4, (byte) (is64 ? 2 : 1)).put(5, (byte) 1);
        b.putShort(16, (short) 2).putShort(18, (short) (is64 ? 62 : 3));
        int entry = 0xc010_0040;
        if (is64) {
            b.putLong(24, entry & 0xffff_ffffL).putLong(32, 64).putLong(40, SECTIONS);
            b.putShort(54, (short) 56).putShort(56, (short) 1);
            b.putShort(58, (short) 64).putShort(60, (short) 4).putShort(62, (short) 3);
            b.putInt(64, 1).putLong(72, SEGMENT).putLong(80, 0xc010_0000L).putLong(88, PHYSICAL);
            b.putLong(96, SEGMENT_SIZE).putLong(104, 0x2000);
        } else {
            b.putInt(24, entry).putInt(28, 52).putInt(32, SECTIONS);
            b.putShort(42, (short) 32).putShort(44, (short) 1);
            b.putShort(46, (short) 40).putShort(48, (short) 4).putShort(50, (short) 3);
            b.putInt(52, 1).putInt(56, SEGMENT).putInt(60, 0xc010_0000).putInt(64, PHYSICAL);
            b.putInt(68, SEGMENT_SIZE).putInt(72, 0x2000);
        }
        b.put(SYMBOLS_AT, SYMBOLS);
        section(b, is64, 1, 1, 2, PHYSICAL, SEGMENT, SEGMENT_SIZE);
        section(b, is64, 2, 2, 0, 0, SYMBOLS_AT, SYMBOLS.length);
        section(b, is64, 3, 3, 0, 0, SYMBOLS_AT, 4);
        return put(b, SEGMENT, header);
    }

    private static void section(ByteBuffer b, boolean is64, int i, int type, int flags, int address, int at, int size) {
        int header = SECTIONS + i * (is64 ? 64 : 40);
        b.putInt(header + 4, type);
        if (is64) {
            b.putLong(header + 8, flags).putLong(header + 16, address);
            b.putLong(header + 24, at).putLong(header + 32, size);
        } else {
            b.putInt(header + 8, flags)
                    .putInt(header + 12, address)
                    .putInt(header + 16, at)
                    .putInt(header + 20, size);
        }
    }

    /** The ELF file with a second program header, for a note with the PVH entry point. */
    static ByteBuffer pvh(boolean is64, int entry) {
        ByteBuffer b = elf(is64);
        if (is64) {
            b.putShort(56, (short) 2);
            b.putInt(64 + 56, 4).putLong(64 + 64, NOTE).putLong(64 + 56 + 32, 20 + 20 + (is64 ? 8 : 4));
        } else {
            b.putShort(44, (short) 2);
            b.putInt(52 + 32, 4).putInt(52 + 36, NOTE).putInt(52 + 48, 20 + 20);
        }
        b.putInt(NOTE, 4).putInt(NOTE + 4, 3).putInt(NOTE + 8, 18).putInt(NOTE + 12, 0x554e47);
        b.putInt(NOTE + 20, 4)
                .putInt(NOTE + 24, is64 ? 8 : 4)
                .putInt(NOTE + 28, 18)
                .putInt(NOTE + 32, 0x6e6558);
        return b.putInt(NOTE + 36, entry);
    }

    /** A file without any format whose header is at {@code at}. */
    static ByteBuffer flat(int at, int... header) {
        return put(ByteBuffer.allocate(0x400).order(ByteOrder.LITTLE_ENDIAN), at, header);
    }

    /** The header of Multiboot 1 with these flags, and what follows. */
    static int[] multiboot1(int flags, int... rest) {
        int magic = 0x1badb002;
        return words(new int[] {magic, flags, -(magic + flags)}, rest);
    }

    /** The header of Multiboot 2 with the words of its tags. */
    static int[] multiboot2(int... tags) {
        int magic = 0xe85250d6;
        int length = 16 + 4 * tags.length;
        return words(new int[] {magic, 0, length, -(magic + length)}, tags);
    }

    static int[] words(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static ByteBuffer put(ByteBuffer b, int at, int... words) {
        for (int i = 0; i < words.length; i++) {
            b.putInt(at + 4 * i, words[i]);
        }
        return b;
    }
}
