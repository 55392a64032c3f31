package org.ring0.devices.board.boot;

import java.util.ArrayList;
import java.util.List;

/** The information structure of Multiboot 0.6.96 (3.3) with all that it points to, as one block of memory. */
final class Multiboot1Info {
    private static final int FLAG_MEMORY = 1;
    private static final int FLAG_COMMAND_LINE = 1 << 2;
    private static final int FLAG_MODULES = 1 << 3;
    private static final int FLAG_ELF_SECTIONS = 1 << 5;
    private static final int FLAG_MEMORY_MAP = 1 << 6;
    private static final int FLAG_LOADER_NAME = 1 << 9;
    private static final int FLAG_VBE = 1 << 11;
    private static final int FLAG_FRAMEBUFFER = 1 << 12;
    private static final int SIZE = 116;
    private static final int MODULE_SIZE = 16;
    private static final int MAP_ENTRY_SIZE = 24;
    /** Above the BIOS data area and where boot sectors live, below the stack. */
    private static final int LOW_MEMORY = 0x9000;

    private static final int TEXT_SCREEN = 0xb_8000;
    private static final int RGB = 1;
    private static final int EGA_TEXT = 2;
    private static final String LOADER_NAME = "ring0";

    private final E820Map memory;
    private String commandLine = "";
    private final List<PlacedModule> modules = new ArrayList<>();
    private ElfSections sections;
    private long sectionsAt;
    private VideoMode video;

    Multiboot1Info(E820Map memory) {
        this.memory = memory;
    }

    Multiboot1Info commandLine(String text) {
        commandLine = text;
        return this;
    }

    void module(PlacedModule module) {
        modules.add(module);
    }

    void sections(ElfSections headers, long physical) {
        sections = headers;
        sectionsAt = physical;
    }

    /** The mode that is set, or null for the text screen. */
    void video(VideoMode mode) {
        video = mode;
    }

    /** Puts the block into low memory, or above the kernel if that is full; returns where. */
    long place(MemoryPlanner planner) throws BootException {
        return planner.place(encode(0).length, LOW_MEMORY, 16, this::encode);
    }

    private byte[] encode(long at) {
        InfoBlock block = new InfoBlock(at);
        block.reserve(SIZE);
        int modulesAt = block.reserve(MODULE_SIZE * modules.size());
        int mapAt = block.reserve(MAP_ENTRY_SIZE * memory.entries().size());
        block.dword(0, flags());
        block.dword(4, memory.lowMemory() >> 10);
        block.dword(8, memory.extendedMemory() >> 10);
        block.dword(16, block.string(commandLine));
        block.dword(20, modules.size());
        block.dword(24, block.address(modulesAt));
        if (sections != null) {
            block.dword(28, sections.count);
            block.dword(32, sections.entrySize);
            block.dword(36, sectionsAt);
            block.dword(40, sections.namesIndex);
        }
        block.dword(44, (long) MAP_ENTRY_SIZE * memory.entries().size());
        block.dword(48, block.address(mapAt));
        block.dword(64, block.string(LOADER_NAME));
        screen(block);
        vbe(block);
        for (int i = 0; i < modules.size(); i++) {
            module(block, modulesAt + MODULE_SIZE * i, modules.get(i));
        }
        memoryMap(block, mapAt);
        return block.content();
    }

    private int flags() {
        return FLAG_MEMORY
                | FLAG_COMMAND_LINE
                | (modules.isEmpty() ? 0 : FLAG_MODULES)
                | (sections == null ? 0 : FLAG_ELF_SECTIONS)
                | FLAG_MEMORY_MAP
                | FLAG_LOADER_NAME
                | (VbeInfo.of(video) == null ? 0 : FLAG_VBE)
                | FLAG_FRAMEBUFFER;
    }

    private static void module(InfoBlock block, int at, PlacedModule module) {
        block.dword(at, module.start());
        block.dword(at + 4, module.end());
        block.dword(at + 8, block.string(module.string()));
    }

    /** The 80 by 25 text screen as a frame buffer of characters, or the frame buffer of pixels. */
    private void screen(InfoBlock block) {
        boolean text = video == null;
        block.qword(88, text ? TEXT_SCREEN : FirmwareStandIn.FRAME_BUFFER & 0xffff_ffffL);
        block.dword(96, text ? 160 : video.pitch());
        block.dword(100, text ? 80 : video.width());
        block.dword(104, text ? 25 : video.height());
        block.bytes(108, (byte) (text ? 16 : video.depth()), (byte) (text ? EGA_TEXT : RGB));
        if (!text) {
            block.bytes(110, video.fields());
        }
    }

    /** There is no protected-mode interface. */
    private void vbe(InfoBlock block) {
        VbeInfo vbe = VbeInfo.of(video);
        if (vbe != null) {
            int control = block.reserve(VbeInfo.CONTROL_SIZE);
            int mode = block.reserve(VbeInfo.MODE_SIZE);
            block.bytes(control, vbe.control(block.address(control)));
            block.bytes(mode, vbe.modeInformation());
            block.dword(72, block.address(control));
            block.dword(76, block.address(mode));
            block.dword(80, vbe.mode());
        }
    }

    private void memoryMap(InfoBlock block, int mapAt) {
        int at = mapAt;
        for (E820Map.Entry entry : memory.entries()) {
            block.dword(at, MAP_ENTRY_SIZE - 4);
            block.qword(at + 4, entry.base());
            block.qword(at + 12, entry.length());
            block.dword(at + 20, entry.type().code());
            at += MAP_ENTRY_SIZE;
        }
    }
}
