package org.ring0.core.cpu;

import java.nio.charset.StandardCharsets;
import org.ring0.core.cpu.state.ControlBits;

/**
 * What a CPU says it is (SDM Vol. 2A, CPUID) and which control bits it has. Features named here are implemented.
 *
 * @param signature family, model and stepping: EAX of leaf 1, and EDX after reset
 * @param vendor twelve characters
 * @param brand at most 47 characters
 * @param features EDX of leaf 1
 * @param extendedFeatures EDX of leaf 80000001h
 * @param physicalBits the width of physical addresses
 * @param cr4 the bits of CR4 that may be set
 */
public record CpuModel(
        int signature, String vendor, String brand, int features, int extendedFeatures, int physicalBits, long cr4) {

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
    public static final int MMX = 1 << 23;
    public static final int FXSR = 1 << 24;

    /** Of the extended features. */
    public static final int NX = 1 << 20;

    /** A P6 family CPU of the Pentium II's generation (family 6, model 5), with the NX bit of later ones. */
    public static final CpuModel P6 = new CpuModel(
            0x652,
            "GenuineIntel",
            "ring0 P6 family processor",
            FPU | VME | DE | PSE | TSC | MSR | PAE | MCE | CX8 | SEP | MTRR | PGE | MCA | CMOV | PAT | PSE36 | MMX
                    | FXSR,
            NX,
            36,
            ControlBits.CR4_VME
                    | ControlBits.CR4_PVI
                    | ControlBits.CR4_TSD
                    | ControlBits.CR4_DE
                    | ControlBits.CR4_PSE
                    | ControlBits.CR4_PAE
                    | ControlBits.CR4_MCE
                    | ControlBits.CR4_PGE
                    | ControlBits.CR4_PCE
                    | ControlBits.CR4_OSFXSR
                    | ControlBits.CR4_OSXMMEXCPT);

    private static final int STANDARD_LEAVES = 2;
    private static final int EXTENDED = 0x8000_0000;
    private static final int EXTENDED_LEAVES = EXTENDED + 8;

    /** What CPUID puts into EAX, EBX, ECX and EDX. */
    public record Leaf(int eax, int ebx, int ecx, int edx) {}

    /** The answer to a leaf; above the highest one, that of the highest standard leaf, as Intel's CPUs do. */
    public Leaf leaf(int number) {
        return switch (number) {
            case 0 -> new Leaf(STANDARD_LEAVES, text(vendor, 0), text(vendor, 8), text(vendor, 4));
            case 1 -> new Leaf(signature, 0, 0, features);
            case EXTENDED -> new Leaf(EXTENDED_LEAVES, 0, 0, 0);
            case EXTENDED + 1 -> new Leaf(0, 0, 0, extendedFeatures);
            case EXTENDED + 2, EXTENDED + 3, EXTENDED + 4 -> brand((number - EXTENDED - 2) * 16);
            case EXTENDED + 5, EXTENDED + 6, EXTENDED + 7 -> new Leaf(0, 0, 0, 0);
            case EXTENDED_LEAVES -> new Leaf(physicalBits | 32 << 8, 0, 0, 0);
            default -> caches();
        };
    }

    public boolean has(int feature) {
        return (features & feature) != 0;
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
