package org.ring0.devices.storage.ide;

/** A place on a disc in minutes, seconds and frames of a 75th: sector 0 is at 00:02:00. */
record Msf(int minute, int second, int frame) {
    private static final int FRAMES = 75;
    private static final int PREGAP = 2 * FRAMES;

    static Msf of(long lba) {
        long frames = lba + PREGAP;
        return new Msf((int) (frames / (60 * FRAMES)), (int) (frames / FRAMES % 60), (int) (frames % FRAMES));
    }

    long lba() {
        return (minute * 60L + second) * FRAMES + frame - PREGAP;
    }

    void put(byte[] data, int at) {
        data[at] = (byte) minute;
        data[at + 1] = (byte) second;
        data[at + 2] = (byte) frame;
    }

    void putBcd(byte[] data, int at) {
        data[at] = bcd(minute);
        data[at + 1] = bcd(second);
        data[at + 2] = bcd(frame);
    }

    private static byte bcd(int value) {
        return (byte) (value / 10 % 16 << 4 | value % 10);
    }
}
