package org.ring0.devices.storage.ide;

/** The packet commands of a CD-ROM drive, as named in MMC-3 and SPC-3. */
enum PacketCommand {
    TEST_UNIT_READY(0x00, Needs.MEDIUM),
    REQUEST_SENSE(0x03, Needs.NOTHING),
    INQUIRY(0x12, Needs.NOTHING),
    MODE_SELECT_6(0x15, Needs.ATTENTION_SEEN),
    MODE_SENSE_6(0x1A, Needs.ATTENTION_SEEN),
    START_STOP_UNIT(0x1B, Needs.ATTENTION_SEEN),
    PREVENT_ALLOW_MEDIUM_REMOVAL(0x1E, Needs.ATTENTION_SEEN),
    READ_CAPACITY(0x25, Needs.MEDIUM),
    READ_10(0x28, Needs.MEDIUM),
    SEEK_10(0x2B, Needs.MEDIUM),
    READ_SUB_CHANNEL(0x42, Needs.MEDIUM),
    READ_TOC_PMA_ATIP(0x43, Needs.MEDIUM),
    READ_HEADER(0x44, Needs.MEDIUM),
    GET_CONFIGURATION(0x46, Needs.NOTHING),
    GET_EVENT_STATUS_NOTIFICATION(0x4A, Needs.NOTHING),
    STOP_PLAY_SCAN(0x4E, Needs.MEDIUM),
    READ_DISC_INFORMATION(0x51, Needs.MEDIUM),
    READ_TRACK_INFORMATION(0x52, Needs.MEDIUM),
    MODE_SELECT_10(0x55, Needs.ATTENTION_SEEN),
    MODE_SENSE_10(0x5A, Needs.ATTENTION_SEEN),
    READ_12(0xA8, Needs.MEDIUM),
    READ_CD_MSF(0xB9, Needs.MEDIUM),
    SET_CD_SPEED(0xBB, Needs.ATTENTION_SEEN),
    MECHANISM_STATUS(0xBD, Needs.ATTENTION_SEEN),
    READ_CD(0xBE, Needs.MEDIUM);

    /** What has to be so before the command is looked at. */
    enum Needs {
        /** Carried out even while a unit attention condition is pending. */
        NOTHING,
        ATTENTION_SEEN,
        /** No unit attention pending, and a disc in the drive. */
        MEDIUM
    }

    private static final PacketCommand[] BY_OPCODE = new PacketCommand[256];

    static {
        for (PacketCommand command : values()) {
            BY_OPCODE[command.opcode] = command;
        }
    }

    private final int opcode;
    private final Needs needs;

    PacketCommand(int opcode, Needs needs) {
        this.opcode = opcode;
        this.needs = needs;
    }

    /** The command of a packet's first byte, or null. */
    static PacketCommand of(int opcode) {
        return BY_OPCODE[opcode];
    }

    Needs needs() {
        return needs;
    }
}
