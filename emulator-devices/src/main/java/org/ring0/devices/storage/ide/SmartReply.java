package org.ring0.devices.storage.ide;

/**
 * What a SMART subcommand (ATA/ATAPI-6, 8.54) leads to, on a disk in perfect health.
 *
 * @param enabled whether SMART is enabled afterwards
 * @param sector the data, or null
 */
record SmartReply(boolean enabled, byte[] sector) {
    private static final int KEY_MID = 0x4F;
    private static final int KEY_HIGH = 0xC2;
    private static final int READ_DATA = 0xD0;
    private static final int READ_THRESHOLDS = 0xD1;
    private static final int ATTRIBUTE_AUTOSAVE = 0xD2;
    private static final int SAVE_ATTRIBUTES = 0xD3;
    private static final int EXECUTE_OFFLINE_IMMEDIATE = 0xD4;
    private static final int READ_LOG = 0xD5;
    private static final int ENABLE = 0xD8;
    private static final int DISABLE = 0xD9;
    private static final int RETURN_STATUS = 0xDA;
    private static final int POWER_ON_HOURS = 9;
    private static final int POWER_CYCLES = 12;

    /** The reply, or null if the command is to be aborted. */
    static SmartReply to(TaskFile taskFile, boolean enabled) {
        int subcommand = taskFile.current(TaskFile.FEATURES);
        boolean keyed =
                taskFile.current(TaskFile.LBA_MID) == KEY_MID && taskFile.current(TaskFile.LBA_HIGH) == KEY_HIGH;
        if (!keyed || !enabled && subcommand != ENABLE) {
            return null;
        }
        return switch (subcommand) {
            case READ_DATA -> new SmartReply(true, data());
            case READ_THRESHOLDS -> new SmartReply(true, thresholds());
            // Log 0 is the directory of logs: there are no others.
            case READ_LOG -> taskFile.current(TaskFile.LBA_LOW) == 0 ? new SmartReply(true, directory()) : null;
            // The registers keep the key, which says that no threshold was exceeded.
            case ATTRIBUTE_AUTOSAVE, SAVE_ATTRIBUTES, EXECUTE_OFFLINE_IMMEDIATE, ENABLE, RETURN_STATUS ->
                new SmartReply(true, null);
            case DISABLE -> new SmartReply(false, null);
            default -> null;
        };
    }

    private static byte[] data() {
        byte[] sector = revision(0x0010);
        attribute(sector, 0, POWER_ON_HOURS, 100, 1);
        attribute(sector, 1, POWER_CYCLES, 100, 1);
        sector[367] = 0x01;
        sector[368] = 0x03;
        return checked(sector);
    }

    private static byte[] thresholds() {
        byte[] sector = revision(0x0010);
        sector[2] = POWER_ON_HOURS;
        sector[14] = POWER_CYCLES;
        return checked(sector);
    }

    private static byte[] directory() {
        byte[] sector = new byte[512];
        sector[0] = 1;
        return sector;
    }

    private static byte[] revision(int value) {
        byte[] sector = new byte[512];
        sector[0] = (byte) value;
        return sector;
    }

    private static void attribute(byte[] sector, int index, int id, int normalized, int raw) {
        int at = 2 + 12 * index;
        sector[at] = (byte) id;
        sector[at + 1] = 0x32;
        sector[at + 3] = (byte) normalized;
        sector[at + 4] = (byte) normalized;
        sector[at + 5] = (byte) raw;
    }

    /** The last byte makes the sum of all zero. */
    private static byte[] checked(byte[] sector) {
        int sum = 0;
        for (int i = 0; i < 511; i++) {
            sum += sector[i];
        }
        sector[511] = (byte) -sum;
        return sector;
    }
}
