package org.ring0.core.cpu.region;

import java.util.Set;
import org.ring0.core.cpu.EngineStatistics;

/** Translates hot code. When a translation becomes ready cannot be seen by the guest. */
public interface RegionCompiler {
    /**
     * Asks for a translation; the compiler may refuse when it has too much to do.
     *
     * @return offsets of blocks that the region will have, so that nobody need ask for them; null if it was refused
     */
    Set<Integer> request(RegionRequest request);

    /** How often a block is interpreted before it is worth a request, at least 1. */
    int threshold();

    /** How good the first translation of some code is to be. */
    Effort effort();

    /** What a {@link Effort#QUICK} translation executes before it is worth a thorough one, in cycles. */
    long allowance();

    /** A translation that has become ready since, or null. */
    TranslatedRegion poll();

    /** What has been done so far. */
    default EngineStatistics.Translation statistics() {
        return EngineStatistics.Translation.NONE;
    }

    /** Gives back what the compiler holds on the host, such as threads. */
    default void close() {}
}
