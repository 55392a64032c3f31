package org.ring0.devices.dma;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.ring0.core.device.BusMemory;
import org.ring0.core.device.Device;
import org.ring0.core.device.DmaChannel;
import org.ring0.core.io.IoDevice;

/**
 * Intel 8237A DMA controller, wired for bytes (channels 0 to 3 of a PC) or for words (channels 4 to 7, whose addresses and
 * ports are shifted by one). Data sheets: Intel 231466-005 (8237A), 290550-002 (82371SB), section 2.5.1.
 *
 * <p>Data moves when a device asks for it through its {@link DmaChannel}, all at once up to the terminal count. A channel
 * that verifies counts and moves nothing. Where the 8237A has nothing to read (mask and mode), the PIIX3 shows the mask.
 *
 * <p>Limits: bus timing, and with it the difference between single, block and demand mode, priority, compressed timing and the
 * sense of DREQ and DACK, cannot be seen; a software request is shown in the status until the terminal count, but starts
 * nothing by itself; no memory-to-memory transfers, as in all chip sets of the AT, so the temporary register reads as zero;
 * the lower controller works although channel 4, through which it is cascaded, is masked.
 */
public final class I8237Dma implements Device<I8237Dma.State>, IoDevice {
    /** What one transfer moves. */
    public enum Width {
        BYTE,
        WORD;

        /** Ports and addresses of the word controller are shifted left by one. */
        private int shift() {
            return ordinal();
        }
    }

    private static final int CHANNELS = 4;
    private static final int COMMAND_STATUS = 8;
    private static final int REQUEST = 9;
    private static final int SINGLE_MASK = 10;
    private static final int MODE = 11;
    private static final int CLEAR_BYTE_POINTER = 12;
    private static final int MASTER_CLEAR = 13;
    private static final int CLEAR_MASK = 14;
    private static final int ALL_MASK = 15;
    private static final int COMMAND_DISABLE = 0x04;
    private static final int SET = 0x04;
    private static final int ALL_CHANNELS = 0x0f;

    /**
     * @param highByte the byte pointer flip-flop
     * @param mask the masked channels, a bit each
     * @param terminalCounts the channels that have reached TC since the status was read
     * @param requests software requests
     */
    public record State(
            List<DmaCounter.State> channels,
            int command,
            boolean highByte,
            int mask,
            int terminalCounts,
            int requests) {
        public static final State POWER_ON = new State(
                List.of(
                        DmaCounter.State.POWER_ON,
                        DmaCounter.State.POWER_ON,
                        DmaCounter.State.POWER_ON,
                        DmaCounter.State.POWER_ON),
                0,
                false,
                ALL_CHANNELS,
                0,
                0);
    }

    private final Width width;
    private final BusMemory memory;
    private final IntUnaryOperator page;
    private final List<DmaCounter> counters =
            List.of(new DmaCounter(), new DmaCounter(), new DmaCounter(), new DmaCounter());
    private int command;
    private boolean highByte;
    private int mask = ALL_CHANNELS;
    private int terminalCounts;
    private int requests;

    /**
     * @param width what one transfer moves
     * @param memory the system's memory as a bus master sees it
     * @param page address bits 16 to 23 for a channel of this chip, 0 to 3
     */
    public I8237Dma(Width width, BusMemory memory, IntUnaryOperator page) {
        this.width = width;
        this.memory = memory;
        this.page = page;
    }

    /** DREQ and DACK of a channel of this chip, 0 to 3. */
    public DmaChannel channel(int number) {
        return new Channel(number, counters.get(number));
    }

    @Override
    public int read(int offset) {
        int register = offset >> width.shift();
        if (register << width.shift() != offset) {
            return 0xff;
        }
        if (register < COMMAND_STATUS) {
            return counters.get(register >> 1).read((register & 1) != 0, nextByteIsHigh());
        }
        return switch (register) {
            case COMMAND_STATUS -> readStatus();
            case MASTER_CLEAR -> 0; // the temporary register
            case ALL_MASK -> mask | 0xf0;
            default -> 0xff;
        };
    }

