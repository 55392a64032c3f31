package org.ring0.devices.storage.ide;

/** Why a packet command failed: sense key, additional sense code and its qualifier (MMC-3, annex F). */
public record Sense(int key, int code, int qualifier) {
    public static final Sense NONE = new Sense(0, 0, 0);
    static final Sense TRAY_CLOSED_WITHOUT_MEDIUM = new Sense(2, 0x3A, 0x01);
    static final Sense TRAY_OPEN = new Sense(2, 0x3A, 0x02);
    static final Sense UNRECOVERED_READ_ERROR = new Sense(3, 0x11, 0x00);
    static final Sense PARAMETER_LIST_LENGTH_ERROR = new Sense(5, 0x1A, 0x00);
    static final Sense INVALID_COMMAND = new Sense(5, 0x20, 0x00);
    static final Sense ADDRESS_OUT_OF_RANGE = new Sense(5, 0x21, 0x00);
    static final Sense INVALID_FIELD_IN_PACKET = new Sense(5, 0x24, 0x00);
    static final Sense INVALID_FIELD_IN_PARAMETERS = new Sense(5, 0x26, 0x00);
    static final Sense SAVING_NOT_SUPPORTED = new Sense(5, 0x39, 0x00);
    static final Sense REMOVAL_PREVENTED = new Sense(5, 0x53, 0x02);
    static final Sense ILLEGAL_MODE_FOR_TRACK = new Sense(5, 0x64, 0x00);
    static final Sense MEDIUM_MAY_HAVE_CHANGED = new Sense(6, 0x28, 0x00);
    static final Sense POWER_ON_OR_RESET = new Sense(6, 0x29, 0x00);

    /** The 18 bytes of fixed-format sense data. */
    byte[] bytes() {
        byte[] data = new byte[18];
        data[0] = 0x70;
        data[2] = (byte) key;
        data[7] = 10;
        data[12] = (byte) code;
        data[13] = (byte) qualifier;
        return data;
    }
}
