package org.ring0.devices.board.tables;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bytes whose place in memory is decided later, with a list of the pointers and checksums that depend on it: little endian,
 * written from the beginning to the end.
 */
final class Blob {
    /** The field of {@code size} bytes at {@code offset} holds an offset in {@code target}, to which its address is added. */
    record Pointer(int offset, int size, String target) {}

    /** The byte at {@code offset} makes the sum of the bytes from {@code start} on zero. */
    record Checksum(int offset, int start, int length) {}

    private final String name;
    private final int alignment;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Pointer> pointers = new ArrayList<>();
    private final List<Checksum> checksums = new ArrayList<>();

    /**
     * @param name of the file in fw_cfg, and of the target in pointers
     * @param alignment in memory
     */
    Blob(String name, int alignment) {
        this.name = name;
        this.alignment = alignment;
    }

    String name() {
        return name;
    }

    int alignment() {
        return alignment;
    }

    List<Pointer> pointers() {
        return pointers;
    }

    List<Checksum> checksums() {
        return checksums;
    }

    int size() {
        return bytes.size();
    }

    Blob u8(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Blob u16(int value) {
        return u8(value, value >> 8);
    }

    Blob u32(long value) {
        return u16((int) value).u16((int) (value >> 16));
    }

    Blob u64(long value) {
        return u32(value).u32(value >>> 32);
    }

    Blob ascii(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    Blob raw(byte[] content) {
        bytes.writeBytes(content);
        return this;
    }

    Blob zeros(int count) {
        return raw(new byte[count]);
    }

    /** Zeros up to a multiple of {@code unit}. */
    Blob align(int unit) {
        return zeros(-size() & unit - 1);
    }

    /** A pointer of 4 or 8 bytes to {@code offset} in {@code target}. */
    Blob pointer(int size, String target, int offset) {
        pointers.add(new Pointer(size(), size, target));
        return size == 4 ? u32(offset) : u64(offset);
    }

    void checksum(int offset, int start, int length) {
        checksums.add(new Checksum(offset, start, length));
    }

    /** The bytes, pointers relative to their targets, checksums zero. */
    byte[] unplaced() {
        return bytes.toByteArray();
    }

    /** The bytes for a machine in which every blob is at its address. */
    byte[] placed(Map<String, Long> addresses) {
        ByteBuffer image = ByteBuffer.wrap(unplaced()).order(ByteOrder.LITTLE_ENDIAN);
        for (Pointer p : pointers) {
            long base = addresses.get(p.target);
            if (p.size == 4) {
                image.putInt(p.offset, (int) (image.getInt(p.offset) + base));
            } else {
                image.putLong(p.offset, image.getLong(p.offset) + base);
            }
        }
        for (Checksum c : checksums) {
            int sum = 0;
            for (int i = 0; i < c.length; i++) {
                sum += image.get(c.start + i);
            }
            image.put(c.offset, (byte) (image.get(c.offset) - sum));
        }
        return image.array();
    }
}
