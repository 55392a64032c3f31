package org.ring0.devices.board.boot;

/**
 * Multiboot Specification 0.6.96: a header in the first 8 KiB, the kernel as ELF, 32 or 64 bit, or at the addresses in the
 * header, modules, symbols, and the information structure. A wish for a linear graphics mode is fulfilled.
 *
 * <p>Limits: what a BIOS would be asked for is not told, since there is none: drives, ROM configuration, APM; nor a boot device,
 * as a kernel that was not loaded from a disk gets none.
 */
public final class Multiboot1Loader implements KernelLoader {
    private static final int HEADER_MAGIC = 0x1badb002;
    private static final int LOADER_MAGIC = 0x2badb002;
    private static final int SEARCH = 8192;
    private static final int HEADER_SIZE = 12;
    private static final int ADDRESS_FIELDS = 32;
    private static final int VIDEO_FIELDS = 48;

    private static final int FLAG_PAGE_ALIGN = 1;
    private static final int FLAG_MEMORY = 1 << 1;
    private static final int FLAG_VIDEO = 1 << 2;
    private static final int FLAG_ADDRESSES = 1 << 16;
    private static final int MANDATORY = 0xffff;

    @Override
    public boolean recognises(BootFile kernel) {
        return headerOffset(kernel) >= 0;
    }

    private static int headerOffset(BootFile kernel) {
        for (int at = 0; at + HEADER_SIZE <= Math.min(SEARCH, kernel.length()); at += 4) {
            if ((int) kernel.u32(at) == HEADER_MAGIC
                    && (int) (kernel.u32(at) + kernel.u32(at + 4) + kernel.u32(at + 8)) == 0) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public BootPlan plan(BootRequest request) throws BootException {
        BootFile kernel = request.kernel();
        int header = headerOffset(kernel);
        int flags = (int) kernel.u32(header + 4);
        int unknown = flags & MANDATORY & ~(FLAG_PAGE_ALIGN | FLAG_MEMORY | FLAG_VIDEO);
        if (unknown != 0) {
            throw kernel.refuse("asks its boot loader for features that there are not: flags %x".formatted(unknown));
        }
        VideoMode video = video(kernel, header, flags);
        MemoryPlanner planner = new MemoryPlanner(kernel, request.memory());
        Multiboot1Info info = new Multiboot1Info(request.memory()).commandLine(request.fullCommandLine());
        info.video(video);
        int entry = (flags & FLAG_ADDRESSES) != 0
                ? loadByAddresses(kernel, header, planner)
                : loadElf(kernel, planner, info);
        for (PlacedModule module : planner.placeModules(request.modules())) {
            info.module(module);
        }
        long at = info.place(planner);
        return new BootPlan(planner.pieces(), new BootPlan.Entry.Flat32(entry, LOADER_MAGIC, (int) at), video);
    }

    /** The graphics mode that is wished for (3.1.4), or null. */
    private static VideoMode video(BootFile kernel, int header, int flags) {
        boolean linear = (flags & FLAG_VIDEO) != 0 && kernel.has(header, VIDEO_FIELDS) && kernel.u32(header + 32) == 0;
        return linear
                ? VideoMode.forWish(kernel.u32(header + 36), kernel.u32(header + 40), kernel.u32(header + 44))
                : null;
    }

    private static int loadElf(BootFile kernel, MemoryPlanner planner, Multiboot1Info info) throws BootException {
        if (!Elf.recognises(kernel)) {
            throw kernel.refuse("has a multiboot header without load addresses, but is no ELF file");
        }
        Elf elf = Elf.of(kernel);
        elf.load(kernel.source(), 0, planner);
        ElfSections sections = ElfSections.of(kernel, elf.is64());
        if (sections != null) {
            long at = sections.place(planner);
            if (at >= 0) {
                info.sections(sections, at);
            }
        }
        return elf.physicalEntry(kernel);
    }

    /** The address fields (3.1.3), which kernels in formats other than ELF use. */
    private static int loadByAddresses(BootFile kernel, int header, MemoryPlanner planner) throws BootException {
        if (!kernel.has(header, ADDRESS_FIELDS)) {
            throw kernel.refuse("is cut short: its multiboot header lies beyond its end");
        }
        LoadAddresses addresses = new LoadAddresses(
                kernel.u32(header + 12), kernel.u32(header + 16), kernel.u32(header + 20), kernel.u32(header + 24));
        BootPlan.Piece piece = addresses.piece(kernel, header);
        planner.add(piece);
        return LoadAddresses.entry(kernel, piece, kernel.u32(header + 28));
    }
}
