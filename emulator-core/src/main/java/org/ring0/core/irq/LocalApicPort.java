package org.ring0.core.irq;

/**
 * What a CPU sees of the local APIC beside it, interrupts aside: the model-specific registers that lead to it (SDM Vol. 3A,
 * chapter "APIC": IA32_APIC_BASE 1Bh, IA32_TSC_DEADLINE 6E0h, the x2APIC's 800h to 8FFh), and what CPUID tells of it.
 */
public interface LocalApicPort {
    /** Whether CPUID shows an APIC: it is enabled in IA32_APIC_BASE. */
    boolean isEnabled();

    /** The APIC ID that CPUID tells, which software cannot change. */
    int initialId();

    /** Whether RDMSR of this register is allowed now; if not, it is a general-protection fault. */
    boolean canRead(int register);

    /** RDMSR, after {@link #canRead}. */
    long read(int register);

    /** WRMSR; returns false, with nothing changed, where that is a general-protection fault. */
    boolean write(int register, long value);

    /** The task priority class, 0 to 15: TPR[7:4], which MOV from CR8 reads (SDM Vol. 3A, "Interrupt Priorities and CR8"). */
    int taskPriority();

    /** MOV to CR8: {@code priority}, 0 to 15, becomes TPR[7:4], and TPR[3:0] zero. */
    void setTaskPriority(int priority);

    /** Whether a pin of an APIC is set to make an NMI, which reaches a CPU that has its interrupts disabled. */
    boolean maySendNmi();

    /** The time-stamp counter was written: what waits for a value of it waits for another moment now. */
    void timeStampChanged();
}
