package org.ring0.core.cpu.model;

/** A register in which CPUID tells features, a bit each (SDM Vol. 2A, CPUID). */
public enum FeatureWord {
    LEAF_1_ECX,
    LEAF_1_EDX,
    LEAF_7_EBX,
    LEAF_7_ECX,
    LEAF_7_EDX,
    /** Leaf 0Dh, sub-leaf 1. */
    LEAF_D_1_EAX,
    /** Leaf 80000001h. */
    EXTENDED_1_ECX,
    EXTENDED_1_EDX,
    /** Leaf 80000007h. */
    EXTENDED_7_EDX
}
