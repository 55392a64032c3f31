package org.ring0.devices.storage.ide;

/**
 * The mode pages of a CD-ROM drive (SPC-3, 7.4; MMC-3, 6.3).
 *
 * @param recovery byte 2 of the error recovery page
 * @param retries byte 3 of it
 * @param locked whether removal is prevented
 */
record ModePages(int recovery, int retries, boolean locked) {
    static final int SAVED = 3;
    private static final int CHANGEABLE = 1;
    private static final int DEFAULT = 2;

    private static final int ERROR_RECOVERY = 0x01;
    private static final int CD_PARAMETERS = 0x0D;
    private static final int AUDIO_CONTROL = 0x0E;
    private static final int CAPABILITIES = 0x2A;
    private static final int ALL = 0x3F;

    /** 16 times the speed of an audio disc, in kB/s. */
    private static final int SPEED = 16 * 176;

    /**
     * What a parameter list asks for.
     *
     * @param refusal why it is refused, or null
     */
    record Selection(Sense refusal, int recovery, int retries) {}

    /** The data for MODE SENSE, or null if there is no such page. */
    byte[] sense(int page, int control, int mediumType, boolean ten) {
        ReplyBytes pages = new ReplyBytes();
        boolean found = false;
        for (int code : new int[] {ERROR_RECOVERY, CD_PARAMETERS, AUDIO_CONTROL, CAPABILITIES}) {
            if (page == code || page == ALL) {
                pages.all(page(code, control));
                found = true;
            }
        }
        if (!found) {
            return null;
        }
        byte[] body = pages.bytes();
        return ten
                ? new ReplyBytes().u8(mediumType).zeros(5).all(body).withLength16()
                : new ReplyBytes()
                        .u8(body.length + 3, mediumType, 0, 0)
                        .all(body)
                        .bytes();
    }

    private byte[] page(int code, int control) {
        byte[] page = switch (code) {
            case ERROR_RECOVERY ->
                control == DEFAULT
                        ? new byte[] {ERROR_RECOVERY, 6, 0, (byte) CdromState.POWER_ON.retries(), 0, 0, 0, 0}
                        : new byte[] {ERROR_RECOVERY, 6, (byte) recovery, (byte) retries, 0, 0, 0, 0};
            // 60 seconds a minute, 75 frames a second.
            case CD_PARAMETERS -> new byte[] {CD_PARAMETERS, 6, 0, 0, 0, 60, 0, 75};
            case AUDIO_CONTROL -> new byte[] {AUDIO_CONTROL, 14, 4, 0, 0, 0, 0, 75, 0, 0, 0, 0, 0, 0, 0, 0};
            default -> capabilities();
        };
        if (control == CHANGEABLE) {
            java.util.Arrays.fill(page, 2, page.length, (byte) 0);
            if (code == ERROR_RECOVERY) {
                page[2] = (byte) 0xff;
                page[3] = (byte) 0xff;
            }
        }
        return page;
    }

    private byte[] capabilities() {
        return new ReplyBytes()
                .u8(CAPABILITIES, 18)
                // Reads CD-R, CD-RW and DVD-ROM; writes nothing; modes 1 and 2, several sessions.
                .u8(0x0B, 0x00, 0x70, 0x00)
                // A tray that locks and opens.
                .u8(0x29 | (locked ? 0x02 : 0), 0x00)
                .u16(SPEED)
                .u16(0)
                .u16(TransferBuffer.CAPACITY / 1024)
                .u16(SPEED)
                .zeros(4)
                .bytes();
    }

    /** Reads a parameter list; all values of one that is refused stay as they are. */
    static Selection select(byte[] list, boolean ten, int recovery, int retries) {
        int header = ten ? 8 : 4;
        if (list.length < header) {
            return new Selection(Sense.PARAMETER_LIST_LENGTH_ERROR, recovery, retries);
        }
        int descriptors = ten ? (list[6] & 0xff) << 8 | list[7] & 0xff : list[3] & 0xff;
        int newRecovery = recovery;
        int newRetries = retries;
        for (int at = header + descriptors; at < list.length; ) {
            if (at + 2 > list.length || at + 2 + (list[at + 1] & 0xff) > list.length) {
                return new Selection(Sense.PARAMETER_LIST_LENGTH_ERROR, recovery, retries);
            }
            int code = list[at] & 0x3f;
            int length = list[at + 1] & 0xff;
            boolean known = code == ERROR_RECOVERY && length == 6
                    || code == CD_PARAMETERS && length == 6
                    || code == AUDIO_CONTROL && length == 14;
            if (!known) {
                return new Selection(Sense.INVALID_FIELD_IN_PARAMETERS, recovery, retries);
            }
            if (code == ERROR_RECOVERY) {
                newRecovery = list[at + 2] & 0xff;
                newRetries = list[at + 3] & 0xff;
            }
            at += 2 + length;
        }
        return new Selection(null, newRecovery, newRetries);
    }
}
