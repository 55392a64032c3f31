package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A structure with pointers to what lies behind it: a growing block of memory that knows where it will lie. */
final class InfoBlock {
    private final long base;
    private ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    private int end;

    InfoBlock(long base) {
        this.base = base;
    }

    /** Takes room behind what there is, zeros at first; returns its offset. */
    int reserve(int length) {
        int at = end;
        end += length;
        if (end > buffer.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(2 * end).order(ByteOrder.LITTLE_ENDIAN);
            buffer = larger.put(0, buffer, 0, at);
        }
        return at;
    }

    long address(int offset) {
        return base + offset;
    }

    void bytes(int offset, byte... content) {
        buffer.put(offset, content);
    }

    void dword(int offset, long value) {
        buffer.putInt(offset, (int) value);
    }

    void qword(int offset, long value) {
        buffer.putLong(offset, value);
    }

    /** Appends a C string; returns its address. */
    long string(String text) {
        byte[] bytes = text.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
        int at = reserve(bytes.length + 1);
        buffer.put(at, bytes);
        return address(at);
    }

    byte[] content() {
        return java.util.Arrays.copyOf(buffer.array(), end);
    }
}
