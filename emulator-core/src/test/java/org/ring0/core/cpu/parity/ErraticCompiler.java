package org.ring0.core.cpu.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.RegionCompiler;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.region.TranslatedRegion;

/**
 * A compiler whose answers come late, out of order or never, as a seed has it: what a background thread on a loaded host may
 * do, but repeatable.
 */
public final class ErraticCompiler implements RegionCompiler {
    private static final int LONGEST_DELAY = 40;

    private final RegionCompiler immediate;
    private final Random random;
    private final List<Late> late = new ArrayList<>();
    private Runnable flush = () -> {};
    private int flushOneIn = Integer.MAX_VALUE;

    /** A translation and how many polls it still waits for. */
    private record Late(TranslatedRegion region, int polls) {}

    /** @param immediate what translates: at once, on the caller's thread */
    public ErraticCompiler(RegionCompiler immediate, long seed) {
        this.immediate = immediate;
        random = new Random(seed);
    }

    /** From now on one poll in {@code oneIn} has all code forgotten, and ever fewer, so that a long run gets on. */
    public void flushing(Runnable forgetCode, int oneIn) {
        flush = forgetCode;
        flushOneIn = oneIn;
    }

    @Override
    public Set<Integer> request(RegionRequest request) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        Set<Integer> accepted = immediate.request(request);
        for (TranslatedRegion ready = immediate.poll(); ready != null; ready = immediate.poll()) {
            if (random.nextInt(16) != 0) {
                late.add(new Late(ready, random.nextInt(LONGEST_DELAY)));
            }
        }
        return accepted;
    }

    @Override
    public int threshold() {
        return immediate.threshold();
    }

    @Override
    public Effort effort() {
        return immediate.effort();
    }

    @Override
    public long allowance() {
        return immediate.allowance();
    }

    @Override
    public TranslatedRegion poll() {
        if (random.nextInt(flushOneIn) == 0) {
            flush.run();
            flushOneIn += flushOneIn / 8;
        }
        late.replaceAll(l -> new Late(l.region, l.polls - 1));
        for (int n = late.size() - 1; n >= 0; n--) {
            if (late.get(n).polls < 0) {
                return late.remove(n).region;
            }
        }
        return null;
    }

    @Override
    public void close() {
        immediate.close();
    }
}
