package org.ring0.core.memory;

/** Is told of a CPU's accesses to devices in memory after they have happened; for people and tests, no part of the machine. */
public interface MmioObserver {
    /** {@code size} (1, 2, 4 or 8) bytes were read at a bus address. */
    default void read(long physical, long value, int size) {}

    /** {@code size} (1, 2, 4 or 8) bytes were written at a bus address. */
    default void written(long physical, long value, int size) {}
}
