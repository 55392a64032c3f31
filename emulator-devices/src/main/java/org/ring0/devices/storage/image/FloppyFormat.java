package org.ring0.devices.storage.image;

/**
 * The formats of PC floppy disks.
 *
 * @param name as on the box
 * @param cylinders tracks a side
 * @param heads sides
 * @param sectorsPerTrack sectors of 512 bytes
 * @param kilobitsPerSecond the data rate at which it was written
 */
public record FloppyFormat(String name, int cylinders, int heads, int sectorsPerTrack, int kilobitsPerSecond) {
    /** All of them, smallest first. */
    private static final FloppyFormat[] ALL = {
        new FloppyFormat("160K", 40, 1, 8, 250),
        new FloppyFormat("180K", 40, 1, 9, 250),
        new FloppyFormat("320K", 40, 2, 8, 250),
        new FloppyFormat("360K", 40, 2, 9, 250),
        new FloppyFormat("720K", 80, 2, 9, 250),
        new FloppyFormat("1.2M", 80, 2, 15, 500),
        new FloppyFormat("1.44M", 80, 2, 18, 500),
        new FloppyFormat("1.68M", 80, 2, 21, 500),
        new FloppyFormat("1.72M", 82, 2, 21, 500),
        new FloppyFormat("2.88M", 80, 2, 36, 1000),
    };

    /** Bytes of the largest format. */
    static final long LARGEST = ALL[ALL.length - 1].length();

    /** Bytes of an image. */
    public long length() {
        return sectors() * 512L;
    }

    /** Sectors of an image. */
    public int sectors() {
        return cylinders * heads * sectorsPerTrack;
    }

    /** The format of exactly {@code length} bytes, or null. */
    public static FloppyFormat ofLength(long length) {
        for (FloppyFormat format : ALL) {
            if (format.length() == length) {
                return format;
            }
        }
        return null;
    }

    /**
     * The format of an image of {@code length} bytes: the one of that length, else the commonest that it fits on (1.44M, then
     * 2.88M), for images that leave out their unused end. Null if it fits on none.
     */
    public static FloppyFormat fitting(long length) {
        FloppyFormat exact = ofLength(length);
        if (exact != null) {
            return exact;
        }
        FloppyFormat common = ofLength(1_474_560);
        return length <= common.length() ? common : length <= LARGEST ? ALL[ALL.length - 1] : null;
    }
}
