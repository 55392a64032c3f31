package org.ring0.devices.storage.ide;

import java.util.Arrays;

/**
 * Which parts of a mode 1 sector are transferred (ECMA-130, 14; READ CD, byte 9), in the order in which they lie on the disc.
 *
 * @param mask the bits of READ CD's byte 9
 */
public record SectorLayout(int mask) {
    /** User data alone: what READ transfers. */
    public static final SectorLayout USER_DATA = new SectorLayout(0x10);

    static final int USER_LENGTH = 2048;
    static final int RAW_LENGTH = 2352;

    private static final int SYNC = 0x80;
    private static final int HEADER = 0x20;
    private static final int USER = 0x10;
    private static final int EDC_AND_ECC = 0x08;
    private static final int HEADER_AT = 12;
    private static final int USER_AT = 16;
    private static final int EDC_AT = USER_AT + USER_LENGTH;

    /** Bytes of a sector. */
    int length() {
        return part(SYNC, HEADER_AT)
                + part(HEADER, USER_AT - HEADER_AT)
                + part(USER, USER_LENGTH)
                + part(EDC_AND_ECC, RAW_LENGTH - EDC_AT);
    }

    private int part(int bit, int length) {
        return (mask & bit) != 0 ? length : 0;
    }

    /** Copies the parts of a raw sector to {@code at}. */
    void copy(byte[] raw, byte[] to, int at) {
        int end = at;
        end = copyPart(SYNC, raw, 0, HEADER_AT, to, end);
        end = copyPart(HEADER, raw, HEADER_AT, USER_AT, to, end);
        end = copyPart(USER, raw, USER_AT, EDC_AT, to, end);
        copyPart(EDC_AND_ECC, raw, EDC_AT, RAW_LENGTH, to, end);
    }

    private int copyPart(int bit, byte[] raw, int from, int until, byte[] to, int at) {
        if ((mask & bit) == 0) {
            return at;
        }
        System.arraycopy(raw, from, to, at, until - from);
        return at + until - from;
    }

    /** The raw sector at {@code lba} around its user data. */
    static byte[] raw(long lba, byte[] user, int offset) {
        byte[] raw = new byte[RAW_LENGTH];
        Arrays.fill(raw, 1, HEADER_AT - 1, (byte) 0xff);
        Msf.of(lba).putBcd(raw, HEADER_AT);
        raw[HEADER_AT + 3] = 1;
        System.arraycopy(user, offset, raw, USER_AT, USER_LENGTH);
        ErrorCorrection.add(raw);
        return raw;
    }
}
