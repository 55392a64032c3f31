package org.ring0.devices.storage.floppy;

import java.util.function.BooleanSupplier;
import org.ring0.core.device.DmaChannel;

/** The DMA pins behind the gate in the Digital Output register: closed, no request reaches the DMA controller. */
final class GatedDma implements DmaChannel {
    private final DmaChannel channel;
    private final BooleanSupplier open;

    GatedDma(DmaChannel channel, BooleanSupplier open) {
        this.channel = channel;
        this.open = open;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return open.getAsBoolean() ? channel.read(buffer, offset, length) : 0;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
        return open.getAsBoolean() ? channel.write(buffer, offset, length) : 0;
    }

    @Override
    public boolean terminalCount() {
        return channel.terminalCount();
    }
}
