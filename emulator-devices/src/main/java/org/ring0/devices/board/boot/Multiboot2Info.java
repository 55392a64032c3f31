package org.ring0.devices.board.boot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The information structure of Multiboot2 2.0 (3.6): a total size and tags, each on a multiple of 8 bytes. */
final class Multiboot2Info {
    private static final int END = 0;
    private static final int COMMAND_LINE = 1;
    private static final int LOADER_NAME = 2;
    private static final int MODULE = 3;
    private static final int BASIC_MEMORY = 4;
    private static final int MEMORY_MAP = 6;
    private static final int VBE = 7;
    private static final int FRAMEBUFFER = 8;
    private static final int ELF_SECTIONS = 9;
    private static final int SMBIOS = 13;
    private static final int ACPI_OLD = 14;
    private static final int ACPI_NEW = 15;
    private static final int LOAD_BASE = 21;

    private static final int MAP_ENTRY_SIZE = 24;
    private static final int LOW_MEMORY = 0x9000;
    private static final int TEXT_SCREEN = 0xb_8000;
    private static final byte RGB = 1;
    private static final byte EGA_TEXT = 2;

    /** Where a block that the tag holds would lie if it were somebody's to point to. */
    private static final long NOWHERE = E820Map.FOUR_GIB;

    private final ByteArrayOutputStream tags = new ByteArrayOutputStream();

    Multiboot2Info(BootTarget target, String commandLine) {
        E820Map memory = target.memory();
        string(COMMAND_LINE, commandLine);
        string(LOADER_NAME, "ring0");
        tag(BASIC_MEMORY, bytes(8).putInt((int) (memory.lowMemory() >> 10)).putInt((int)
                (memory.extendedMemory() >> 10)));
        memoryMap(memory);
        managementTables(target);
        rootPointer(ACPI_OLD, target.oldRootPointer());
        rootPointer(ACPI_NEW, target.rootPointer());
    }

    private void managementTables(BootTarget target) {
        BootTarget.ManagementTables tables = target.managementTables();
        if (tables != null) {
            ByteBuffer content = bytes(8 + tables.structures().length);
            content.put((byte) tables.major()).put((byte) tables.minor());
            tag(SMBIOS, content.position(8).put(tables.structures()));
        }
    }

    private void rootPointer(int type, byte[] content) {
        if (content.length > 0) {
            tag(type, bytes(content.length).put(content));
        }
    }

    void textScreen() {
        tag(FRAMEBUFFER, screen(24, TEXT_SCREEN, 160, 80, 25).put((byte) 16).put(EGA_TEXT));
    }

    void video(VideoMode mode) {
        long address = FirmwareStandIn.FRAME_BUFFER & 0xffff_ffffL;
        ByteBuffer content = screen(30, address, mode.pitch(), mode.width(), mode.height());
        tag(
                FRAMEBUFFER,
                content.put((byte) mode.depth()).put(RGB).putShort((short) 0).put(mode.fields()));
        VbeInfo vbe = VbeInfo.of(mode);
        if (vbe != null) {
            ByteBuffer blocks = bytes(8 + VbeInfo.CONTROL_SIZE + VbeInfo.MODE_SIZE);
            blocks.putShort((short) vbe.mode()).position(8);
            tag(VBE, blocks.put(vbe.control(NOWHERE)).put(vbe.modeInformation()));
        }
    }

    private static ByteBuffer screen(int length, long address, int pitch, int width, int height) {
        return bytes(length).putLong(address).putInt(pitch).putInt(width).putInt(height);
    }

    void sections(ElfSections sections, byte[] content) {
        tag(
                ELF_SECTIONS,
                bytes(12 + content.length)
                        .putInt(sections.count)
                        .putInt(sections.entrySize)
                        .putInt(sections.namesIndex)
                        .put(content));
    }

    /** Where a relocatable kernel begins. */
    void loadBase(long physical) {
        tag(LOAD_BASE, bytes(4).putInt((int) physical));
    }

    void module(PlacedModule module) {
        byte[] text = cString(module.string());
        tag(
                MODULE,
                bytes(8 + text.length)
                        .putInt((int) module.start())
                        .putInt((int) module.end())
                        .put(text));
    }

    /** Puts the structure into low memory, or above the kernel if that is full; returns where. */
    long place(MemoryPlanner planner) throws BootException {
        tag(END, bytes(0));
        ByteBuffer all = bytes(8 + tags.size());
        all.putInt(all.capacity()).putInt(0).put(tags.toByteArray());
        return planner.place(all.array(), LOW_MEMORY, 8);
    }

    private void memoryMap(E820Map memory) {
        ByteBuffer map = bytes(8 + MAP_ENTRY_SIZE * memory.entries().size());
        map.putInt(MAP_ENTRY_SIZE).putInt(0);
        for (E820Map.Entry entry : memory.entries()) {
            map.putLong(entry.base())
                    .putLong(entry.length())
                    .putInt(entry.type().code())
                    .putInt(0);
        }
        tag(MEMORY_MAP, map);
    }

    private void string(int type, String text) {
        byte[] content = cString(text);
        tag(type, bytes(content.length).put(content));
    }

    private void tag(int type, ByteBuffer content) {
        int size = 8 + content.capacity();
        ByteBuffer tag = bytes(size + 7 & ~7);
        tag.putInt(type).putInt(size).put(content.array());
        tags.writeBytes(tag.array());
    }

    private static byte[] cString(String text) {
        return (text.replace('\0', ' ') + '\0').getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
