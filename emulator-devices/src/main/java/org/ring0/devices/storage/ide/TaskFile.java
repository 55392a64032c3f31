package org.ring0.devices.storage.ide;

/**
 * The registers through which a command gets its parameters. Each but Device is a FIFO of two: the value written before
 * is in bits 15:8, and is the upper half of a 48-bit command's parameters (ATA/ATAPI-6, 6.20).
 */
final class TaskFile {
    static final int FEATURES = 1;
    static final int SECTOR_COUNT = 2;
    static final int LBA_LOW = 3;
    static final int LBA_MID = 4;
    static final int LBA_HIGH = 5;
    static final int DEVICE = 6;

    private final int[] values = new int[7];

    /** Takes what the host wrote. */
    void write(int register, int value) {
        values[register] = register == DEVICE ? value : (values[register] << 8 | value) & 0xffff;
    }

    /** The value written last. */
    int current(int register) {
        return values[register] & 0xff;
    }

    /** The value written before that. */
    int previous(int register) {
        return values[register] >> 8;
    }

    /** What the device reports: the previous value stays. */
    void put(int register, int value) {
        values[register] = values[register] & 0xff00 | value & 0xff;
    }

    /** What the device reports in both halves. */
    void putBoth(int register, int value) {
        values[register] = value & 0xffff;
    }

    /** The 28-bit address. */
    long lba28() {
        return (values[DEVICE] & 0x0fL) << 24 | current(LBA_HIGH) << 16 | current(LBA_MID) << 8 | current(LBA_LOW);
    }

    /** The 48-bit address. */
    long lba48() {
        long high = (long) previous(LBA_HIGH) << 16 | previous(LBA_MID) << 8 | previous(LBA_LOW);
        return high << 24 | current(LBA_HIGH) << 16 | current(LBA_MID) << 8 | current(LBA_LOW);
    }

    void putLba28(long lba) {
        putLow24(lba);
        values[DEVICE] = values[DEVICE] & 0xf0 | (int) (lba >> 24) & 0x0f;
    }

    void putLba48(long lba) {
        putBoth(LBA_LOW, (int) (lba & 0xff | lba >> 24 - 8 & 0xff00));
        putBoth(LBA_MID, (int) (lba >> 8 & 0xff | lba >> 32 - 8 & 0xff00));
        putBoth(LBA_HIGH, (int) (lba >> 16 & 0xff | lba >> 40 - 8 & 0xff00));
    }

    void putLow24(long lba) {
        put(LBA_LOW, (int) lba);
        put(LBA_MID, (int) (lba >> 8));
        put(LBA_HIGH, (int) (lba >> 16));
    }

    /** The registers in their order, without the one at offset 0. */
    int[] save() {
        return java.util.Arrays.copyOfRange(values, 1, values.length);
    }

    void restore(int[] saved) {
        System.arraycopy(saved, 0, values, 1, values.length - 1);
    }
}
