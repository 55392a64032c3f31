package org.ring0.core.device;

/**
 * A device's side of an ISA DMA channel: what DREQ, DACK and TC carry. The controller moves data only while its channel is
 * unmasked and programmed for that direction; the device learns from the count how far it came.
 */
public interface DmaChannel {
    /** Memory to device: fills up to {@code length} bytes of {@code buffer}; returns how many were moved, 0 if masked. */
    int read(byte[] buffer, int offset, int length);

    /** Device to memory: takes up to {@code length} bytes of {@code buffer}; returns how many were moved, 0 if masked. */
    int write(byte[] buffer, int offset, int length);

    /** Whether the last transfer reached the channel's terminal count. */
    boolean terminalCount();
}
