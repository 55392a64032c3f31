package org.ring0.devices.board.boot;

/**
 * Multiboot2 Specification 2.0, architecture i386: a header of tags in the first 32 KiB, the kernel as ELF or at the
 * addresses in the header, moved if it says that it can be; modules, and the information structure.
 *
 * <p>Limits: entered in 32-bit protected mode only; there is no boot device, no network that was booted from, no EFI, and no
 * BIOS with APM, so that nothing is told of these.
 */
public final class Multiboot2Loader implements KernelLoader {
    private static final int LOADER_MAGIC = 0x36d76289;
    private static final int HIGHEST = 2;
    /** Interrupt vectors and the BIOS data area are before this. */
    private static final long FIRST_PAGES = 0x1000;

    @Override
    public boolean recognises(BootFile kernel) {
        return Multiboot2Header.find(kernel) >= 0;
    }

    @Override
    public BootPlan plan(BootRequest request) throws BootException {
        BootFile kernel = request.kernel();
        Multiboot2Header header = Multiboot2Header.of(kernel, Multiboot2Header.find(kernel));
        MemoryPlanner planner = new MemoryPlanner(kernel, request.memory());
        Multiboot2Info info = new Multiboot2Info(request.target(), request.fullCommandLine());
        int entry = header.addresses() != null
                ? loadByAddresses(kernel, header, planner, info)
                : loadElf(kernel, header, planner, info);
        if (header.video() != null) {
            info.video(header.video());
        } else if (header.textSupported()) {
            info.textScreen();
        }
        for (PlacedModule module : planner.placeModules(request.modules())) {
            info.module(module);
        }
        long at = info.place(planner);
        return new BootPlan(planner.pieces(), new BootPlan.Entry.Flat32(entry, LOADER_MAGIC, (int) at), header.video());
    }

    private static int loadElf(BootFile kernel, Multiboot2Header header, MemoryPlanner planner, Multiboot2Info info)
            throws BootException {
        if (!Elf.recognises(kernel)) {
            throw kernel.refuse("has a multiboot header without load addresses, but is no ELF file");
        }
        Elf elf = Elf.of(kernel);
        long moved = moveBy(kernel, header, elf.lowest(), elf.highest() - elf.lowest(), planner, info);
        elf.load(kernel.source(), moved, planner);
        ElfSections sections = ElfSections.of(kernel, elf.is64());
        if (sections != null) {
            long at = sections.place(planner);
            if (at >= 0) {
                info.sections(sections, sections.table(at));
            }
        }
        return (int) (moved + (header.entry() >= 0 ? header.entry() : elf.physicalEntry(kernel)));
    }

    private static int loadByAddresses(
            BootFile kernel, Multiboot2Header header, MemoryPlanner planner, Multiboot2Info info) throws BootException {
        if (header.entry() < 0) {
            throw kernel.refuse("has a multiboot header with load addresses, but without an entry address");
        }
        BootPlan.Piece piece = header.addresses().piece(kernel, header.offset());
        int entry = LoadAddresses.entry(kernel, piece, header.entry());
        long moved = moveBy(kernel, header, piece.physical(), piece.memorySize(), planner, info);
        planner.add(piece.moved(moved));
        return (int) (entry + moved);
    }

    /** How far the image is moved from where it was linked to; the information structure is told where it begins. */
    private static long moveBy(
            BootFile kernel,
            Multiboot2Header header,
            long linked,
            long length,
            MemoryPlanner planner,
            Multiboot2Info info)
            throws BootException {
        Multiboot2Header.Relocation r = header.relocation();
        if (r == null) {
            return 0;
        }
        long base = base(r, linked, length, planner);
        if (base < 0 || base < r.min() || base + length - 1 > r.max()) {
            throw kernel.refuse("can be moved to %x to %x only, where the machine has no %d bytes of RAM for it"
                    .formatted(r.min(), r.max(), length));
        }
        info.loadBase(base);
        return base - linked;
    }

    /** Without a preference it stays where it is if it may. Low memory is taken only if there is no other. */
    private static long base(Multiboot2Header.Relocation r, long linked, long length, MemoryPlanner planner) {
        if (r.preference() == HIGHEST) {
            return planner.highest(length, Math.max(r.min(), FIRST_PAGES), r.max() + 1, r.align());
        }
        boolean stays = r.preference() == 0 && linked >= r.min() && linked % r.align() == 0;
        long from = stays ? linked : Math.max(r.min(), E820Map.ONE_MIB);
        long base = planner.lowest(length, from, r.align());
        return base < 0 || base + length - 1 > r.max()
                ? planner.lowest(length, Math.max(r.min(), FIRST_PAGES), r.align())
                : base;
    }
}
