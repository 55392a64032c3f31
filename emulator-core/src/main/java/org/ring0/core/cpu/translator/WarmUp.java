package org.ring0.core.cpu.translator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.ring0.core.cpu.region.TranslatedRegion;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.time.HostClock;

/**
 * Holds new regions back until HotSpot has compiled them: its bytecode interpreter is some ten times slower at them than ours
 * at the guest's code. HotSpot compiles what is called often; so the translator's thread calls them, with a state that belongs
 * to no machine and an entry that they do not have, and finds out from the time that a call takes whether it has been done.
 */
final class WarmUp {
    /** HotSpot's threshold (-XX:Tier3InvocationThreshold), rounded up to where it looks (-XX:Tier0InvokeNotifyFreqLog). */
    private static final int CALLS = 256;
    /** So many calls are timed together. */
    private static final int SAMPLE = 16;
    /** So much faster is compiled code at least, and so little is what else there is in a call. */
    private static final int GAIN = 4;

    private static final int NO_ENTRY = -1;
    /** A JVM may do without a compiler, or have too much to do for it. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final Deque<Candidate> candidates = new ArrayDeque<>();
    private final CpuState nobody = new CpuState();
    private final LongSupplier nanos;

    WarmUp() {
        this(new HostClock()::nanos);
    }

    /** @param nanos a clock */
    WarmUp(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private final class Candidate {
        final TranslatedRegion translated;
        final long since = nanos.getAsLong();
        final long interpreted;

        Candidate(TranslatedRegion translated) {
            this.translated = translated;
            // The first call resolves what the code names, which takes as long as a hundred; and no sample is sure.
            call(1);
            interpreted = Math.min(call(SAMPLE), call(SAMPLE));
            call(CALLS);
        }

        /** Calls the region so often, and tells how many nanoseconds that took. */
        long call(int times) {
            long began = nanos.getAsLong();
            for (int n = 0; n < times; n++) {
                translated.region().run(nobody, NO_ENTRY);
            }
            return nanos.getAsLong() - began;
        }

        boolean isReady() {
            boolean isReady = call(SAMPLE) * GAIN < interpreted || nanos.getAsLong() - since > PATIENCE_NANOS;
            if (!isReady) {
                // HotSpot raises its threshold while much is waiting.
                call(CALLS);
            }
            return isReady;
        }
    }

    /** Takes a region whose code is not compiled yet. */
    void add(TranslatedRegion region) {
        candidates.add(new Candidate(region));
    }

    /** Whether it waits for nothing. */
    boolean isIdle() {
        return candidates.isEmpty();
    }

    /** Gives away the regions that have become ready. */
    void poll(Consumer<TranslatedRegion> ready) {
        candidates.removeIf(candidate -> {
            boolean isReady = candidate.isReady();
            if (isReady) {
                ready.accept(candidate.translated);
            }
            return isReady;
        });
    }
}
