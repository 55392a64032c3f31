package org.ring0.devices.interrupt;

import java.util.Arrays;

/** One of the local APIC's registers of 256 bits, a bit for each vector: IRR, ISR or TMR. */
final class VectorSet {
    static final int WORDS = 8;
    static final int NONE = -1;

    private final int[] words = new int[WORDS];

    boolean has(int vector) {
        return (words[vector >> 5] >>> vector & 1) != 0;
    }

    void add(int vector) {
        words[vector >> 5] |= 1 << vector;
    }

    void remove(int vector) {
        words[vector >> 5] &= ~(1 << vector);
    }

    void set(int vector, boolean on) {
        if (on) {
            add(vector);
        } else {
            remove(vector);
        }
    }

    /** The highest vector of the set, or {@link #NONE}. */
    int highest() {
        for (int i = WORDS - 1; i >= 0; i--) {
            if (words[i] != 0) {
                return 32 * i + 31 - Integer.numberOfLeadingZeros(words[i]);
            }
        }
        return NONE;
    }

    /** The bits of vectors {@code 32 * index} and up. */
    int word(int index) {
        return words[index];
    }

    int[] save() {
        return words.clone();
    }

    void restore(int[] saved) {
        System.arraycopy(Arrays.copyOf(saved, WORDS), 0, words, 0, WORDS);
    }
}
