package org.ring0.devices.board.boot;

/**
 * An ELF32 kernel without any boot protocol: its segments at their physical addresses, entered in flat 32-bit protected
 * mode with nothing in the registers.
 */
public final class ElfLoader implements KernelLoader {
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
        if (!request.modules().isEmpty()) {
            throw kernel.refuse("has no multiboot header, so it cannot be given modules");
        }
        MemoryPlanner planner = new MemoryPlanner(kernel, request.memory());
        elf.load(kernel, 0, planner);
        return new BootPlan(planner.pieces(), new BootPlan.Entry.Flat32(elf.physicalEntry(kernel), 0, 0));
    }
}
