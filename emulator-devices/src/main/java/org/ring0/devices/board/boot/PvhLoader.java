package org.ring0.devices.board.boot;

import java.util.List;
import java.util.OptionalLong;

/**
 * The x86/HVM direct boot ABI of Xen ("PVH", docs/misc/pvh.pandoc): an ELF file, 32 or 64 bit, whose note
 * XEN_ELFNOTE_PHYS32_ENTRY has the physical address at which it is entered in 32-bit protected mode with paging off, EBX
 * pointing to {@code hvm_start_info}. The modules are what the kernel makes of them: Linux takes the first as its RAM disk.
 */
public final class PvhLoader implements KernelLoader {
    private static final String OWNER = "Xen";
    private static final int XEN_ELFNOTE_PHYS32_ENTRY = 18;

    private static final int MAGIC = 0x336e_c578;
    private static final int VERSION = 1;
    private static final int START_INFO_SIZE = 56;
    private static final int MODULE_SIZE = 32;
    private static final int MAP_ENTRY_SIZE = 24;
    private static final int LOW_MEMORY = 0x9000;

    @Override
    public boolean recognises(BootFile kernel) {
        try {
            return Elf.recognises(kernel) && entry(kernel, Elf.of(kernel)).isPresent();
        } catch (BootException e) {
            return false; // the loader for plain ELF files will say why
        }
    }

    private static OptionalLong entry(BootFile kernel, Elf elf) {
        return elf.note(kernel, OWNER, XEN_ELFNOTE_PHYS32_ENTRY);
    }

    @Override
    public BootPlan plan(BootRequest request) throws BootException {
        BootFile kernel = request.kernel();
        Elf elf = Elf.of(kernel);
        if (elf.is64()) {
            request.demandLongMode();
        }
        long entry = entry(kernel, elf).orElse(-1);
        if (!elf.holdsPhysical(entry)) {
            throw kernel.refuse("has its PVH entry point, %x, outside everything that it loads".formatted(entry));
        }
        MemoryPlanner planner = new MemoryPlanner(kernel, request.memory());
        elf.load(kernel.source(), 0, planner);
        List<PlacedModule> modules = planner.placeModules(request.modules());
        int length = startInfo(request, modules, 0).length;
        long at = planner.place(length, LOW_MEMORY, 16, base -> startInfo(request, modules, base));
        return new BootPlan(planner.pieces(), new BootPlan.Entry.Flat32((int) entry, 0, (int) at));
    }

    private static byte[] startInfo(BootRequest request, List<PlacedModule> modules, long at) {
        List<E820Map.Entry> map = request.memory().entries();
        InfoBlock block = new InfoBlock(at);
        block.reserve(START_INFO_SIZE);
        int modulesAt = block.reserve(MODULE_SIZE * modules.size());
        int mapAt = block.reserve(MAP_ENTRY_SIZE * map.size());
        block.dword(0, MAGIC);
        block.dword(4, VERSION);
        block.dword(12, modules.size());
        block.qword(16, modules.isEmpty() ? 0 : block.address(modulesAt));
        block.qword(24, block.string(request.commandLine()));
        block.qword(32, FirmwareStandIn.TABLES);
        block.qword(40, block.address(mapAt));
        block.dword(48, map.size());
        for (int i = 0; i < modules.size(); i++) {
            int entry = modulesAt + MODULE_SIZE * i;
            block.qword(entry, modules.get(i).start());
            block.qword(entry + 8, modules.get(i).end() - modules.get(i).start());
            block.qword(entry + 16, block.string(modules.get(i).string()));
        }
        for (int i = 0; i < map.size(); i++) {
            int entry = mapAt + MAP_ENTRY_SIZE * i;
            block.qword(entry, map.get(i).base());
            block.qword(entry + 8, map.get(i).length());
            block.dword(entry + 16, map.get(i).type().code());
        }
        return block.content();
    }
}
