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
    private static final int FRAMEBUFFER = 8;

    private static final int MAP_ENTRY_SIZE = 24;
    private static final int LOW_MEMORY = 0x9000;
    private static final int TEXT_SCREEN = 0xb_8000;
    private static final byte EGA_TEXT = 2;

    private final ByteArrayOutputStream tags = new ByteArrayOutputStream();

    Multiboot2Info(E820Map memory, String commandLine) {
        string(COMMAND_LINE, commandLine);
        string(LOADER_NAME, "ring0");
        tag(BASIC_MEMORY, bytes(8).putInt((int) (memory.lowMemory() >> 10)).putInt((int)
                (memory.extendedMemory() >> 10)));
        memoryMap(memory);
        tag(
                FRAMEBUFFER,
                bytes(24)
                        .putLong(TEXT_SCREEN)
                        .putInt(160)
                        .putInt(80)
                        .putInt(25)
                        .put((byte) 16)
                        .put(EGA_TEXT)
                        .putShort((short) 0));
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
