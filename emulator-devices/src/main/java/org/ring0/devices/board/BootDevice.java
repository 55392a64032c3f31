package org.ring0.devices.board;

/** What firmware can boot from, with the codes that its CMOS boot order uses. */
public enum BootDevice {
    FLOPPY(1),
    DISK(2),
    CDROM(3);

    private final int code;

    BootDevice(int code) {
        this.code = code;
    }

    /** The nibble in the CMOS. */
    int code() {
        return code;
    }
}
