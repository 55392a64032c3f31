package org.ring0.devices.interrupt;

/** What a local APIC does to its CPU apart from INTR, and what it needs to know of it. */
public interface CpuPins {
    /** A non-maskable interrupt. */
    void nmi();

    /** INIT: after the present instruction. */
    void init();

    /** A start-up IPI: a CPU that waits for one since INIT begins in real mode at {@code page} times 1000h, others ignore it. */
    void startUp(int page);

    /** What the time-stamp counter reads more than the machine's clock. */
    long timeStampOffset();
}
