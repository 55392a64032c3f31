package org.ring0.core.lockstep;

import org.ring0.core.machine.Machine;

/** One of the two machines, with whatever its holder has around it. */
public interface Side extends AutoCloseable {
    /** What is special about it, in a word: its engine. */
    String name();

    Machine machine();

    /** Closes the machine. */
    @Override
    void close();
}
