package org.ring0.devices.board.boot;

/**
 * The header of a Multiboot2 kernel (Multiboot2 2.0, 3.1): what its tags ask for. A tag that is not known must be marked as
 * optional.
 */
final class Multiboot2Header {
    private static final int MAGIC = 0xe85250d6;
    private static final int SEARCH = 32768;
    private static final int SIZE = 16;
    private static final int ARCHITECTURE_I386 = 0;
    private static final int TAG_SIZE = 8;
    private static final int OPTIONAL = 1;
    /** The largest type of information that the specification knows. */
    private static final int LAST_INFORMATION = 21;

    private static final int END = 0;
    private static final int INFORMATION_REQUEST = 1;
    private static final int ADDRESS = 2;
    private static final int ENTRY_ADDRESS = 3;
    private static final int CONSOLE_FLAGS = 4;
    private static final int FRAMEBUFFER = 5;
    private static final int MODULE_ALIGNMENT = 6;
    private static final int EFI_BOOT_SERVICES = 7;
    private static final int EFI_ENTRY_I386 = 8;
    private static final int EFI_ENTRY_AMD64 = 9;
    private static final int RELOCATABLE = 10;

    /** As load address: the file is loaded as a whole. */
    private static final long FROM_THE_BEGINNING = 0xffff_ffffL;

    private static final int CONSOLE_REQUIRED = 1;
    private static final int EGA_TEXT_SUPPORTED = 2;

    /**
     * The relocatable tag.
     *
     * @param min the lowest address that the image may have
     * @param max the highest address at which it may end
     * @param align what the address must be a multiple of
     * @param preference 0 for none, 1 for the lowest address, 2 for the highest
     */
    record Relocation(long min, long max, long align, long preference) {}

    private final BootFile kernel;
    private final int offset;
    private LoadAddresses addresses;
    private Relocation relocation;
    private long entry = -1;
    private boolean consoleRequired;
    private boolean textSupported = true;
    private VideoMode video;

    private Multiboot2Header(BootFile kernel, int offset) {
        this.kernel = kernel;
        this.offset = offset;
    }

    /** Where it is in the file, or -1. */
    static int find(BootFile kernel) {
        for (int at = 0; at + SIZE <= Math.min(SEARCH, kernel.length()); at += 8) {
            if ((int) kernel.u32(at) == MAGIC && sum(kernel, at) == 0) {
                return at;
            }
        }
        return -1;
    }

    private static int sum(BootFile kernel, int at) {
        return (int) (kernel.u32(at) + kernel.u32(at + 4) + kernel.u32(at + 8) + kernel.u32(at + 12));
    }

    /** Reads the header at {@code at}. */
    static Multiboot2Header of(BootFile kernel, int at) throws BootException {
        if (kernel.u32(at + 4) != ARCHITECTURE_I386) {
            throw kernel.refuse("has a multiboot header for another machine, not for the x86");
        }
        Multiboot2Header header = new Multiboot2Header(kernel, at);
        header.readTags();
        if (header.consoleRequired && !header.textSupported && header.video == null) {
            throw kernel.refuse("requires a console, but supports neither a text screen nor a frame buffer");
        }
        return header;
    }

    private void readTags() throws BootException {
        long end = offset + kernel.u32(offset + 8);
        for (long tag = offset + SIZE; tag + TAG_SIZE <= end; ) {
            int type = kernel.u16(tag);
            long size = kernel.u32(tag + 4);
            if (size < TAG_SIZE || !kernel.has(tag, size)) {
                throw kernel.refuse("is cut short: a tag of its multiboot header lies beyond its end");
            }
            if (type == END) {
                return;
            }
            if (size < leastSize(type)) {
                throw kernel.refuse("has a multiboot header whose tag %d is too short: %d bytes".formatted(type, size));
            }
            take(type, tag, size);
            tag += size + 7 & ~7L;
        }
        throw kernel.refuse("has a multiboot header without an end tag");
    }

    private static int leastSize(int type) {
        return switch (type) {
            case ADDRESS, RELOCATABLE -> 24;
            case FRAMEBUFFER -> 20;
            case ENTRY_ADDRESS, CONSOLE_FLAGS -> 12;
            default -> TAG_SIZE;
        };
    }

    private void take(int type, long tag, long size) throws BootException {
        long first = kernel.u32(tag + 8);
        switch (type) {
            case INFORMATION_REQUEST -> checkRequest(tag, size);
            case ADDRESS -> {
                long load = kernel.u32(tag + 12) == FROM_THE_BEGINNING ? first - offset : kernel.u32(tag + 12);
                addresses = new LoadAddresses(first, load, kernel.u32(tag + 16), kernel.u32(tag + 20));
            }
            case ENTRY_ADDRESS -> entry = first;
            case CONSOLE_FLAGS -> {
                consoleRequired = (first & CONSOLE_REQUIRED) != 0;
                textSupported = (first & EGA_TEXT_SUPPORTED) != 0;
            }
            case FRAMEBUFFER -> video = VideoMode.forWish(first, kernel.u32(tag + 12), kernel.u32(tag + 16));
            case RELOCATABLE ->
                relocation = new Relocation(
                        first, kernel.u32(tag + 12), Math.max(1, kernel.u32(tag + 16)), kernel.u32(tag + 20));
            // Modules are aligned in any case; the others may be ignored where there is no EFI.
            case MODULE_ALIGNMENT, EFI_BOOT_SERVICES, EFI_ENTRY_I386, EFI_ENTRY_AMD64 -> {}
            default -> {
                if (!isOptional(tag)) {
                    throw kernel.refuse("asks its boot loader for a feature that there is not: tag %d".formatted(type));
                }
            }
        }
    }

    /** Information that is known need not be there (3.1.5). */
    private void checkRequest(long tag, long size) throws BootException {
        for (long at = tag + TAG_SIZE; at + 4 <= tag + size && !isOptional(tag); at += 4) {
            if (kernel.u32(at) > LAST_INFORMATION) {
                throw kernel.refuse(
                        "asks its boot loader for information that there is not: type %d".formatted(kernel.u32(at)));
            }
        }
    }

    private boolean isOptional(long tag) {
        return (kernel.u16(tag + 2) & OPTIONAL) != 0;
    }

    int offset() {
        return offset;
    }

    /** The address tag, or null. */
    LoadAddresses addresses() {
        return addresses;
    }

    /** The relocatable tag, or null. */
    Relocation relocation() {
        return relocation;
    }

    /** The entry address tag, or -1. */
    long entry() {
        return entry;
    }

    /** The mode that a frame buffer tag wishes for, or null. */
    VideoMode video() {
        return video;
    }

    /** Whether the kernel can make use of the text screen. */
    boolean textSupported() {
        return textSupported;
    }
}
