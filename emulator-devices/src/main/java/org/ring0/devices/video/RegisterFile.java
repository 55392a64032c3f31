package org.ring0.devices.video;

import java.util.Arrays;
import java.util.Objects;

/**
 * An indexed set of byte registers behind an index port and a data port, as each part of the VGA has one. An index that
 * has no register reads zero and swallows writes.
 */
final class RegisterFile {
    /** The index port and the registers, in index order. */
    record State(int index, byte[] values) {
        State {
            Objects.requireNonNull(values);
        }
    }

    private final int indexBits;
    private final int[] writable;
    private final int[] values;
    private int index;

    /**
     * @param indexBits the bits that the index port keeps
     * @param writable for each register the bits that it keeps
     */
    RegisterFile(int indexBits, int... writable) {
        this.indexBits = indexBits;
        this.writable = writable;
        this.values = new int[writable.length];
    }

    int index() {
        return index;
    }

    void select(int value) {
        index = value & indexBits;
    }

    /** The register that the index selects. */
    int read() {
        return index < values.length ? values[index] : 0;
    }

    /** Writes the register that the index selects. */
    void write(int value) {
        if (index < values.length) {
            values[index] = value & writable[index];
        }
    }

    int get(int register) {
        return values[register];
    }

    /** Whether one of the bits of {@code mask} is set in {@code register}. */
    boolean has(int register, int mask) {
        return (values[register] & mask) != 0;
    }

    /** The state of a set of {@code count} registers that are all zero. */
    static State cleared(int count) {
        return new State(0, new byte[count]);
    }

    State save() {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new State(index, bytes);
    }

    /** Takes over a state; bits that no register has are dropped, registers that it lacks are zero. */
    void restore(State state) {
        Arrays.fill(values, 0);
        for (int i = 0; i < Math.min(values.length, state.values.length); i++) {
            values[i] = state.values[i] & writable[i];
        }
        select(state.index);
    }
}
