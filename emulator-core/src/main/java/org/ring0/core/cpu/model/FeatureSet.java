package org.ring0.core.cpu.model;

import java.util.ArrayList;
import java.util.List;

/** Some features. Asking is cheap: every row of the opcode maps is compared with its CPU's set when code is decoded. */
public final class FeatureSet {
    public static final FeatureSet NONE = new FeatureSet(0, 0);
    public static final FeatureSet ALL = of(Feature.values());

    /** A bit for each of the first 64 features, by ordinal. */
    private final long low;

    private final long high;

    private FeatureSet(long low, long high) {
        this.low = low;
        this.high = high;
    }

    public static FeatureSet of(Feature... features) {
        long low = 0;
        long high = 0;
        for (Feature feature : features) {
            if (feature.ordinal() < Long.SIZE) {
                low |= 1L << feature.ordinal();
            } else {
                high |= 1L << feature.ordinal() - Long.SIZE;
            }
        }
        return new FeatureSet(low, high);
    }

    public FeatureSet with(Feature... more) {
        FeatureSet added = of(more);
        return new FeatureSet(low | added.low, high | added.high);
    }

    public FeatureSet without(Feature... fewer) {
        FeatureSet removed = of(fewer);
        return new FeatureSet(low & ~removed.low, high & ~removed.high);
    }

    public boolean has(Feature feature) {
        int ordinal = feature.ordinal();
        return ordinal < Long.SIZE ? (low >>> ordinal & 1) != 0 : (high >>> ordinal - Long.SIZE & 1) != 0;
    }

    /** Whether it has everything that the other one has. */
    public boolean hasAll(FeatureSet other) {
        return (other.low & ~low | other.high & ~high) == 0;
    }

    /** Its features, in the order of their names in {@link Feature}. */
    public List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            if (has(feature)) {
                features.add(feature);
            }
        }
        return features;
    }

    /** What CPUID tells of them in one register. */
    public int word(FeatureWord word) {
        int bits = 0;
        for (Feature feature : features()) {
            bits |= feature.word() == word ? feature.mask() : 0;
        }
        return bits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureSet set && set.low == low && set.high == high;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low) * 31 + Long.hashCode(high);
    }

    @Override
    public String toString() {
        return features().toString();
    }
}
