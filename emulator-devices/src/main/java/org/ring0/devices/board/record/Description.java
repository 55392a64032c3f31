package org.ring0.devices.board.record;

import java.util.List;
import org.ring0.core.snapshot.Fact;

/**
 * Of what machine a recording is, and where it begins.
 *
 * @param facts what must be true of a machine on which it is replayed
 * @param notes what the holder of the machine wants to find again
 * @param cycle where the clock was at the beginning
 * @param instructions how many there had been
 */
public record Description(List<Fact> facts, List<Fact> notes, long cycle, long instructions) {
    static final Description EMPTY = new Description(List.of(), List.of(), 0, 0);
}
