package org.ring0.devices.platform;

import java.nio.ByteBuffer;
import java.util.Map;
import org.ring0.core.device.BusMemory;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;

/**
 * The firmware configuration device "fw_cfg": a selector (word at 0), a data port (byte at 1) and a DMA address (two
 * big-endian dwords at 4 and 8; the second starts the transfer). Source: docs/specs/fw_cfg of the QEMU project.
 *
 * <p>Limits: all items are read-only, so writes through DMA end with the error bit; one transfer moves at most what is left
 * of the item and 64 KiB of zeros after it, a longer one ends with the error bit after that.
 */
public final class FwCfg implements Device<FwCfg.State>, IoDevice {
    /** How many ports it takes; offsets 2 and 3 are nobody's. */
    public static final int PORTS = 12;

    private static final int SELECTOR = 0;
    private static final int DATA = 1;
    private static final int DMA_HIGH = 4;
    private static final int DMA_LOW = 8;
    private static final long DMA_SIGNATURE = 0x51454d5520434647L; // "QEMU CFG"

    private static final int CONTROL_ERROR = 1;
    private static final int CONTROL_READ = 1 << 1;
    private static final int CONTROL_SKIP = 1 << 2;
    private static final int CONTROL_SELECT = 1 << 3;
    private static final int CONTROL_WRITE = 1 << 4;
    private static final int COMMAND_BYTES = 16;
    private static final int MAX_PADDING = 0x1_0000;
    /** Bit 14 of a selector asks for writing, which changes nothing about what is read. */
    private static final int SELECTOR_MASK = 0xbfff;

    private static final byte[] NO_ITEM = {};

    private final BusMemory memory;
    private final Map<Integer, byte[]> items;
    private int selector;
    private byte[] item = NO_ITEM;
    private long position;
    private int dmaHigh;

    /**
     * @param selector the item selected
     * @param position the next byte of it
     * @param dmaHigh the upper half of the DMA address, until the lower one is written
     */
    public record State(int selector, long position, int dmaHigh) {
        public static final State POWER_ON = new State(0, 0, 0);
    }

    /**
     * @param memory for DMA
     * @param items what it has to tell
     */
    public FwCfg(BusMemory memory, FwCfgItems items) {
        this.memory = memory;
        this.items = items.bySelector();
        restore(State.POWER_ON);
    }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case DATA -> nextByte();
            case 4, 5, 6, 7, 8, 9, 10, 11 -> (int) (DMA_SIGNATURE >>> 8 * (11 - offset)) & 0xff;
            default -> 0xff;
        };
    }

    @Override
    public int read(int offset, int size) {
        if (offset == DATA) {
            int value = 0;
            for (int i = 0; i < size; i++) {
                value |= nextByte() << 8 * i;
            }
            return value;
        }
        return IoDevice.super.read(offset, size);
    }

    /** A byte at the data port is dropped: data has been read-only since the DMA interface came. */
    @Override
    public void write(int offset, int value) {}

    @Override
    public void write(int offset, int value, int size) {
        if (offset == SELECTOR && size == 2) {
            select(value);
        } else if (offset == DMA_HIGH && size == 4) {
            dmaHigh = Integer.reverseBytes(value);
        } else if (offset == DMA_LOW && size == 4) {
            long address = (long) dmaHigh << 32 | Integer.reverseBytes(value) & 0xffff_ffffL;
            dmaHigh = 0;
            transfer(address);
        }
    }

    private void select(int value) {
        selector = value & 0xffff;
        position = 0;
        item = items.getOrDefault(selector & SELECTOR_MASK, NO_ITEM);
    }

    private int nextByte() {
        return position < item.length ? item[(int) position++] & 0xff : 0;
    }

    private void transfer(long address) {
        byte[] command = new byte[COMMAND_BYTES];
        memory.readMemory(address, command, 0, COMMAND_BYTES);
        ByteBuffer fields = ByteBuffer.wrap(command);
        int control = fields.getInt();
        long length = fields.getInt() & 0xffff_ffffL;
        long target = fields.getLong();
        if ((control & CONTROL_SELECT) != 0) {
            select(control >>> 16);
        }
        int result = 0;
        if ((control & CONTROL_READ) != 0) {
            result = readItem(target, length);
        } else if ((control & CONTROL_WRITE) != 0) {
            result = CONTROL_ERROR;
        } else if ((control & CONTROL_SKIP) != 0) {
            position = Math.min(position + length, item.length);
        }
        memory.writeMemory(address, ByteBuffer.allocate(4).putInt(result).array(), 0, 4);
    }

    private int readItem(long target, long length) {
        int fromItem = (int) Math.min(length, item.length - position);
        long padding = length - fromItem;
        memory.writeMemory(target, item, (int) position, fromItem);
        position += fromItem;
        int zeros = (int) Math.min(padding, MAX_PADDING);
        memory.writeMemory(target + fromItem, new byte[zeros], 0, zeros);
        return padding > MAX_PADDING ? CONTROL_ERROR : 0;
    }

    @Override
    public State save() {
        return new State(selector, position, dmaHigh);
    }

    @Override
    public void restore(State state) {
        select(state.selector);
        position = Math.clamp(state.position, 0, item.length);
        dmaHigh = state.dmaHigh;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }
}
