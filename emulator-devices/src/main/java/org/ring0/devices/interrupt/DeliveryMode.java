package org.ring0.devices.interrupt;

/** What an APIC message does at its destination (SDM Vol. 3A, "Interrupt Command Register"), in the order of the encodings. */
enum DeliveryMode {
    FIXED,
    LOWEST_PRIORITY,
    SMI,
    RESERVED,
    NMI,
    INIT,
    START_UP,
    EXTINT;

    private static final DeliveryMode[] BY_CODE = values();

    /** The mode in bits 10 to 8 of an interrupt command, a redirection entry or a local vector. */
    static DeliveryMode of(int register) {
        return BY_CODE[register >> 8 & 7];
    }
}
