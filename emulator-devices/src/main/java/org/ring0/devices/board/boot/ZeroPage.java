package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What a Linux kernel is told when it is entered: {@code struct boot_params} of Documentation/arch/x86/zero-page.rst. It holds
 * a copy of the kernel's own setup header.
 */
final class ZeroPage {
    private static final int SIZE = 0x1000;
    private static final int EXTENDED_MEMORY_KIB = 0x002;
    private static final int VIDEO_MODE = 0x006;
    private static final int VIDEO_COLUMNS = 0x007;
    private static final int VIDEO_EGA_BX = 0x00a;
    private static final int VIDEO_LINES = 0x00e;
    private static final int VIDEO_IS_VGA = 0x00f;
    private static final int VIDEO_POINTS = 0x010;
    private static final int FRAME_BUFFER = 0x012;
    private static final int FIELDS = 0x026;
    private static final int VESA_PAGES = 0x032;
    private static final int VESA_ATTRIBUTES = 0x034;
    private static final int ACPI_RSDP = 0x070;
    private static final int ALTERNATIVE_MEMORY_KIB = 0x1e0;
    private static final int E820_ENTRIES = 0x1e8;
    private static final int E820_TABLE = 0x2d0;
    private static final int E820_ENTRY_SIZE = 20;
    private static final int E820_MOST = 128;

    private static final byte COLOUR_TEXT = 3;
    private static final byte LINEAR_FRAME_BUFFER = 0x23;
    private static final short MEMORY_256_KIB = 3;
    /** No number has been assigned to this loader. */
    private static final byte LOADER_UNDEFINED = (byte) 0xff;

    private final ByteBuffer page = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

    ZeroPage(SetupHeader header) {
        page.put(SetupHeader.START, header.bytes());
        page.put(SetupHeader.TYPE_OF_LOADER, LOADER_UNDEFINED);
        page.putInt(SetupHeader.RAMDISK_IMAGE, 0).putInt(SetupHeader.RAMDISK_SIZE, 0);
    }

    ZeroPage entry(long physical) {
        page.putInt(SetupHeader.CODE32_START, (int) physical);
        return this;
    }

    ZeroPage commandLine(long physical) {
        page.putInt(SetupHeader.COMMAND_LINE, (int) physical);
        return this;
    }

    ZeroPage ramdisk(long physical, int length) {
        page.putInt(SetupHeader.RAMDISK_IMAGE, (int) physical).putInt(SetupHeader.RAMDISK_SIZE, length);
        return this;
    }

    ZeroPage rootPointer(long physical) {
        page.putLong(ACPI_RSDP, physical);
        return this;
    }

    /** The screen that {@link TextMode} leaves, and what {@code vga=} asked for. */
    ZeroPage textScreen(int videoMode) {
        page.putShort(SetupHeader.VIDEO_MODE, (short) videoMode);
        page.put(VIDEO_MODE, COLOUR_TEXT).put(VIDEO_COLUMNS, (byte) 80).put(VIDEO_LINES, (byte) 25);
        page.putShort(VIDEO_EGA_BX, MEMORY_256_KIB).put(VIDEO_IS_VGA, (byte) 1).putShort(VIDEO_POINTS, (short) 16);
        return this;
    }

    /** The linear frame buffer, as setup code that has set a VBE mode tells of it ({@code struct screen_info}). */
    ZeroPage graphics(VideoMode mode) {
        VbeInfo vbe = VbeInfo.of(mode);
        page.put(VIDEO_IS_VGA, LINEAR_FRAME_BUFFER).put(VIDEO_MODE, (byte) 0);
        page.putShort(FRAME_BUFFER, (short) mode.width()).putShort(FRAME_BUFFER + 2, (short) mode.height());
        page.putShort(FRAME_BUFFER + 4, (short) mode.depth()).putInt(FRAME_BUFFER + 6, FirmwareStandIn.FRAME_BUFFER);
        page.putInt(FRAME_BUFFER + 10, VideoMode.MEMORY >> 16).putShort(FRAME_BUFFER + 18, (short) mode.pitch());
        page.put(FIELDS, vbe.fields()).putShort(VESA_PAGES, (short) vbe.pages());
        page.putShort(VESA_ATTRIBUTES, (short) VbeInfo.ATTRIBUTES);
        return this;
    }

    ZeroPage memory(E820Map map) {
        int extended = (int) (map.extendedMemory() >> 10);
        page.putShort(EXTENDED_MEMORY_KIB, (short) Math.min(extended, 0xffff)).putInt(ALTERNATIVE_MEMORY_KIB, extended);
        List<E820Map.Entry> entries =
                map.entries().subList(0, Math.min(map.entries().size(), E820_MOST));
        page.put(E820_ENTRIES, (byte) entries.size());
        int at = E820_TABLE;
        for (E820Map.Entry entry : entries) {
            page.putLong(at, entry.base()).putLong(at + 8, entry.length());
            page.putInt(at + 16, entry.type().code());
            at += E820_ENTRY_SIZE;
        }
        return this;
    }

    byte[] bytes() {
        return page.array();
    }
}
