package org.ring0.core.cpu.model;

import java.util.List;
import java.util.Optional;

/**
 * A CPU as it can be bought: what needs a feature that the model lacks is undefined on it. {@link Cpuid} is how it speaks.
 *
 * @param name what users call it
 * @param signature family, model and stepping: EAX of leaf 1, and EDX after reset
 * @param vendor twelve characters
 * @param brand at most 47 characters; the model's words for people too
 * @param standardLeaves the highest standard leaf
 * @param features what it has, whatever its state
 * @param physicalBits the width of physical addresses
 */
public record CpuModel(
        String name,
        int signature,
        String vendor,
        String brand,
        int standardLeaves,
        FeatureSet features,
        int physicalBits) {

    private static final String INTEL = "GenuineIntel";
    private static final FeatureSet OF_486 = FeatureSet.of(Feature.FPU, Feature.VME, Feature.PSE);
    private static final FeatureSet OF_PENTIUM =
            OF_486.with(Feature.DE, Feature.TSC, Feature.MSR, Feature.MCE, Feature.CX8, Feature.MMX);
    private static final FeatureSet OF_P6 = OF_PENTIUM.with(
            Feature.PAE,
            Feature.SEP,
            Feature.MTRR,
            Feature.PGE,
            Feature.MCA,
            Feature.CMOV,
            Feature.PAT,
            Feature.PSE36,
            Feature.FXSR);
    private static final FeatureSet OF_MAX32 = OF_P6.with(
            Feature.CLFSH,
            Feature.SSE,
            Feature.SSE2,
            Feature.SSE3,
            Feature.SSSE3,
            Feature.SSE4_1,
            Feature.SSE4_2,
            Feature.AES,
            Feature.PCLMULQDQ,
            Feature.SHA,
            Feature.POPCNT,
            Feature.NX);

    /** An enhanced 486DX4 (family 4, model 8): the last one, with CPUID. */
    public static final CpuModel I486 = new CpuModel("486", 0x480, INTEL, "ring0 486DX4 processor", 1, OF_486, 32);

    /** A Pentium with MMX (family 5, model 4). */
    public static final CpuModel PENTIUM =
            new CpuModel("pentium", 0x543, INTEL, "ring0 Pentium MMX processor", 1, OF_PENTIUM, 32);

    /** A P6 family CPU of the Pentium II's generation (family 6, model 5), with the NX bit of later ones. */
    public static final CpuModel P6 =
            new CpuModel("p6", 0x652, INTEL, "ring0 P6 family processor", 2, OF_P6.with(Feature.NX), 36);

    /** A Pentium III (family 6, model 8), without its serial number. */
    public static final CpuModel PENTIUM3 =
            new CpuModel("pentium3", 0x686, INTEL, "ring0 Pentium III processor", 2, OF_P6.with(Feature.SSE), 36);

    /** Everything that is implemented for 32-bit code, in a CPU of the last 32-bit generation (family 6, model 14). */
    public static final CpuModel MAX32 = new CpuModel("max32", 0x6e8, INTEL, "ring0 32-bit processor", 2, OF_MAX32, 36);

    /** All models, the oldest first. */
    public static final List<CpuModel> ALL = List.of(I486, PENTIUM, P6, PENTIUM3, MAX32);

    /** The model that users call so. */
    public static Optional<CpuModel> named(String name) {
        return ALL.stream().filter(model -> model.name.equals(name)).findFirst();
    }

    public boolean has(Feature feature) {
        return features.has(feature);
    }

    /** The bits of CR4 that may be set. */
    public long cr4() {
        return ControlRegisterBits.cr4(features);
    }

    /** The bits of MXCSR that may be set: DAZ came with SSE2. */
    public int mxcsrMask() {
        return has(Feature.SSE2) ? 0xffff : 0xffbf;
    }
}
