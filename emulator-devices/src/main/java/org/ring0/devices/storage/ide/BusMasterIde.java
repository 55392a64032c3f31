package org.ring0.devices.storage.ide;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.device.BusMemory;
import org.ring0.core.device.Device;
import org.ring0.core.device.DmaChannel;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;

/**
 * The bus master of the PIIX3's IDE function (Intel 290550, 2.6; SFF-8038i 1.0): two channels of eight ports each. Data goes
 * in blocks, in the direction in which the drive moves it. The board maps the sixteen ports where BAR4 says.
 *
 * <p>Limits: a table may cross a 64 KiB boundary; a transfer against the direction in the command register goes the drive's way
 * (on hardware it moves garbage).
 */
public final class BusMasterIde implements Device<BusMasterIde.State>, IoDevice {
    private static final int CHANNELS = 2;
    private static final int PORTS_PER_CHANNEL = 8;
    private static final int COMMAND = 0;
    private static final int STATUS = 2;
    private static final int TABLE = 4;

    private static final int COMMAND_START = 0x01;
    private static final int COMMAND_WRITE_MEMORY = 0x08;
    private static final int STATUS_ACTIVE = 0x01;
    private static final int STATUS_ERROR = 0x02;
    private static final int STATUS_INTERRUPT = 0x04;
    /** Drive 0 and 1 can do DMA: software's own notes. */
    private static final int STATUS_DRIVE_NOTES = 0x60;

    private static final int DESCRIPTOR_LENGTH = 8;

    /**
     * One channel.
     *
     * @param table the descriptor table's address as written
     * @param next the address of the next descriptor
     * @param address where the present region goes on, {@code left} bytes of it to go
     * @param last whether the present region is the table's last
     * @param interrupting the level of the drive's INTRQ, whose rising edge sets the interrupt bit
     */
    public record ChannelState(
            int command, int status, int table, int next, int address, int left, boolean last, boolean interrupting) {
        public static final ChannelState POWER_ON = new ChannelState(0, 0, 0, 0, 0, 0, false, false);
    }

    /** Both channels, the primary first. */
    public record State(List<ChannelState> channels) {
        public static final State POWER_ON = new State(List.of(ChannelState.POWER_ON, ChannelState.POWER_ON));

        public State {
            if (channels.size() != CHANNELS) {
                throw new IllegalArgumentException("not a bus master's state");
            }
        }
    }

    private final BusMemory memory;
    private final Channel[] channels = {new Channel(), new Channel()};

    /** @param memory guest memory as the PCI bus sees it */
    public BusMasterIde(BusMemory memory) {
        this.memory = memory;
    }

    /** The DMA channel of the primary (0) or secondary (1) drives. */
    public DmaChannel channel(int index) {
        return channels[index];
    }

    /** The wire to give a channel as its INTRQ: the bus master notes its edges and passes it on to {@code next}. */
    public IrqLine interruptTap(int index, IrqLine next) {
        return level -> {
            channels[index].interrupt(level);
            next.set(level);
        };
    }

    /** What is to happen when software starts a channel: the drive may be waiting. */
    public void onStart(int index, Runnable action) {
        channels[index].onStart = action;
    }

    @Override
    public int read(int offset) {
        Channel channel = channels[offset / PORTS_PER_CHANNEL];
        return switch (offset % PORTS_PER_CHANNEL) {
            case COMMAND -> channel.command;
            case STATUS -> channel.status;
            case TABLE, TABLE + 1, TABLE + 2, TABLE + 3 -> channel.table >>> 8 * (offset & 3) & 0xff;
            default -> 0;
        };
    }

    @Override
    public void write(int offset, int value) {
        Channel channel = channels[offset / PORTS_PER_CHANNEL];
        switch (offset % PORTS_PER_CHANNEL) {
            case COMMAND -> channel.writeCommand(value);
            case STATUS -> channel.writeStatus(value);
            case TABLE, TABLE + 1, TABLE + 2, TABLE + 3 -> channel.writeTable(offset & 3, value);
            default -> {
                // Reserved: nothing there.
            }
        }
    }

