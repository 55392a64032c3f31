package org.ring0.core.cpu.model;

import static org.ring0.core.cpu.model.FeatureWord.EXTENDED_1_ECX;
import static org.ring0.core.cpu.model.FeatureWord.EXTENDED_1_EDX;
import static org.ring0.core.cpu.model.FeatureWord.EXTENDED_7_EDX;
import static org.ring0.core.cpu.model.FeatureWord.LEAF_1_ECX;
import static org.ring0.core.cpu.model.FeatureWord.LEAF_1_EDX;
import static org.ring0.core.cpu.model.FeatureWord.LEAF_7_EBX;
import static org.ring0.core.cpu.model.FeatureWord.LEAF_7_ECX;
import static org.ring0.core.cpu.model.FeatureWord.LEAF_D_1_EAX;

/**
 * A feature by its name in the SDM, and where CPUID tells it. One that is here can be spoken of; that it works says the model
 * that has it.
 */
public enum Feature {
    FPU(LEAF_1_EDX, 0),
    VME(LEAF_1_EDX, 1),
    DE(LEAF_1_EDX, 2),
    PSE(LEAF_1_EDX, 3),
    TSC(LEAF_1_EDX, 4),
    MSR(LEAF_1_EDX, 5),
    PAE(LEAF_1_EDX, 6),
    MCE(LEAF_1_EDX, 7),
    CX8(LEAF_1_EDX, 8),
    /** In no model: CPUID tells it while a local APIC is connected and enabled. */
    APIC(LEAF_1_EDX, 9),
    SEP(LEAF_1_EDX, 11),
    MTRR(LEAF_1_EDX, 12),
    PGE(LEAF_1_EDX, 13),
    MCA(LEAF_1_EDX, 14),
    CMOV(LEAF_1_EDX, 15),
    PAT(LEAF_1_EDX, 16),
    PSE36(LEAF_1_EDX, 17),
    CLFSH(LEAF_1_EDX, 19),
    MMX(LEAF_1_EDX, 23),
    FXSR(LEAF_1_EDX, 24),
    SSE(LEAF_1_EDX, 25),
    SSE2(LEAF_1_EDX, 26),

    SSE3(LEAF_1_ECX, 0),
    PCLMULQDQ(LEAF_1_ECX, 1),
    SSSE3(LEAF_1_ECX, 9),
    CMPXCHG16B(LEAF_1_ECX, 13),
    PCID(LEAF_1_ECX, 17),
    SSE4_1(LEAF_1_ECX, 19),
    SSE4_2(LEAF_1_ECX, 20),
    /** CPUID tells it only where there is a local APIC. */
    X2APIC(LEAF_1_ECX, 21),
    MOVBE(LEAF_1_ECX, 22),
    POPCNT(LEAF_1_ECX, 23),
    /** As {@link #X2APIC}. */
    TSC_DEADLINE(LEAF_1_ECX, 24),
    AES(LEAF_1_ECX, 25),
    XSAVE(LEAF_1_ECX, 26),
    /** In no model: CPUID tells it while CR4.OSXSAVE is set. */
    OSXSAVE(LEAF_1_ECX, 27),
    RDRAND(LEAF_1_ECX, 30),

    FSGSBASE(LEAF_7_EBX, 0),
    BMI1(LEAF_7_EBX, 3),
    SMEP(LEAF_7_EBX, 7),
    BMI2(LEAF_7_EBX, 8),
    INVPCID(LEAF_7_EBX, 10),
    RDSEED(LEAF_7_EBX, 18),
    ADX(LEAF_7_EBX, 19),
    SMAP(LEAF_7_EBX, 20),
    CLFLUSHOPT(LEAF_7_EBX, 23),
    CLWB(LEAF_7_EBX, 24),
    SHA(LEAF_7_EBX, 29),

    UMIP(LEAF_7_ECX, 2),
    RDPID(LEAF_7_ECX, 22),

    XSAVEOPT(LEAF_D_1_EAX, 0),
    XSAVEC(LEAF_D_1_EAX, 1),
    /** XGETBV with ECX = 1. */
    XGETBV1(LEAF_D_1_EAX, 2),

    /** LAHF and SAHF in 64-bit mode. */
    LAHF64(EXTENDED_1_ECX, 0),
    LZCNT(EXTENDED_1_ECX, 5),
    PREFETCHW(EXTENDED_1_ECX, 8),
    SYSCALL(EXTENDED_1_EDX, 11),
    /** The execute-disable bit. */
    NX(EXTENDED_1_EDX, 20),
    /** Pages of 1 GByte. */
    PAGE1GB(EXTENDED_1_EDX, 26),
    RDTSCP(EXTENDED_1_EDX, 27),
    /** Intel 64. */
    LM(EXTENDED_1_EDX, 29),
    INVARIANT_TSC(EXTENDED_7_EDX, 8);

    private final FeatureWord word;
    private final int bit;

    Feature(FeatureWord word, int bit) {
        this.word = word;
        this.bit = bit;
    }

    /** Where CPUID tells it. */
    public FeatureWord word() {
        return word;
    }

    /** Its bit of that register. */
    public int mask() {
        return 1 << bit;
    }
}
