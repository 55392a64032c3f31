package org.ring0.devices.storage.image;

/** The primary volume descriptor of ISO 9660 (ECMA-119, 8.4), at sector 16. */
final class Iso9660 {
    private static final int DESCRIPTOR = 0x8000;

    private Iso9660() {}

    static boolean isIso(ImageHead head) {
        return head.has(DESCRIPTOR + 1, "CD001");
    }

    /** Refuses an image that is shorter than its volume, or ends inside a sector. */
    static void check(ImageHead head) throws ImageException {
        long blocks = head.u32(DESCRIPTOR + 80);
        int blockSize = head.u16(DESCRIPTOR + 128) == 0 ? 2048 : head.u16(DESCRIPTOR + 128);
        // Other first descriptors (a boot record) say nothing about the size.
        if (isIso(head) && head.u8(DESCRIPTOR) == 1 && blocks * blockSize > head.length()) {
            throw head.cutShort("its volume has %d bytes, the file %d".formatted(blocks * blockSize, head.length()));
        }
        if (head.length() % 512 != 0) {
            throw head.cutShort(head.length() + " bytes are no whole number of sectors");
        }
    }
}
