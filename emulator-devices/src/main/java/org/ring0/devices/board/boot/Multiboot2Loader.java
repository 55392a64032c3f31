package org.ring0.devices.board.boot;

/**
 * Multiboot2 Specification 2.0, architecture i386: a header of tags in the first 32 KiB, the kernel as ELF or at the
 * addresses in the header, modules, and the information structure.
 *
 * <p>Limits: relocatable kernels lie where they were linked; a wish for a video mode is not fulfilled, the kernel is told of
 * the text screen instead; EFI entry points are ignored, as they may be where there is no EFI.
 */
public final class Multiboot2Loader implements KernelLoader {
    private static final int HEADER_MAGIC = 0xe85250d6;
    private static final int LOADER_MAGIC = 0x36d76289;
    private static final int SEARCH = 32768;
    private static final int HEADER_SIZE = 16;
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

    /** What the tags say. */
    private static final class Header {
        LoadAddresses addresses;
        long entry = -1;
    }

    @Override
    public boolean recognises(BootFile kernel) {
        return headerOffset(kernel) >= 0;
    }

    private static int headerOffset(BootFile kernel) {
        for (int at = 0; at + HEADER_SIZE <= Math.min(SEARCH, kernel.length()); at += 8) {
            long sum = kernel.u32(at) + kernel.u32(at + 4) + kernel.u32(at + 8) + kernel.u32(at + 12);
            if ((int) kernel.u32(at) == HEADER_MAGIC && (int) sum == 0) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public BootPlan plan(BootRequest request) throws BootException {
        BootFile kernel = request.kernel();
        int at = headerOffset(kernel);
        if (kernel.u32(at + 4) != ARCHITECTURE_I386) {
            throw kernel.refuse("has a multiboot header for another machine, not for the x86");
        }
        Header header = header(kernel, at);
        MemoryPlanner planner = new MemoryPlanner(kernel, request.memory());
        int entry = header.addresses != null
                ? loadByAddresses(kernel, at, header, planner)
                : loadElf(kernel, header, planner);
        Multiboot2Info info = new Multiboot2Info(request.memory(), request.fullCommandLine());
        for (PlacedModule module : planner.placeModules(request.modules())) {
            info.module(module);
        }
        return new BootPlan(
                planner.pieces(), new BootPlan.Entry.Flat32(entry, LOADER_MAGIC, (int) info.place(planner)));
    }

    private static Header header(BootFile kernel, int at) throws BootException {
        long end = at + kernel.u32(at + 8);
        Header header = new Header();
        for (long tag = at + HEADER_SIZE; tag + TAG_SIZE <= end; ) {
            int type = kernel.u16(tag);
            long size = kernel.u32(tag + 4);
            if (size < TAG_SIZE || !kernel.has(tag, size)) {
                throw kernel.refuse("is cut short: a tag of its multiboot header lies beyond its end");
            }
            if (type == END) {
                return header;
            }
            take(kernel, tag, size, header);
            tag += size + 7 & ~7L;
        }
        throw kernel.refuse("has a multiboot header without an end tag");
    }

    private static void take(BootFile kernel, long tag, long size, Header header) throws BootException {
        boolean optional = (kernel.u16(tag + 2) & OPTIONAL) != 0;
        switch (kernel.u16(tag)) {
            case INFORMATION_REQUEST -> {
                for (long at = tag + TAG_SIZE; at + 4 <= tag + size && !optional; at += 4) {
                    if (kernel.u32(at) > LAST_INFORMATION) {
                        throw kernel.refuse("asks its boot loader for information that there is not: type %d"
                                .formatted(kernel.u32(at)));
                    }
                }
            }
            case ADDRESS ->
                header.addresses = new LoadAddresses(
                        kernel.u32(tag + 8), kernel.u32(tag + 12), kernel.u32(tag + 16), kernel.u32(tag + 20));
            case ENTRY_ADDRESS -> header.entry = kernel.u32(tag + 8);
            case CONSOLE_FLAGS, FRAMEBUFFER, MODULE_ALIGNMENT, EFI_BOOT_SERVICES, EFI_ENTRY_I386, EFI_ENTRY_AMD64 -> {}
            case RELOCATABLE -> {}
            default -> {
                if (!optional) {
                    throw kernel.refuse(
                            "asks its boot loader for a feature that there is not: tag %d".formatted(kernel.u16(tag)));
                }
            }
        }
    }

    private static int loadElf(BootFile kernel, Header header, MemoryPlanner planner) throws BootException {
        if (!Elf.recognises(kernel)) {
            throw kernel.refuse("has a multiboot header without load addresses, but is no ELF file");
        }
        Elf elf = Elf.of(kernel);
        elf.load(kernel, planner);
        return header.entry >= 0 ? (int) header.entry : elf.physicalEntry(kernel);
    }

    private static int loadByAddresses(BootFile kernel, int at, Header header, MemoryPlanner planner)
            throws BootException {
        if (header.entry < 0) {
            throw kernel.refuse("has a multiboot header with load addresses, but without an entry address");
        }
        BootPlan.Piece piece = header.addresses.piece(kernel, at);
        planner.add(piece);
        return LoadAddresses.entry(kernel, piece, header.entry);
    }
}
