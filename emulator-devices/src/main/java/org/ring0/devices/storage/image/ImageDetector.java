package org.ring0.devices.storage.image;

import java.nio.file.Path;

/**
 * Tells what a file is from its content; its name counts for nothing. Most specific first: GRUB's own floppy image, for
 * one, holds a Multiboot header, and every bzImage a boot sector's signature.
 */
public final class ImageDetector {
    private static final int MULTIBOOT1_MAGIC = 0x1BADB002;
    private static final int MULTIBOOT1_SEARCH = 8192;
    private static final int MULTIBOOT2_MAGIC = 0xE85250D6;
    private static final int MULTIBOOT2_SEARCH = 32768;

    private ImageDetector() {}

    /**
     * The type of an image or kernel.
     *
     * @throws ImageException if the file is missing, unreadable, cut short, for another machine, or nothing that boots
     */
    public static ImageType detect(Path path) throws ImageException {
        ImageHead head = ImageHead.of(path);
        if (ElfHeader.isElf(head)) {
            ElfHeader.check(head);
            ImageType multiboot = multiboot(head);
            return multiboot != null ? multiboot : ImageType.ELF;
        }
        if (isBzImage(head)) {
            return ImageType.BZIMAGE;
        }
        if (Iso9660.isIso(head)) {
            Iso9660.check(head);
            return ImageType.CDROM;
        }
        if (BootSector.hasSignature(head) || FloppyFormat.ofLength(head.length()) != null) {
            BootSector.check(head);
            return BootSector.isFloppy(head) ? ImageType.FLOPPY : ImageType.HARD_DISK;
        }
        ImageType multiboot = multiboot(head);
        if (multiboot == null) {
            String found = FileSignature.of(head.bytes());
            throw new ImageException(path + " is neither a floppy, disk or CD image nor a kernel"
                    + (found == null ? "" : ", but " + found));
        }
        return multiboot;
    }

    /** The Multiboot version whose header the file has, or null. Multiboot 2 first: it has the stronger claim. */
    private static ImageType multiboot(ImageHead head) {
        for (int at = 0; at < MULTIBOOT2_SEARCH; at += 8) {
            if ((int) head.u32(at) == MULTIBOOT2_MAGIC && sum(head, at, 4) == 0) {
                return ImageType.MULTIBOOT2;
            }
        }
        for (int at = 0; at < MULTIBOOT1_SEARCH; at += 4) {
            if ((int) head.u32(at) == MULTIBOOT1_MAGIC && sum(head, at, 3) == 0) {
                return ImageType.MULTIBOOT1;
            }
        }
        return null;
    }

    private static int sum(ImageHead head, int at, int dwords) {
        int sum = 0;
        for (int i = 0; i < dwords; i++) {
            sum += (int) head.u32(at + 4 * i);
        }
        return sum;
    }

    /** The setup header of Documentation/arch/x86/boot.rst: the kernel's length is known from protocol 2.04 on. */
    private static boolean isBzImage(ImageHead head) throws ImageException {
        if (!head.has(0x202, "HdrS") || !BootSector.hasSignature(head)) {
            return false;
        }
        int setupSectors = head.u8(0x1F1) == 0 ? 4 : head.u8(0x1F1);
        long paragraphs = head.u16(0x206) >= 0x204 ? head.u32(0x1F4) : head.u16(0x1F4);
        long needed = (setupSectors + 1) * 512L + paragraphs * 16;
        // The last paragraph may be filled up in memory only.
        if (needed - 15 > head.length()) {
            throw head.cutShort("the kernel in it has %d bytes, the file %d".formatted(needed, head.length()));
        }
        return true;
    }
}
