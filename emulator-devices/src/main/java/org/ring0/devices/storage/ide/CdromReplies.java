package org.ring0.devices.storage.ide;

/** The data that packet commands answer with (MMC-3, clause 6), for a disc with one data track. */
final class CdromReplies {
    static final int EVENT_NONE = 0;
    static final int EVENT_NEW_MEDIA = 2;
    static final int EVENT_REMOVAL = 3;
    /** The notification class of media events. */
    static final int MEDIA_CLASS = 4;

    static final String VENDOR = "RING0";
    static final String PRODUCT = "CD-ROM";
    static final String REVISION = "1.0";

    private static final int PROFILE_CD_ROM = 0x0008;
    private static final int PROFILE_DVD_ROM = 0x0010;
    /** Discs beyond 99 minutes can only be DVDs. */
    private static final long CD_SECTORS = 99 * 60 * 75;

    /** ADR 1 (position), control 4 (data track). */
    private static final int DATA_TRACK = 0x14;

    private static final int LEAD_OUT = 0xAA;
    private static final int NO_AUDIO_STATUS = 0x15;

    private CdromReplies() {}

    static byte[] inquiry() {
        return new ReplyBytes()
                .u8(0x05, 0x80, 0x00, 0x21, 31, 0, 0, 0)
                .text(VENDOR, 8)
                .text(PRODUCT, 16)
                .text(REVISION, 4)
                .bytes();
    }

    static byte[] capacity(long sectors) {
        return new ReplyBytes().u32(sectors - 1).u32(SectorLayout.USER_LENGTH).bytes();
    }

    /** Format 0: the tracks from {@code first} on. */
    static byte[] toc(int first, long sectors, boolean msf) {
        ReplyBytes toc = new ReplyBytes().u8(1, 1);
        if (first <= 1) {
            toc.u8(0, DATA_TRACK, 1, 0).address(0, msf);
        }
        return toc.u8(0, DATA_TRACK, LEAD_OUT, 0).address(sectors, msf).withLength16();
    }

    /** Format 1: the first track of the last session. */
    static byte[] sessions(boolean msf) {
        return new ReplyBytes().u8(1, 1).u8(0, DATA_TRACK, 1, 0).address(0, msf).withLength16();
    }

    /** Format 2: the Q sub-channel of the lead-in. */
    static byte[] fullToc(long sectors) {
        Msf start = Msf.of(0);
        Msf end = Msf.of(sectors);
        return new ReplyBytes()
                .u8(1, 1)
                .u8(1, DATA_TRACK, 0, 0xA0, 0, 0, 0, 0, 1, 0, 0)
                .u8(1, DATA_TRACK, 0, 0xA1, 0, 0, 0, 0, 1, 0, 0)
                .u8(1, DATA_TRACK, 0, 0xA2, 0, 0, 0, 0, end.minute(), end.second(), end.frame())
                .u8(1, DATA_TRACK, 0, 0x01, 0, 0, 0, 0, start.minute(), start.second(), start.frame())
                .withLength16();
    }

    /** The header and, if asked for, the position, media catalogue number or ISRC; null for another format. */
    static byte[] subChannel(boolean withData, int format, long position, boolean msf) {
        ReplyBytes data = new ReplyBytes();
        if (withData) {
            switch (format) {
                case 1 -> data.u8(1, DATA_TRACK, 1, 1).address(position, msf).address(position, msf);
                // Neither number is on the disc.
                case 2 -> data.u8(2).zeros(19);
                case 3 -> data.u8(3, DATA_TRACK, 1).zeros(17);
                default -> {
                    return null;
                }
            }
        }
        return new ReplyBytes().u8(0, NO_AUDIO_STATUS).all(data.withLength16()).bytes();
    }

    static byte[] header(long lba, boolean msf) {
        return new ReplyBytes().u8(1, 0, 0, 0).address(lba, msf).bytes();
    }

    static byte[] discInformation() {
        return new ReplyBytes()
                // Complete, and so is the last session; one session of one track.
                .u8(0x0E, 1, 1, 1, 1, 0x20, 0, 0, 0, 0)
                .zeros(4)
                .u8(0, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0xFF, 0xFF)
                .zeros(10)
                .withLength16();
    }

    static byte[] trackInformation(long sectors) {
        return new ReplyBytes()
                .u8(1, 1, 0, 0x04, 0x01, 0)
                .u32(0)
                .zeros(12)
                .u32(sectors)
                .zeros(8)
                .withLength16();
    }

    static byte[] mechanismStatus(boolean trayOpen, long position) {
        return new ReplyBytes()
                .u8(0, trayOpen ? 0x10 : 0)
                .u8((int) (position >> 16), (int) (position >> 8), (int) position)
                .zeros(3)
                .bytes();
    }

    static byte[] eventStatus(boolean media, int event, boolean trayOpen, boolean present) {
        if (!media) {
            return new ReplyBytes().u8(0x80, 1 << MEDIA_CLASS).withLength16();
        }
        int status = trayOpen ? 1 : present ? 2 : 0;
        return new ReplyBytes()
                .u8(MEDIA_CLASS, 1 << MEDIA_CLASS, event, status, 0, 0)
                .withLength16();
    }

    static int profile(long sectors) {
        return sectors > CD_SECTORS ? PROFILE_DVD_ROM : PROFILE_CD_ROM;
    }

    /** The features from {@code first} on: all (request 0), the current ones (1), or that one alone (2). */
    static byte[] configuration(int profile, int request, int first, boolean locked) {
        ReplyBytes features = new ReplyBytes().zeros(2).u16(profile);
        boolean cd = profile == PROFILE_CD_ROM;
        boolean dvd = profile == PROFILE_DVD_ROM;
        byte[] profiles = new ReplyBytes()
                .u16(PROFILE_DVD_ROM)
                .u8(dvd ? 1 : 0, 0)
                .u16(PROFILE_CD_ROM)
                .u8(cd ? 1 : 0, 0)
                .bytes();
        Features list = new Features(features, request, first);
        list.add(0x0000, 0, true, profiles);
        list.add(0x0001, 1, true, new ReplyBytes().u32(2).u8(0x01, 0, 0, 0).bytes());
        list.add(0x0002, 1, true, new byte[] {0x02, 0, 0, 0});
        list.add(0x0003, 0, true, new byte[] {0x29, 0, 0, 0});
        list.add(
                0x0010,
                0,
                cd || dvd,
                new ReplyBytes()
                        .u32(SectorLayout.USER_LENGTH)
                        .u16(cd ? 1 : 16)
                        .u16(0)
                        .bytes());
        list.add(0x001E, 2, cd, new byte[4]);
        list.add(0x001F, 0, dvd, new byte[4]);
        list.add(0x0100, 0, true, new byte[0]);
        list.add(0x0105, 0, true, new byte[0]);
        return features.withLength32();
    }

    /** Feature descriptors, filtered as GET CONFIGURATION asks. */
    private record Features(ReplyBytes to, int request, int first) {
        private static final int CURRENT_ONLY = 1;
        private static final int ONE_ONLY = 2;

        void add(int code, int version, boolean current, byte[] data) {
            boolean wanted =
                    request == ONE_ONLY ? code == first : code >= first && (request != CURRENT_ONLY || current);
            if (wanted) {
                // Persistent ones are always current.
                boolean persistent = code <= 0x0003 || code >= 0x0100;
                to.u16(code)
                        .u8(version << 2 | (persistent ? 2 : 0) | (current ? 1 : 0), data.length)
                        .all(data);
            }
        }
    }
}
