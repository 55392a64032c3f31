package org.ring0.devices.storage.image;

/** What a file is, judged by its content alone. */
public enum ImageType {
    /** The sectors of a floppy disk. */
    FLOPPY("floppy image"),
    /** The sectors of a hard disk, with a master boot record. */
    HARD_DISK("hard-disk image"),
    /** An ISO 9660 image; a hybrid one also counts as a CD. */
    CDROM("ISO 9660 image"),
    /** A kernel with a Multiboot 1 header, ELF or of the header's own address fields. */
    MULTIBOOT1("Multiboot kernel"),
    /** A kernel with a Multiboot 2 header. */
    MULTIBOOT2("Multiboot 2 kernel"),
    /** An x86 ELF executable without a Multiboot header. */
    ELF("ELF kernel"),
    /** A Linux bzImage, or what is loaded like one. */
    BZIMAGE("Linux bzImage");

    private final String description;

    ImageType(String description) {
        this.description = description;
    }

    /** In words, for messages. */
    public String description() {
        return description;
    }

    /** Whether it is loaded by a boot protocol instead of being put in a drive. */
    public boolean isKernel() {
        return ordinal() >= MULTIBOOT1.ordinal();
    }
}
