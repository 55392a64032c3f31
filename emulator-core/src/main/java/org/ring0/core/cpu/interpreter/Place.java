package org.ring0.core.cpu.interpreter;

/** An operand bound to one CPU: a register, memory or a constant. Values are zero-extended from the operand's width. */
abstract class Place {
    abstract long read();

    /** Reads a destination that will be written: memory faults as a write would. */
    long readForUpdate() {
        return read();
    }

    abstract void write(long value);

    /** An immediate. */
    static final class Constant extends Place {
        private final long value;

        Constant(long value) {
            this.value = value;
        }

        @Override
        long read() {
            return value;
        }

        @Override
        void write(long ignored) {
            throw new IllegalStateException("an immediate cannot be written");
        }
    }
}
