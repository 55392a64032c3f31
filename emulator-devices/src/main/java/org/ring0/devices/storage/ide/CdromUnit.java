package org.ring0.devices.storage.ide;

import org.ring0.core.device.BlockBackend;
import org.ring0.devices.storage.ide.PacketReply.Check;
import org.ring0.devices.storage.ide.PacketReply.Data;
import org.ring0.devices.storage.ide.PacketReply.Done;
import org.ring0.devices.storage.ide.PacketReply.Parameters;
import org.ring0.devices.storage.ide.PacketReply.Sectors;

/**
 * The logical unit of a CD-ROM drive: what the packet commands mean (MMC-3 and SPC-3), without how they travel. A disc has
 * one session with one data track in mode 1.
 */
final class CdromUnit {
    private static final int LEAD_OUT = 0xAA;

    private BlockBackend medium;
    private CdromState state = CdromState.POWER_ON;

    CdromUnit(BlockBackend medium) {
        this.medium = medium;
    }

    CdromState state() {
        return state;
    }

    void restore(CdromState saved) {
        state = saved;
    }

    BlockBackend medium() {
        return medium;
    }

    /** The host puts a disc in (and closes the tray), or takes it out with null. */
    void change(BlockBackend to) {
        medium = to;
        state = state.withAttention(Sense.MEDIUM_MAY_HAVE_CHANGED)
                .withTray(false, to == null ? CdromReplies.EVENT_REMOVAL : CdromReplies.EVENT_NEW_MEDIA);
    }

    /** A software reset lets the disc go. */
    void softReset() {
        state = state.afterSoftReset();
    }

    /** Carries out a packet; every reply but Check leaves the sense data empty. */
    PacketReply execute(Packet packet) {
        PacketCommand command = PacketCommand.of(packet.opcode());
        if (command == null) {
            return new Check(Sense.INVALID_COMMAND);
        }
        if (command.needs() != PacketCommand.Needs.NOTHING && !state.attention().equals(Sense.NONE)) {
            Sense attention = state.attention();
            state = state.withAttention(Sense.NONE);
            return new Check(attention);
        }
        if (command.needs() == PacketCommand.Needs.MEDIUM && !isReady()) {
            return new Check(state.trayOpen() ? Sense.TRAY_OPEN : Sense.TRAY_CLOSED_WITHOUT_MEDIUM);
        }
        return switch (command) {
            case TEST_UNIT_READY, STOP_PLAY_SCAN, SET_CD_SPEED -> new Done();
            case REQUEST_SENSE -> requestSense(packet);
            case INQUIRY ->
                packet.bit(1, 0)
                        ? new Check(Sense.INVALID_FIELD_IN_PACKET)
                        : new Data(CdromReplies.inquiry(), packet.u16(3));
            case MODE_SENSE_6 -> modeSense(packet, packet.u8(4), false);
            case MODE_SENSE_10 -> modeSense(packet, packet.u16(7), true);
            case MODE_SELECT_6 -> parameters(packet.u8(4));
            case MODE_SELECT_10 -> parameters(packet.u16(7));
            case START_STOP_UNIT -> startStop(packet);
            case PREVENT_ALLOW_MEDIUM_REMOVAL -> {
                state = state.withLock(packet.bit(4, 0));
                yield new Done();
            }
            case READ_10 -> read(packet.u32(2), packet.u16(7), SectorLayout.USER_DATA);
            case READ_12 -> read(packet.u32(2), packet.u32(6), SectorLayout.USER_DATA);
            case READ_CD -> readCd(packet, packet.u32(2), packet.u24(6));
            case READ_CD_MSF -> readCdMsf(packet);
            case SEEK_10 -> seek(packet.u32(2));
            case READ_CAPACITY -> new Data(CdromReplies.capacity(sectors()), Integer.MAX_VALUE);
            case GET_EVENT_STATUS_NOTIFICATION -> eventStatus(packet);
            default -> information(command, packet);
        };
    }

    private PacketReply information(PacketCommand command, Packet packet) {
        boolean msf = packet.bit(1, 1);
        return switch (command) {
            case READ_TOC_PMA_ATIP -> toc(packet, msf);
            case READ_SUB_CHANNEL -> {
                byte[] data = CdromReplies.subChannel(packet.bit(2, 6), packet.u8(3), state.position(), msf);
                yield orInvalid(data, packet.u16(7));
            }
            case READ_HEADER ->
                packet.u32(2) >= sectors()
                        ? new Check(Sense.ADDRESS_OUT_OF_RANGE)
                        : new Data(CdromReplies.header(packet.u32(2), msf), packet.u16(7));
            case GET_CONFIGURATION -> {
                int profile = isReady() ? CdromReplies.profile(sectors()) : 0;
                yield new Data(
                        CdromReplies.configuration(profile, packet.u8(1) & 3, packet.u16(2), state.locked()),
                        packet.u16(7));
            }
            case READ_DISC_INFORMATION -> new Data(CdromReplies.discInformation(), packet.u16(7));
            case READ_TRACK_INFORMATION -> trackInformation(packet);
            case MECHANISM_STATUS ->
                new Data(CdromReplies.mechanismStatus(state.trayOpen(), state.position()), packet.u16(8));
            default -> throw new IllegalStateException("no row for " + command);
        };
    }

    /** The parameter list of a MODE SELECT has arrived. */
    PacketReply accept(Packet packet, byte[] list) {
        boolean ten = PacketCommand.of(packet.opcode()) == PacketCommand.MODE_SELECT_10;
        ModePages.Selection selection = ModePages.select(list, ten, state.recovery(), state.retries());
        if (selection.refusal() != null) {
            return new Check(selection.refusal());
        }
        state = state.withParameters(selection.recovery(), selection.retries());
        return new Done();
    }

