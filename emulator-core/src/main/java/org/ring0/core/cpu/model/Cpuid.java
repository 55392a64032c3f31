package org.ring0.core.cpu.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ring0.core.cpu.state.LinearAddress;

/** What CPUID tells of a model (SDM Vol. 2A, CPUID), apart from what depends on a CPU's state. */
public final class Cpuid {
    /** Family, model and features. */
    public static final int FEATURES = 1;

    /** The x2APIC's ID, and what shares a package with it. */
    public static final int TOPOLOGY = 0xb;

    /** The features that came with Intel 64. */
    public static final int EXTENDED_FEATURES = 0x8000_0001;

    private static final int DESCRIPTORS = 2;
    private static final int CACHES = 4;
    private static final int MORE_FEATURES = 7;
    private static final int EXTENDED_STATE = 0xd;
    private static final int EXTENDED = 0x8000_0000;
    private static final int EXTENDED_LEAVES = EXTENDED + 8;
    /** EBX of leaf 1: CLFLUSH works on lines of 8 quadwords. */
    private static final int CLFLUSH_LINE = 8 << 8;

    /** TLBs of 32 and 64 entries, caches of 16 and 16 KiB, a second level of 512 KiB: the descriptors of leaf 2. */
    private static final Leaf DESCRIPTORS_WITH_CACHES = new Leaf(0x0302_0101, 0, 0, 0x0c04_0843);

    /** The same TLBs; leaf 4 tells of the caches. */
    private static final Leaf DESCRIPTORS_OF_TLBS = new Leaf(0x0302_0101, 0, 0, 0x04ff);

    /** 32 KiB of data and of instructions, 512 KiB behind them. */
    private static final List<Leaf> CACHE_LEAVES =
            List.of(cache(1, 1, 8, 64), cache(2, 1, 8, 64), cache(3, 2, 8, 1024));

    /** 512 KiB, 8 ways, lines of 64 bytes: ECX of leaf 80000006h. */
    private static final int SECOND_LEVEL = 512 << 16 | 6 << 12 | 64;

    /** The legacy region and the header of XSAVE. */
    private static final int XSAVE_AREA = 576;

    private Cpuid() {}

    /** What CPUID puts into EAX, EBX, ECX and EDX. */
    public record Leaf(int eax, int ebx, int ecx, int edx) {
        public static final Leaf ZERO = new Leaf(0, 0, 0, 0);
    }

    /** The answer to a leaf; above the highest one, that of the highest standard leaf, as Intel's CPUs do. */
    public static Leaf leaf(CpuModel model, int number, int subleaf) {
        if (number < 0 && hasExtended(model)) {
            return extended(model, number);
        }
        boolean exists = Integer.compareUnsigned(number, model.standardLeaves()) <= 0;
        return standard(model, exists ? number : model.standardLeaves(), subleaf);
    }

    /** Extended leaves came with the features that they tell. */
    private static boolean hasExtended(CpuModel model) {
        return (model.features().word(FeatureWord.EXTENDED_1_ECX)
                        | model.features().word(FeatureWord.EXTENDED_1_EDX))
                != 0;
    }

    private static Leaf standard(CpuModel model, int number, int subleaf) {
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
            case DESCRIPTORS -> model.standardLeaves() < CACHES ? DESCRIPTORS_WITH_CACHES : DESCRIPTORS_OF_TLBS;
            case CACHES -> subleaf >= 0 && subleaf < CACHE_LEAVES.size() ? CACHE_LEAVES.get(subleaf) : Leaf.ZERO;
            case MORE_FEATURES -> subleaf == 0 ? moreFeatures(features) : Leaf.ZERO;
            case TOPOLOGY -> model.has(Feature.X2APIC) ? topology(subleaf) : Leaf.ZERO;
            case EXTENDED_STATE -> extendedState(model, subleaf);
            default -> Leaf.ZERO;
        };
    }

    private static Leaf moreFeatures(FeatureSet features) {
        return new Leaf(
                0,
                features.word(FeatureWord.LEAF_7_EBX),
                features.word(FeatureWord.LEAF_7_ECX),
                features.word(FeatureWord.LEAF_7_EDX));
    }

    /** One thread in one core: no bit of the ID to shift out at either level. */
    private static Leaf topology(int subleaf) {
        boolean isLevel = subleaf >= 0 && subleaf < 2;
        int type = isLevel ? subleaf + 1 << 8 : 0;
        return new Leaf(0, isLevel ? 1 : 0, subleaf & 0xff | type, 0);
    }

    /** The area of x87 and SSE is as large whatever XCR0 says. */
    private static Leaf extendedState(CpuModel model, int subleaf) {
        if (!model.has(Feature.XSAVE)) {
            return Leaf.ZERO;
        }
        return switch (subleaf) {
            case 0 -> new Leaf((int) model.xcr0(), XSAVE_AREA, XSAVE_AREA, 0);
            case 1 -> new Leaf(model.features().word(FeatureWord.LEAF_D_1_EAX), XSAVE_AREA, 0, 0);
            default -> Leaf.ZERO;
        };
    }

    private static Leaf extended(CpuModel model, int number) {
        FeatureSet features = model.features();
        return switch (number) {
            case EXTENDED -> new Leaf(EXTENDED_LEAVES, 0, 0, 0);
            case EXTENDED_FEATURES ->
                new Leaf(0, 0, features.word(FeatureWord.EXTENDED_1_ECX), features.word(FeatureWord.EXTENDED_1_EDX));
            case EXTENDED + 2, EXTENDED + 3, EXTENDED + 4 -> brand(model, (number - EXTENDED - 2) * 16);
            case EXTENDED + 5 -> Leaf.ZERO;
            case EXTENDED + 6 -> new Leaf(0, 0, model.standardLeaves() < CACHES ? 0 : SECOND_LEVEL, 0);
            case EXTENDED + 7 -> new Leaf(0, 0, 0, features.word(FeatureWord.EXTENDED_7_EDX));
            case EXTENDED_LEAVES -> new Leaf(model.physicalBits() | linearBits(model) << 8, 0, 0, 0);
            default -> standard(model, model.standardLeaves(), 0);
        };
    }

    private static int linearBits(CpuModel model) {
        return model.has(Feature.LM) ? LinearAddress.BITS : 32;
    }

    /** Leaf 4: caches with lines of 64 bytes, of one core (SDM Vol. 2A, CPUID). */
    private static Leaf cache(int type, int level, int ways, int sets) {
        int selfInitializing = 1 << 8;
        return new Leaf(type | level << 5 | selfInitializing, 63 | ways - 1 << 22, sets - 1, 0);
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
