package org.ring0.core.cpu;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.ring0.core.cpu.state.ControlBits;

/**
 * What a CPU says it is (SDM Vol. 2A, CPUID), which control bits it has and which instructions: what needs a feature that the
 * model lacks is undefined on it. Features named here are implemented.
 *
 * @param name what users call it
 * @param signature family, model and stepping: EAX of leaf 1, and EDX after reset
 * @param vendor twelve characters
 * @param brand at most 47 characters; the model's words for people too
 * @param standardLeaves the highest standard leaf
 * @param features EDX of leaf 1, and ECX in the upper half
 * @param extendedFeatures EDX of leaf 80000001h; without any there are no extended leaves
 * @param physicalBits the width of physical addresses
 * @param cr4 the bits of CR4 that may be set
 */
public record CpuModel(
        String name,
        int signature,
        String vendor,
        String brand,
        int standardLeaves,
        long features,
        int extendedFeatures,
        int physicalBits,
        long cr4) {

    public static final int FPU = 1;
    public static final int VME = 1 << 1;
    public static final int DE = 1 << 2;
    public static final int PSE = 1 << 3;
    public static final int TSC = 1 << 4;
    public static final int MSR = 1 << 5;
    public static final int PAE = 1 << 6;
    public static final int MCE = 1 << 7;
    public static final int CX8 = 1 << 8;
    /** Not among a model's features: CPUID tells it while a local APIC is connected and enabled. */
    public static final int APIC = 1 << 9;

    public static final int SEP = 1 << 11;
    public static final int MTRR = 1 << 12;
    public static final int PGE = 1 << 13;
    public static final int MCA = 1 << 14;
    public static final int CMOV = 1 << 15;
    public static final int PAT = 1 << 16;
    public static final int PSE36 = 1 << 17;
    public static final int CLFSH = 1 << 19;
    public static final int MMX = 1 << 23;
    public static final int FXSR = 1 << 24;
    public static final int SSE = 1 << 25;
    public static final int SSE2 = 1 << 26;

    // In ECX of leaf 1
    public static final long SSE3 = 1L << 32;
    public static final long SSSE3 = 1L << 32 + 9;
    public static final long POPCNT = 1L << 32 + 23;

    /** Of the extended features. */
    public static final int NX = 1 << 20;

    private static final String INTEL = "GenuineIntel";
    private static final long CR4_OF_486 = ControlBits.CR4_VME | ControlBits.CR4_PVI | ControlBits.CR4_PSE;
    private static final long CR4_OF_PENTIUM =
            CR4_OF_486 | ControlBits.CR4_TSD | ControlBits.CR4_DE | ControlBits.CR4_MCE | ControlBits.CR4_PCE;
    private static final long CR4_OF_P6 = CR4_OF_PENTIUM
            | ControlBits.CR4_PAE
            | ControlBits.CR4_PGE
            | ControlBits.CR4_OSFXSR
            | ControlBits.CR4_OSXMMEXCPT;
    private static final long FEATURES_OF_486 = FPU | VME | PSE;
    private static final long FEATURES_OF_PENTIUM = FEATURES_OF_486 | DE | TSC | MSR | MCE | CX8 | MMX;
    private static final long FEATURES_OF_P6 =
            FEATURES_OF_PENTIUM | PAE | SEP | MTRR | PGE | MCA | CMOV | PAT | PSE36 | FXSR;

    /** An enhanced 486DX4 (family 4, model 8): the last one, with CPUID. */
    public static final CpuModel I486 =
            new CpuModel("486", 0x480, INTEL, "ring0 486DX4 processor", 1, FEATURES_OF_486, 0, 32, CR4_OF_486);

    /** A Pentium with MMX (family 5, model 4). */
    public static final CpuModel PENTIUM = new CpuModel(
            "pentium", 0x543, INTEL, "ring0 Pentium MMX processor", 1, FEATURES_OF_PENTIUM, 0, 32, CR4_OF_PENTIUM);

    /** A P6 family CPU of the Pentium II's generation (family 6, model 5), with the NX bit of later ones. */
    public static final CpuModel P6 =
            new CpuModel("p6", 0x652, INTEL, "ring0 P6 family processor", 2, FEATURES_OF_P6, NX, 36, CR4_OF_P6);

    /** A Pentium III (family 6, model 8), without its serial number. */
    public static final CpuModel PENTIUM3 = new CpuModel(
            "pentium3", 0x686, INTEL, "ring0 Pentium III processor", 2, FEATURES_OF_P6 | SSE, 0, 36, CR4_OF_P6);

    /** Everything that is implemented for 32-bit code, in a CPU of the last 32-bit generation (family 6, model 14). */
    public static final CpuModel MAX32 = new CpuModel(
            "max32",
            0x6e8,
            INTEL,
            "ring0 32-bit processor",
            2,
            FEATURES_OF_P6 | CLFSH | SSE | SSE2 | SSE3 | SSSE3 | POPCNT,
            NX,
            36,
            CR4_OF_P6);

    /** All models, the oldest first. */
    public static final List<CpuModel> ALL = List.of(I486, PENTIUM, P6, PENTIUM3, MAX32);

    /** EBX of leaf 1: CLFLUSH works on lines of 8 quadwords. */
    private static final int CLFLUSH_LINE = 8 << 8;

    private static final int EXTENDED = 0x8000_0000;
    private static final int EXTENDED_LEAVES = EXTENDED + 8;

    /** What CPUID puts into EAX, EBX, ECX and EDX. */
    public record Leaf(int eax, int ebx, int ecx, int edx) {}

    /** The answer to a leaf; above the highest one, that of the highest standard leaf, as Intel's CPUs do. */
    public Leaf leaf(int number) {
        boolean exists = number < 0 ? extendedFeatures != 0 : number <= standardLeaves;
        return switch (exists ? number : standardLeaves) {
            case 0 -> new Leaf(standardLeaves, text(vendor, 0), text(vendor, 8), text(vendor, 4));
            case 1 -> new Leaf(signature, has(CLFSH) ? CLFLUSH_LINE : 0, (int) (features >>> 32), (int) features);
            case EXTENDED -> new Leaf(EXTENDED_LEAVES, 0, 0, 0);
            case EXTENDED + 1 -> new Leaf(0, 0, 0, extendedFeatures);
            case EXTENDED + 2, EXTENDED + 3, EXTENDED + 4 -> brand((number - EXTENDED - 2) * 16);
            case EXTENDED + 5, EXTENDED + 6, EXTENDED + 7 -> new Leaf(0, 0, 0, 0);
            case EXTENDED_LEAVES -> new Leaf(physicalBits | 32 << 8, 0, 0, 0);
            default -> caches();
        };
    }

    /** The model that users call so. */
    public static Optional<CpuModel> named(String name) {
        return ALL.stream().filter(model -> model.name.equals(name)).findFirst();
    }

    /** Whether it has all of some features of leaf 1. */
    public boolean has(long feature) {
        return (features & feature) == feature;
    }

    /** The bits of MXCSR that may be set: DAZ came with SSE2. */
    public int mxcsrMask() {
        return has(SSE2) ? 0xffff : 0xffbf;
    }

    /** TLBs of 32 and 64 entries, caches of 16 and 16 KiB, a second level of 512 KiB: the descriptors of leaf 2. */
    private static Leaf caches() {
        return new Leaf(0x0302_0101, 0, 0, 0x0c04_0843);
    }

    private Leaf brand(int from) {
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
