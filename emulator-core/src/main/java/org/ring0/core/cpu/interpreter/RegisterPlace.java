package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.isa.Registers;

/** A general register in a given width. */
final class RegisterPlace extends Place {
    private final long[] gpr;
    private final int number;
    private final int size;

    RegisterPlace(long[] gpr, int number, int size) {
        this.gpr = gpr;
        this.number = number;
        this.size = size;
    }

    @Override
    long read() {
        return Registers.read(gpr, number, size);
    }

    @Override
    void write(long value) {
        Registers.write(gpr, number, value, size);
    }
}
