package org.ring0.devices.storage.floppy;

/** The commands of the 82077AA (table 5-1): the bits of the first byte that name them, and how many bytes they take. */
enum FdcCommand {
    READ_TRACK(0x02, 0x1F, 9),
    SPECIFY(0x03, 0xFF, 3),
    SENSE_DRIVE_STATUS(0x04, 0xFF, 2),
    WRITE_DATA(0x05, 0x1F, 9),
    READ_DATA(0x06, 0x1F, 9),
    RECALIBRATE(0x07, 0xFF, 2),
    SENSE_INTERRUPT_STATUS(0x08, 0xFF, 1),
    WRITE_DELETED_DATA(0x09, 0x1F, 9),
    READ_ID(0x0A, 0xBF, 2),
    READ_DELETED_DATA(0x0C, 0x1F, 9),
    FORMAT_TRACK(0x0D, 0xBF, 6),
    DUMPREG(0x0E, 0xFF, 1),
    SEEK(0x0F, 0xFF, 3),
    VERSION(0x10, 0xFF, 1),
    PERPENDICULAR_MODE(0x12, 0xFF, 2),
    CONFIGURE(0x13, 0xFF, 4),
    LOCK(0x14, 0x7F, 1),
    VERIFY(0x16, 0x1F, 9),
    RELATIVE_SEEK(0x8F, 0xBF, 3),
    /** Everything else: one byte, answered with ST0 = 80h. */
    INVALID(0, 0, 1);

    private final int opcode;
    private final int mask;
    private final int length;

    FdcCommand(int opcode, int mask, int length) {
        this.opcode = opcode;
        this.mask = mask;
        this.length = length;
    }

    /** The command that a first byte begins. */
    static FdcCommand of(int first) {
        for (FdcCommand command : values()) {
            if ((first & command.mask) == command.opcode) {
                return command;
            }
        }
        return INVALID;
    }

    /** Bytes of the command phase. */
    int length() {
        return length;
    }

    /** Whether its result comes with an interrupt. */
    boolean interruptsWithResult() {
        return length == READ_DATA.length || this == READ_ID || this == FORMAT_TRACK;
    }

    /** Whether it changes the medium. */
    boolean isWrite() {
        return this == WRITE_DATA || this == WRITE_DELETED_DATA || this == FORMAT_TRACK;
    }
}