    private boolean nextByteIsHigh() {
        boolean high = highByte;
        highByte = !highByte;
        return high;
    }

    private int readStatus() {
        int status = terminalCounts | requests << 4;
        terminalCounts = 0;
        return status;
    }

    @Override
    public void write(int offset, int value) {
        int register = offset >> width.shift();
        if (register << width.shift() != offset) {
            return;
        }
        if (register < COMMAND_STATUS) {
            counters.get(register >> 1).write((register & 1) != 0, nextByteIsHigh(), value);
            return;
        }
        switch (register) {
            case COMMAND_STATUS -> command = value;
            case REQUEST -> requests = withBit(requests, value);
            case SINGLE_MASK -> mask = withBit(mask, value);
            case MODE -> counters.get(value & 3).mode = value & ~3;
            case CLEAR_BYTE_POINTER -> highByte = false;
            case MASTER_CLEAR -> masterClear();
            case CLEAR_MASK -> mask = 0;
            default -> mask = value & ALL_CHANNELS;
        }
    }

    private static int withBit(int bits, int value) {
        int bit = 1 << (value & 3);
        return (value & SET) != 0 ? bits | bit : bits & ~bit;
    }

    private void masterClear() {
        command = 0;
        highByte = false;
        mask = ALL_CHANNELS;
        terminalCounts = 0;
        requests = 0;
    }

    private final class Channel implements DmaChannel {
        private final int number;
        private final DmaCounter counter;

        Channel(int number, DmaCounter counter) {
            this.number = number;
            this.counter = counter;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return transfer(DmaCounter.MODE_READ, buffer, offset, length);
        }

        @Override
        public int write(byte[] buffer, int offset, int length) {
            return transfer(DmaCounter.MODE_WRITE, buffer, offset, length);
        }

        @Override
        public boolean terminalCount() {
            return counter.terminalCount;
        }

        private int transfer(int type, byte[] buffer, int offset, int length) {
            boolean blocked = (mask >> number & 1) != 0 || (command & COMMAND_DISABLE) != 0;
            counter.terminalCount = false;
            if (blocked || !counter.transfers(type)) {
                return 0;
            }
            int words = length >> width.shift();
            int moved = 0;
            while (moved < words && !counter.terminalCount) {
                int run = counter.run(words - moved);
                if (!counter.verifies()) {
                    move(type, buffer, offset + (moved << width.shift()), run << width.shift());
                }
                moved += run;
                if (counter.advance(run)) {
                    reachTerminalCount();
                }
            }
            return moved << width.shift();
        }

        private void move(int type, byte[] buffer, int offset, int length) {
            int pages = width == Width.WORD ? page.applyAsInt(number) & ~1 : page.applyAsInt(number);
            long physical = (long) pages << 16 | (long) counter.address() << width.shift();
            if (type == DmaCounter.MODE_READ) {
                memory.readMemory(physical, buffer, offset, length);
            } else {
                memory.writeMemory(physical, buffer, offset, length);
            }
        }

        private void reachTerminalCount() {
            terminalCounts |= 1 << number;
            requests &= ~(1 << number);
            if (!counter.autoinit()) {
                mask |= 1 << number;
            }
        }
    }

    @Override
    public State save() {
        return new State(
                counters.stream().map(DmaCounter::save).toList(), command, highByte, mask, terminalCounts, requests);
    }

    @Override
    public void restore(State s) {
        for (int i = 0; i < CHANNELS; i++) {
            counters.get(i).restore(i < s.channels.size() ? s.channels.get(i) : DmaCounter.State.POWER_ON);
        }
        command = s.command & 0xff;
        highByte = s.highByte;
        mask = s.mask & ALL_CHANNELS;
        terminalCounts = s.terminalCounts & ALL_CHANNELS;
        requests = s.requests & ALL_CHANNELS;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }
}
