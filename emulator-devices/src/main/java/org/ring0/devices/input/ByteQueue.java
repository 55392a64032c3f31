package org.ring0.devices.input;

import java.util.Arrays;

/** A first-in first-out buffer of a fixed size, as the small controllers in keyboards and mice have it. */
final class ByteQueue {
    private final byte[] bytes;
    private int size;

    ByteQueue(int capacity) {
        bytes = new byte[capacity];
    }

    boolean isEmpty() {
        return size == 0;
    }

    int room() {
        return bytes.length - size;
    }

    void clear() {
        size = 0;
    }

    /** Appends a byte; what does not fit is lost. */
    void add(int value) {
        if (size < bytes.length) {
            bytes[size++] = (byte) value;
        }
    }

    int remove() {
        int first = bytes[0] & 0xff;
        System.arraycopy(bytes, 1, bytes, 0, --size);
        return first;
    }

    byte[] save() {
        return Arrays.copyOf(bytes, size);
    }

    void restore(byte[] saved) {
        size = Math.min(saved.length, bytes.length);
        System.arraycopy(saved, 0, bytes, 0, size);
    }
}
