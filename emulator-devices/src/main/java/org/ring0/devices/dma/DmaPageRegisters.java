package org.ring0.devices.dma;

import org.ring0.core.device.CharBackend;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;

/**
 * The DMA page registers of the PC/AT, a 74LS612 of which eight registers are wired to channels: address bits 16 to 23 of a
 * transfer. Manual: IBM PC/AT technical reference; Intel 290550-002 (82371SB), section 2.5.1.
 *
 * <p>Sixteen ports (80h to 8Fh on a PC), all of which can be read back. The one at offset 0 belongs to no channel: firmware
 * writes its progress there, and old drivers any value, to pass the time.
 */
public final class DmaPageRegisters implements Device<DmaPageRegisters.State>, IoDevice {
    private static final int REGISTERS = 16;
    private static final int POST_CODE = 0;
    /** The register of each channel; channel 4 is the cascade, whose register the AT used for refresh. */
    private static final int[] OF_CHANNEL = {7, 3, 1, 2, 15, 11, 9, 10};

    /** @param pages the sixteen registers */
    public record State(byte[] pages) {
        public static final State POWER_ON = new State(new byte[REGISTERS]);
    }

    private final CharBackend postCodes;
    private final byte[] pages = new byte[REGISTERS];

    /** @param postCodes sees what is written to the register at offset 0 */
    public DmaPageRegisters(CharBackend postCodes) {
        this.postCodes = postCodes;
    }

    /** Address bits 16 to 23 for a channel, 0 to 7; the upper controller ignores bit 16. */
    public int page(int channel) {
        return pages[OF_CHANNEL[channel]] & 0xff;
    }

    @Override
    public int read(int offset) {
        return pages[offset] & 0xff;
    }

    @Override
    public void write(int offset, int value) {
        pages[offset] = (byte) value;
        if (offset == POST_CODE) {
            postCodes.send(value);
        }
    }

    @Override
    public State save() {
        return new State(pages.clone());
    }

    @Override
    public void restore(State state) {
        System.arraycopy(state.pages, 0, pages, 0, Math.min(REGISTERS, state.pages.length));
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }
}
