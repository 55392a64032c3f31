package org.ring0.core.cpu.model;

import java.util.List;
import java.util.Optional;
import org.ring0.core.cpu.state.ControlBits;

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
    /** What every CPU with Intel 64 has. */
    private static final FeatureSet OF_INTEL64 = OF_P6.with(
            Feature.CLFSH,
            Feature.SSE,
            Feature.SSE2,
            Feature.SSE3,
            Feature.CMPXCHG16B,
            Feature.LM,
            Feature.SYSCALL,
            Feature.LAHF64,
            Feature.NX,
            Feature.INVARIANT_TSC);
    /** The psABI's x86-64-v2, and RDTSCP, which is as old. */
    private static final FeatureSet OF_V2 =
            OF_INTEL64.with(Feature.SSSE3, Feature.SSE4_1, Feature.SSE4_2, Feature.POPCNT, Feature.RDTSCP);

    private static final FeatureSet OF_MAX = OF_V2.with(
            Feature.AES,
            Feature.PCLMULQDQ,
            Feature.SHA,
            Feature.LZCNT,
            Feature.BMI1,
            Feature.BMI2,
            Feature.ADX,
            Feature.MOVBE,
            Feature.RDRAND,
            Feature.RDSEED,
            Feature.RDPID,
            Feature.PREFETCHW,
            Feature.CLFLUSHOPT,
            Feature.CLWB,
            Feature.XSAVE,
            Feature.XSAVEOPT,
            Feature.XSAVEC,
            Feature.XGETBV1,
            Feature.FSGSBASE,
            Feature.PCID,
            Feature.INVPCID,
            Feature.PAGE1GB,
            Feature.SMEP,
            Feature.SMAP,
            Feature.UMIP,
            Feature.X2APIC,
            Feature.TSC_DEADLINE);
    private static final FeatureSet OF_MAX32 = OF_MAX.without(
            Feature.CMPXCHG16B,
            Feature.LM,
            Feature.SYSCALL,
            Feature.LAHF64,
            Feature.FSGSBASE,
            Feature.PCID,
            Feature.INVPCID,
            Feature.PAGE1GB);

    /**
     * Of an Atom (family 6, model 28), with and without Intel 64: in order and without speculation, so that systems take no
     * measures against leaks that we cannot have.
     */
    private static final int ATOM = 0x106ca;

    /** The highest leaf of models that tell of XSAVE. */
    private static final int LEAVES = 0xd;

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

    /** Everything that is implemented for 32-bit code. */
    public static final CpuModel MAX32 =
            new CpuModel("max32", ATOM, INTEL, "ring0 32-bit processor", LEAVES, OF_MAX32, 36);

    /** The least that 64-bit systems ask for: what QEMU's model of this name has. */
    public static final CpuModel QEMU64 =
            new CpuModel("qemu64", ATOM, INTEL, "ring0 64-bit processor", LEAVES, OF_INTEL64, 40);

    /** What most 64-bit distributions of today ask for at most. */
    public static final CpuModel X86_64_V2 =
            new CpuModel("x86-64-v2", ATOM, INTEL, "ring0 x86-64-v2 processor", LEAVES, OF_V2, 40);

    /** Everything that is implemented. */
    public static final CpuModel MAX = new CpuModel("max", ATOM, INTEL, "ring0 processor", LEAVES, OF_MAX, 40);

    /** All models, the oldest first. */
    public static final List<CpuModel> ALL = List.of(I486, PENTIUM, P6, PENTIUM3, MAX32, QEMU64, X86_64_V2, MAX);

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

    /** The bits of XCR0 that may be set. */
    public long xcr0() {
        return ControlBits.XCR0_X87 | (has(Feature.SSE) ? ControlBits.XCR0_SSE : 0);
    }

    /** The bits of MXCSR that may be set: DAZ came with SSE2. */
    public int mxcsrMask() {
        return has(Feature.SSE2) ? 0xffff : 0xffbf;
    }
}
