package org.ring0.core.cpu.state;

/**
 * Where RDRAND and RDSEED get their numbers (SDM Vol. 1, 7.3.17): a sequence that follows from a seed, the same in every run
 * (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). Limits: never empty, and no
 * secret to anyone who knows the seed.
 */
public final class RandomNumbers {
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    /** Begins the sequence that belongs to a seed; a reset of the CPU goes on with it. */
    public void seed(long seed) {
        state = seed;
    }

    /** Where in its sequence it is: the seed that goes on from here. */
    public long state() {
        return state;
    }

    public long next() {
        state += STEP;
        long z = (state ^ state >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}
