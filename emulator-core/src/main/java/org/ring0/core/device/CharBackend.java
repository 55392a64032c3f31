package org.ring0.core.device;

/** The host's end of a serial line or a debug port: bytes out; bytes in arrive through the device's receive method. */
@FunctionalInterface
public interface CharBackend {
    /** Swallows everything. */
    CharBackend NULL = value -> {};

    /** Takes one byte (0 to 255) that the guest sent. Errors of the host are the back end's to report. */
    void send(int value);
}