    @Override
    public State save() {
        List<ChannelState> states = new ArrayList<>();
        for (Channel channel : channels) {
            states.add(channel.save());
        }
        return new State(List.copyOf(states));
    }

    @Override
    public void restore(State state) {
        for (int i = 0; i < CHANNELS; i++) {
            channels[i].restore(state.channels().get(i));
        }
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    private final class Channel implements DmaChannel {
        private Runnable onStart = () -> {};
        private final byte[] descriptor = new byte[DESCRIPTOR_LENGTH];
        private int command;
        private int status;
        private int table;
        private int next;
        private int address;
        private int left;
        private boolean last;
        private boolean interrupting;

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return transfer(buffer, offset, length, false);
        }

        @Override
        public int write(byte[] buffer, int offset, int length) {
            return transfer(buffer, offset, length, true);
        }

        /** Every descriptor moves at least two bytes, so that no table makes this loop longer than the buffer. */
        private int transfer(byte[] buffer, int offset, int length, boolean toMemory) {
            int done = 0;
            while (done < length && isActive()) {
                if (left == 0) {
                    fetchDescriptor();
                }
                int part = Math.min(left, length - done);
                long physical = Integer.toUnsignedLong(address);
                if (toMemory) {
                    memory.writeMemory(physical, buffer, offset + done, part);
                } else {
                    memory.readMemory(physical, buffer, offset + done, part);
                }
                address += part;
                left -= part;
                done += part;
                if (left == 0 && last) {
                    status &= ~STATUS_ACTIVE;
                }
            }
            return done;
        }

        @Override
        public boolean terminalCount() {
            return left == 0 && last;
        }

        private boolean isActive() {
            return (status & STATUS_ACTIVE) != 0;
        }

        private void fetchDescriptor() {
            memory.readMemory(Integer.toUnsignedLong(next), descriptor, 0, DESCRIPTOR_LENGTH);
            next += DESCRIPTOR_LENGTH;
            address = dword(0) & ~1;
            int count = dword(4) & 0xfffe;
            left = count == 0 ? 0x1_0000 : count;
            last = dword(4) < 0;
        }

        private int dword(int at) {
            return descriptor[at] & 0xff
                    | (descriptor[at + 1] & 0xff) << 8
                    | (descriptor[at + 2] & 0xff) << 16
                    | descriptor[at + 3] << 24;
        }

        private void writeCommand(int value) {
            boolean start = (value & COMMAND_START) != 0 && (command & COMMAND_START) == 0;
            command = value & (COMMAND_START | COMMAND_WRITE_MEMORY);
            if (start) {
                next = table;
                left = 0;
                last = false;
                status |= STATUS_ACTIVE;
                onStart.run();
            } else if ((command & COMMAND_START) == 0) {
                status &= ~STATUS_ACTIVE;
            }
        }

        private void writeStatus(int value) {
            status &= ~(value & (STATUS_ERROR | STATUS_INTERRUPT));
            status = status & ~STATUS_DRIVE_NOTES | value & STATUS_DRIVE_NOTES;
        }

        private void writeTable(int index, int value) {
            int shift = 8 * index;
            table = (table & ~(0xff << shift) | value << shift) & ~3;
        }

        private void interrupt(boolean level) {
            if (level && !interrupting) {
                status |= STATUS_INTERRUPT;
            }
            interrupting = level;
        }

        private ChannelState save() {
            return new ChannelState(command, status, table, next, address, left, last, interrupting);
        }

        private void restore(ChannelState state) {
            command = state.command();
            status = state.status();
            table = state.table();
            next = state.next();
            address = state.address();
            left = Math.clamp(state.left(), 0, 0x1_0000);
            last = state.last();
            interrupting = state.interrupting();
        }
    }
}
