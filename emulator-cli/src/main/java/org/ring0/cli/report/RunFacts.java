package org.ring0.cli.report;

import java.util.function.Supplier;

/**
 * What reports tell about a run.
 *
 * @param name what was run
 * @param verdict how it ended
 * @param machine what it was run on
 * @param instructions guest instructions that were executed
 * @param guestNanos guest time that passed, idle time too
 * @param hostNanos time of the host that the run took
 * @param digest computes the hash over the machine's state at the end, all of its memory included; null if that is not known
 * @param engine what executed it
 * @param seed the seed that was given
 * @param serialTail the end of what COM1 printed
 * @param screenshot where the picture of the screen is, or null
 * @param findings what the guest was doing at the end, or null
 * @param statistics further figures by name
 */
public record RunFacts(
        String name,
        Verdict verdict,
        MachineFacts machine,
        long instructions,
        long guestNanos,
        long hostNanos,
        Supplier<String> digest,
        String engine,
        long seed,
        String serialTail,
        String screenshot,
        Findings findings,
        RunStatistics statistics) {}
