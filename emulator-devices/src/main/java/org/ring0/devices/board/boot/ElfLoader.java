package org.ring0.devices.board.boot;

/**
 * An ELF32 kernel without any boot protocol: its segments at their physical addresses, entered in flat 32-bit protected
 * mode with nothing in the registers.
 */
public final class ElfLoader implements KernelLoader {
    private static final int TYPE = 16;
    private static final int ET_DYN = 3;

    @Override
    public boolean recognises(BootFile kernel) {
        return Elf.recognises(kernel);
    }

    @Override
    public BootPlan plan(BootRequest request) throws BootException {
        BootFile kernel = request.kernel();
        Elf elf = Elf.of(kernel);
        if (elf.is64()) {
            throw kernel.refuse("is a 64-bit ELF file with neither a multiboot header nor a PVH entry point");
        }
        if (kernel.u16(TYPE) == ET_DYN && elf.lowest() < E820Map.ONE_MIB) {
            throw kernel.refuse(
                    "is a shared library or a program without an address of its own, which only a system can load");
        }
        if (!request.modules().isEmpty()) {
            throw kernel.refuse("has no multiboot header, so it cannot be given modules");
        }
        MemoryPlanner planner = new MemoryPlanner(kernel, request.memory());
        elf.load(kernel.source(), 0, planner);
        return new BootPlan(planner.pieces(), new BootPlan.Entry.Flat32(elf.physicalEntry(kernel), 0, 0));
    }
}
