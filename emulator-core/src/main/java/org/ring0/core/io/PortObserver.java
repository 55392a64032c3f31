package org.ring0.core.io;

/** Is told of accesses to ports after they have happened; for people and tests, no part of the machine. */
public interface PortObserver {
    /** {@code size} (1, 2 or 4) bytes were read. */
    default void read(int port, int value, int size) {}

    /** {@code size} (1, 2 or 4) bytes were written. */
    default void written(int port, int value, int size) {}
}
