package org.ring0.devices.board.boot;

/**
 * Multiboot Specification 0.6.96: a header in the first 8 KiB, the kernel as ELF or at the addresses in the header, modules,
 * and the information structure.
 *
 * <p>Limits: a wish for a video mode is not fulfilled, the kernel is told of the text screen instead; there is no
 * information on drives, ROM configuration, APM or symbols.
 */
public final class Multiboot1Loader implements KernelLoader {
    private static final int HEADER_MAGIC = 0x1badb002;
    private static final int LOADER_MAGIC = 0x2badb002;
    private static final int SEARCH = 8192;
    private static final int HEADER_SIZE = 12;
    private static final int ADDRESS_FIELDS = 32;

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
        MemoryPlanner planner = new MemoryPlanner(kernel, request.memory());
        int entry = (flags & FLAG_ADDRESSES) != 0 ? loadByAddresses(kernel, header, planner) : loadElf(kernel, planner);
        Multiboot1Info info = new Multiboot1Info(request.memory()).commandLine(request.fullCommandLine());
        for (PlacedModule module : planner.placeModules(request.modules())) {
            info.module(module);
        }
        return new BootPlan(
                planner.pieces(), new BootPlan.Entry.Flat32(entry, LOADER_MAGIC, (int) info.place(planner)));
    }

    private static int loadElf(BootFile kernel, MemoryPlanner planner) throws BootException {
        if (!Elf.recognises(kernel)) {
            throw kernel.refuse("has a multiboot header without load addresses, but is no ELF file");
        }
        Elf elf = Elf.of(kernel);
        elf.load(kernel, planner);
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
