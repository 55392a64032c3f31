package org.ring0.devices.storage.ide;

/** The commands of a disk, as in the tables of ATA/ATAPI-6, clause 8, and the retired ones that old drivers use. */
enum AtaCommand {
    NOP(0x00),
    RECALIBRATE(0x10, 0x1F),
    READ_SECTORS(0x20, 0x21, Kind.READ),
    READ_SECTORS_EXT(0x24, Kind.READ, Flag.EXT),
    READ_DMA_EXT(0x25, Kind.READ, Flag.EXT, Flag.DMA),
    READ_NATIVE_MAX_ADDRESS_EXT(0x27),
    READ_MULTIPLE_EXT(0x29, Kind.READ, Flag.EXT, Flag.MULTIPLE),
    WRITE_SECTORS(0x30, 0x31, Kind.WRITE),
    WRITE_SECTORS_EXT(0x34, Kind.WRITE, Flag.EXT),
    WRITE_DMA_EXT(0x35, Kind.WRITE, Flag.EXT, Flag.DMA),
    WRITE_MULTIPLE_EXT(0x39, Kind.WRITE, Flag.EXT, Flag.MULTIPLE),
    WRITE_VERIFY(0x3C, 0x3C, Kind.WRITE),
    WRITE_DMA_FUA_EXT(0x3D, Kind.WRITE, Flag.EXT, Flag.DMA, Flag.FUA),
    READ_VERIFY_SECTORS(0x40, 0x41, Kind.VERIFY),
    READ_VERIFY_SECTORS_EXT(0x42, Kind.VERIFY, Flag.EXT),
    SEEK(0x70, 0x7F),
    INITIALIZE_DEVICE_PARAMETERS(0x91),
    SMART(0xB0),
    READ_MULTIPLE(0xC4, Kind.READ, Flag.MULTIPLE),
    WRITE_MULTIPLE(0xC5, Kind.WRITE, Flag.MULTIPLE),
    SET_MULTIPLE_MODE(0xC6),
    READ_DMA(0xC8, 0xC9, Kind.READ, Flag.DMA),
    WRITE_DMA(0xCA, 0xCB, Kind.WRITE, Flag.DMA),
    WRITE_MULTIPLE_FUA_EXT(0xCE, Kind.WRITE, Flag.EXT, Flag.MULTIPLE, Flag.FUA),
    STANDBY_IMMEDIATE(0xE0),
    IDLE_IMMEDIATE(0xE1),
    STANDBY(0xE2),
    IDLE(0xE3),
    CHECK_POWER_MODE(0xE5),
    SLEEP(0xE6),
    FLUSH_CACHE(0xE7),
    FLUSH_CACHE_EXT(0xEA),
    IDENTIFY_DEVICE(0xEC),
    SET_FEATURES(0xEF),
    READ_NATIVE_MAX_ADDRESS(0xF8);

    enum Kind {
        CONTROL,
        READ,
        WRITE,
        VERIFY
    }

    private enum Flag {
        /** 48-bit parameters. */
        EXT,
        DMA,
        /** Blocks of the size that SET MULTIPLE MODE gave. */
        MULTIPLE,
        /** On the medium before the command ends. */
        FUA
    }

    private static final AtaCommand[] BY_OPCODE = new AtaCommand[256];

    static {
        for (AtaCommand command : values()) {
            java.util.Arrays.fill(BY_OPCODE, command.first, command.last + 1, command);
        }
        // The retired codes of the power commands.
        BY_OPCODE[0x94] = STANDBY_IMMEDIATE;
        BY_OPCODE[0x95] = IDLE_IMMEDIATE;
        BY_OPCODE[0x96] = STANDBY;
        BY_OPCODE[0x97] = IDLE;
        BY_OPCODE[0x98] = CHECK_POWER_MODE;
        BY_OPCODE[0x99] = SLEEP;
    }

    private final int first;
    private final int last;
    private final Kind kind;
    private final java.util.Set<Flag> flags;

    AtaCommand(int opcode) {
        this(opcode, opcode, Kind.CONTROL);
    }

    AtaCommand(int first, int last) {
        this(first, last, Kind.CONTROL);
    }

    AtaCommand(int opcode, Kind kind, Flag... flags) {
        this(opcode, opcode, kind, flags);
    }

    AtaCommand(int first, int last, Kind kind, Flag... flags) {
        this.first = first;
        this.last = last;
        this.kind = kind;
        this.flags = java.util.Set.of(flags);
    }

    /** The command of an opcode, or null. */
    static AtaCommand of(int opcode) {
        return BY_OPCODE[opcode];
    }

    Kind kind() {
        return kind;
    }

    boolean isExt() {
        return flags.contains(Flag.EXT);
    }

    boolean isDma() {
        return flags.contains(Flag.DMA);
    }

    boolean isMultiple() {
        return flags.contains(Flag.MULTIPLE);
    }

    boolean isForcedUnitAccess() {
        return flags.contains(Flag.FUA);
    }
}
