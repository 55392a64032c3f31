package org.ring0.core.cpu.model;

import java.nio.charset.StandardCharsets;

/** What CPUID tells of a model (SDM Vol. 2A, CPUID), apart from what depends on a CPU's state. */
public final class Cpuid {
    /** Family, model and features. */
    public static final int FEATURES = 1;

    private static final int EXTENDED = 0x8000_0000;
    private static final int EXTENDED_LEAVES = EXTENDED + 8;
    /** EBX of leaf 1: CLFLUSH works on lines of 8 quadwords. */
    private static final int CLFLUSH_LINE = 8 << 8;

    private Cpuid() {}

    /** What CPUID puts into EAX, EBX, ECX and EDX. */
    public record Leaf(int eax, int ebx, int ecx, int edx) {
        static final Leaf ZERO = new Leaf(0, 0, 0, 0);
    }

    /** The answer to a leaf; above the highest one, that of the highest standard leaf, as Intel's CPUs do. */
    public static Leaf leaf(CpuModel model, int number, int subleaf) {
        return number < 0 && hasExtended(model)
                ? extended(model, number)
                : standard(
                        model,
                        Integer.compareUnsigned(number, model.standardLeaves()) <= 0 ? number : model.standardLeaves());
    }

    /** Extended leaves came with the features that they tell. */
    private static boolean hasExtended(CpuModel model) {
        return (model.features().word(FeatureWord.EXTENDED_1_ECX)
                        | model.features().word(FeatureWord.EXTENDED_1_EDX))
                != 0;
    }

    private static Leaf standard(CpuModel model, int number) {
        FeatureSet features = model.features();
        String vendor = model.vendor();
        return switch (number) {
            case 0 -> new Leaf(model.standardLeaves(), text(vendor, 0), text(vendor, 8), text(vendor, 4));
            case FEATURES ->
                new Leaf(
                        model.signature(),
                        model.has(Feature.CLFSH) ? CLFLUSH_LINE : 0,
                        features.word(FeatureWord.LEAF_1_ECX),
                        features.word(FeatureWord.LEAF_1_EDX));
            default -> caches();
        };
    }

    private static Leaf extended(CpuModel model, int number) {
        return switch (number) {
            case EXTENDED -> new Leaf(EXTENDED_LEAVES, 0, 0, 0);
            case EXTENDED + 1 ->
                new Leaf(
                        0,
                        0,
                        model.features().word(FeatureWord.EXTENDED_1_ECX),
                        model.features().word(FeatureWord.EXTENDED_1_EDX));
            case EXTENDED + 2, EXTENDED + 3, EXTENDED + 4 -> brand(model, (number - EXTENDED - 2) * 16);
            case EXTENDED + 5, EXTENDED + 6, EXTENDED + 7 -> Leaf.ZERO;
            case EXTENDED_LEAVES -> new Leaf(model.physicalBits() | 32 << 8, 0, 0, 0);
            default -> standard(model, model.standardLeaves());
        };
    }

    /** TLBs of 32 and 64 entries, caches of 16 and 16 KiB, a second level of 512 KiB: the descriptors of leaf 2. */
    private static Leaf caches() {
        return new Leaf(0x0302_0101, 0, 0, 0x0c04_0843);
    }

    private static Leaf brand(CpuModel model, int from) {
        String brand = model.brand();
        return new Leaf(text(brand, from), text(brand, from + 4), text(brand, from + 8), text(brand, from + 12));
    }

    /** Four characters, the first in the lowest byte, zeros behind the end. */
    private static int text(String text, int from) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int value = 0;
        for (int n = 0; n < 4 && from + n < bytes.length; n++) {
            value |= (bytes[from + n] & 0xff) << 8 * n;
        }
        return value;
    }
}
