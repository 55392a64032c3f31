package org.ring0.devices.serial;

import java.util.Arrays;

/** Received characters with their error bits: 16 in FIFO mode, one (the RBR) otherwise. */
final class ReceiveFifo {
    static final int DEPTH = 16;

    private final int[] entries = new int[DEPTH];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
    }

    /** Appends a character with its error bits above bit 7. */
    void add(int entry) {
        entries[size++] = entry;
    }

    /** Replaces the last character: what an overrun does without a FIFO. */
    void replaceLast(int entry) {
        entries[size - 1] = entry;
    }

    int remove() {
        int first = entries[0];
        System.arraycopy(entries, 1, entries, 0, --size);
        return first;
    }

    /** The error bits of the character that would be read next. */
    int takeErrorsOfFirst() {
        if (size == 0) {
            return 0;
        }
        int errors = entries[0] >> 8;
        entries[0] &= 0xff;
        return errors;
    }

    boolean anyErrors() {
        for (int i = 0; i < size; i++) {
            if (entries[i] > 0xff) {
                return true;
            }
        }
        return false;
    }

    boolean firstHasErrors() {
        return size > 0 && entries[0] > 0xff;
    }

    int[] save() {
        return Arrays.copyOf(entries, size);
    }

    void restore(int[] saved) {
        size = Math.min(saved.length, DEPTH);
        System.arraycopy(saved, 0, entries, 0, size);
    }
}
