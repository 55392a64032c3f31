package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The information structure of Multiboot 0.6.96 (3.3) with all that it points to, as one block of memory. */
final class Multiboot1Info {
    private static final int FLAG_MEMORY = 1;
    private static final int FLAG_COMMAND_LINE = 1 << 2;
    private static final int FLAG_MODULES = 1 << 3;
    private static final int FLAG_MEMORY_MAP = 1 << 6;
    private static final int FLAG_LOADER_NAME = 1 << 9;
    private static final int FLAG_FRAMEBUFFER = 1 << 12;
    private static final int SIZE = 116;
    private static final int MODULE_SIZE = 16;
    private static final int MAP_ENTRY_SIZE = 24;
    /** Above the BIOS data area and where boot sectors live, below the stack. */
    private static final int LOW_MEMORY = 0x9000;

    private static final int TEXT_SCREEN = 0xb_8000;
    private static final int EGA_TEXT = 2;
    private static final String LOADER_NAME = "ring0";

    private final E820Map memory;
    private String commandLine = "";
    private final List<PlacedModule> modules = new ArrayList<>();

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

    /** Puts the block into low memory, or above the kernel if that is full; returns where. */
    long place(MemoryPlanner planner) throws BootException {
        long at = planner.place(new byte[encode(0).length], LOW_MEMORY, 16);
        planner.pieces().removeLast();
        planner.add(BootPlan.Piece.of(at, encode(at)));
        return at;
    }

    private byte[] encode(long at) {
        Block block = new Block((int) at);
        int modulesAt = SIZE;
        int mapAt = modulesAt + MODULE_SIZE * modules.size();
        block.skipTo(mapAt + MAP_ENTRY_SIZE * memory.entries().size());
        int commandLineAt = block.string(commandLine);
        int loaderAt = block.string(LOADER_NAME);
        int[] strings = modules.stream()
                .mapToInt(module -> block.string(module.string()))
                .toArray();
        block.dword(0, flags());
        block.dword(4, (int) (memory.lowMemory() >> 10));
        block.dword(8, (int) (memory.extendedMemory() >> 10));
        block.dword(16, commandLineAt);
        block.dword(20, modules.size());
        block.dword(24, block.address(modulesAt));
        block.dword(44, MAP_ENTRY_SIZE * memory.entries().size());
        block.dword(48, block.address(mapAt));
        block.dword(64, loaderAt);
        textScreen(block);
        for (int i = 0; i < modules.size(); i++) {
            block.dword(modulesAt + MODULE_SIZE * i, (int) modules.get(i).start());
            block.dword(modulesAt + MODULE_SIZE * i + 4, (int) modules.get(i).end());
            block.dword(modulesAt + MODULE_SIZE * i + 8, strings[i]);
        }
        memoryMap(block, mapAt);
        return block.bytes();
    }

    private int flags() {
        return FLAG_MEMORY
                | FLAG_COMMAND_LINE
                | (modules.isEmpty() ? 0 : FLAG_MODULES)
                | FLAG_MEMORY_MAP
                | FLAG_LOADER_NAME
                | FLAG_FRAMEBUFFER;
    }

    /** The 80 by 25 text screen as a frame buffer of characters. */
    private static void textScreen(Block block) {
        block.dword(88, TEXT_SCREEN);
        block.dword(96, 160);
        block.dword(100, 80);
        block.dword(104, 25);
        block.dword(108, 16 | EGA_TEXT << 8);
    }

    private void memoryMap(Block block, int mapAt) {
        int at = mapAt;
        for (E820Map.Entry entry : memory.entries()) {
            block.dword(at, MAP_ENTRY_SIZE - 4);
            block.qword(at + 4, entry.base());
            block.qword(at + 12, entry.length());
            block.dword(at + 20, entry.type().code());
            at += MAP_ENTRY_SIZE;
        }
    }

    /** A growing block of memory that knows where it will lie. */
    private static final class Block {
        private final int base;
        private ByteBuffer buffer = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        private int end;

        Block(int base) {
            this.base = base;
        }

        int address(int offset) {
            return base + offset;
        }

        void skipTo(int offset) {
            end = offset;
            if (end > buffer.capacity()) {
                ByteBuffer larger = ByteBuffer.allocate(2 * end).order(ByteOrder.LITTLE_ENDIAN);
                buffer = larger.put(0, buffer, 0, buffer.capacity());
            }
        }

        void dword(int offset, int value) {
            buffer.putInt(offset, value);
        }

        void qword(int offset, long value) {
            buffer.putLong(offset, value);
        }

        /** Appends a C string; returns its address. */
        int string(String text) {
            byte[] bytes = text.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
            int at = end;
            skipTo(at + bytes.length + 1);
            buffer.put(at, bytes);
            return address(at);
        }

        byte[] bytes() {
            return java.util.Arrays.copyOf(buffer.array(), end);
        }
    }
}
