package org.ring0.devices.storage.floppy;

/** Bits of the 82077AA's registers and status bytes (Intel 290166, clauses 2 and 6). */
final class FdcBits {
    static final int DOR_SELECT = 0x03;
    static final int DOR_NOT_RESET = 0x04;
    static final int DOR_DMA_GATE = 0x08;

    static final int DSR_RESET = 0x80;
    static final int DSR_RATE = 0x03;
    static final int RATE_250K = 2;

    static final int MSR_BUSY = 0x10;
    static final int MSR_NON_DMA = 0x20;
    static final int MSR_TO_HOST = 0x40;
    static final int MSR_REQUEST = 0x80;

    static final int DIR_CHANGED = 0x80;

    static final int CONFIGURE_IMPLIED_SEEK = 0x40;
    static final int CONFIGURE_FIFO_OFF = 0x20;
    static final int CONFIGURE_POLLING_OFF = 0x10;

    static final int ST0_ABNORMAL = 0x40;
    static final int ST0_INVALID = 0x80;
    static final int ST0_READY_CHANGED = 0xC0;
    static final int ST0_SEEK_END = 0x20;
    static final int ST0_EQUIPMENT_CHECK = 0x10;

    static final int ST1_MISSING_ADDRESS_MARK = 0x01;
    static final int ST1_NOT_WRITABLE = 0x02;
    static final int ST1_NO_DATA = 0x04;
    static final int ST1_OVERRUN = 0x10;
    static final int ST1_DATA_ERROR = 0x20;
    static final int ST1_END_OF_CYLINDER = 0x80;

    static final int ST2_BAD_CYLINDER = 0x02;
    static final int ST2_WRONG_CYLINDER = 0x10;
    static final int ST2_DATA_ERROR = 0x20;
    static final int ST2_CONTROL_MARK = 0x40;

    static final int ST3_ALWAYS = 0x28;
    static final int ST3_TRACK_0 = 0x10;
    static final int ST3_WRITE_PROTECTED = 0x40;

    private FdcBits() {}
}