    /** Sets what the next REQUEST SENSE says. */
    void setSense(Sense sense) {
        state = state.withSense(sense);
    }

    void setPosition(long lba) {
        state = state.withPosition(lba);
    }

    private boolean isReady() {
        return medium != null && !state.trayOpen();
    }

    private long sectors() {
        return SectorReader.sectors(medium);
    }

    private PacketReply requestSense(Packet packet) {
        Sense sense = state.sense();
        Sense attention = state.attention();
        if (sense.equals(Sense.NONE)) {
            sense = attention;
            attention = Sense.NONE;
        }
        state = state.withSense(Sense.NONE).withAttention(attention);
        return new Data(sense.bytes(), packet.u8(4));
    }

    private PacketReply modeSense(Packet packet, int allocation, boolean ten) {
        int control = packet.u8(2) >> 6;
        if (control == ModePages.SAVED) {
            return new Check(Sense.SAVING_NOT_SUPPORTED);
        }
        int mediumType = state.trayOpen() ? 0x71 : medium == null ? 0x70 : 0x01;
        ModePages pages = new ModePages(state.recovery(), state.retries(), state.locked());
        return orInvalid(pages.sense(packet.u8(2) & 0x3f, control, mediumType, ten), allocation);
    }

    private static PacketReply parameters(int length) {
        return length == 0 ? new Done() : new Parameters(length);
    }

    private PacketReply startStop(Packet packet) {
        boolean load = packet.bit(4, 1);
        boolean start = packet.bit(4, 0);
        if (!load || start != state.trayOpen()) {
            return new Done();
        }
        if (state.locked() && !start) {
            return new Check(Sense.REMOVAL_PREVENTED);
        }
        int event = start && medium != null ? CdromReplies.EVENT_NEW_MEDIA : CdromReplies.EVENT_REMOVAL;
        if (start && medium != null) {
            state = state.withAttention(Sense.MEDIUM_MAY_HAVE_CHANGED);
        }
        state = state.withTray(!start, event);
        return new Done();
    }

    private PacketReply read(long lba, long count, SectorLayout layout) {
        if (count < 0 || lba + count > sectors()) {
            return new Check(Sense.ADDRESS_OUT_OF_RANGE);
        }
        return count == 0 || layout.length() == 0 ? new Done() : new Sectors(lba, (int) count, layout);
    }

    private PacketReply readCd(Packet packet, long lba, long count) {
        int type = packet.u8(1) >> 2 & 7;
        int wanted = packet.u8(9);
        boolean subChannelOrC2 = (packet.u8(10) & 7) != 0 || (wanted & 0x06) != 0;
        if (type != 0 && type != 2) {
            return new Check(Sense.ILLEGAL_MODE_FOR_TRACK);
        }
        return subChannelOrC2 ? new Check(Sense.INVALID_FIELD_IN_PACKET) : read(lba, count, new SectorLayout(wanted));
    }

    private PacketReply readCdMsf(Packet packet) {
        long start = new Msf(packet.u8(3), packet.u8(4), packet.u8(5)).lba();
        long end = new Msf(packet.u8(6), packet.u8(7), packet.u8(8)).lba();
        if (start < 0 || end < start) {
            return new Check(Sense.ADDRESS_OUT_OF_RANGE);
        }
        return readCd(packet, start, end - start);
    }

    private PacketReply seek(long lba) {
        if (lba >= sectors()) {
            return new Check(Sense.ADDRESS_OUT_OF_RANGE);
        }
        state = state.withPosition(lba);
        return new Done();
    }

    private PacketReply toc(Packet packet, boolean msf) {
        // Before MMC the format was in the last byte.
        int format = (packet.u8(2) & 0x0f) != 0 ? packet.u8(2) & 0x0f : packet.u8(9) >> 6;
        int first = packet.u8(6);
        byte[] data = switch (format) {
            case 0 -> first > 1 && first != LEAD_OUT ? null : CdromReplies.toc(first, sectors(), msf);
            case 1 -> CdromReplies.sessions(msf);
            case 2 -> first > 1 ? null : CdromReplies.fullToc(sectors());
            // No PMA, ATIP or CD-TEXT on a pressed data disc.
            default -> null;
        };
        return orInvalid(data, packet.u16(7));
    }

    private PacketReply trackInformation(Packet packet) {
        long number = packet.u32(2);
        boolean exists = switch (packet.u8(1) & 3) {
            case 0 -> number < sectors();
            case 1, 2 -> number == 1;
            default -> false;
        };
        return orInvalid(exists ? CdromReplies.trackInformation(sectors()) : null, packet.u16(7));
    }

    private PacketReply eventStatus(Packet packet) {
        if (!packet.bit(1, 0)) {
            // Only polling: no queue of events to wait for.
            return new Check(Sense.INVALID_FIELD_IN_PACKET);
        }
        boolean media = packet.bit(4, CdromReplies.MEDIA_CLASS);
        byte[] data = CdromReplies.eventStatus(media, state.mediaEvent(), state.trayOpen(), medium != null);
        if (media && packet.u16(7) > 4) {
            state = state.withTray(state.trayOpen(), CdromReplies.EVENT_NONE);
        }
        return new Data(data, packet.u16(7));
    }

    private static PacketReply orInvalid(byte[] data, int allocation) {
        return data == null ? new Check(Sense.INVALID_FIELD_IN_PACKET) : new Data(data, allocation);
    }
}
