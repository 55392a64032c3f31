package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What functions 00h and 01h of a VBE BIOS tell (VESA BIOS Extension Core Functions 3.0): boot loaders that set a graphics mode
 * hand it over. The same as our VGA BIOS tells of this mode, with the list of modes cut down to it.
 */
final class VbeInfo {
    static final int CONTROL_SIZE = 512;
    static final int MODE_SIZE = 256;

    private static final int LINEAR = 0x4000;
    private static final int VERSION = 0x300;
    private static final int MEMORY_BLOCKS = VideoMode.MEMORY >> 16;
    private static final int OEM_DATA = 256;
    private static final int MODES = 0x22;
    private static final String OEM = "ring0";
    /** Supported, has all fields, colour, graphics, not of a VGA, linear frame buffer. */
    static final int ATTRIBUTES = 0xbb;

    private static final int WINDOW_A = 0xa000;
    private static final int WINDOW_KIB = 64;
    private static final byte THERE_READABLE_WRITABLE = 7;
    private static final byte DIRECT_COLOUR = 6;
    private static final byte FREE_BITS_USABLE = 2;
    private static final int PIXEL_CLOCK = 230_000_000;
    private static final int FIELDS = 0x1f;
    private static final int LINEAR_FIELDS = 0x36;

    private final VideoMode mode;
    private final int number;

    private VbeInfo(VideoMode mode, int number) {
        this.mode = mode;
        this.number = number;
    }

    /** Returns null for the text screen, and for a mode that VBE has no number for. */
    static VbeInfo of(VideoMode mode) {
        int number = mode == null ? VideoMode.NO_NUMBER : mode.vbeNumber();
        return number == VideoMode.NO_NUMBER ? null : new VbeInfo(mode, number);
    }

    /** The number by which the mode was set. */
    int mode() {
        return number | LINEAR;
    }

    /** The VbeInfoBlock. Its far pointers are zero where it is not to lie in the first mebibyte. */
    byte[] control(long physical) {
        ByteBuffer b = ByteBuffer.allocate(CONTROL_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        int name = pointer(physical + OEM_DATA);
        b.put("VESA".getBytes(StandardCharsets.US_ASCII)).putShort((short) VERSION);
        b.putInt(name).putInt(1).putInt(pointer(physical + MODES)).putShort((short) MEMORY_BLOCKS);
        b.putShort((short) 1).putInt(name).putInt(name).putInt(name);
        b.putShort(MODES, (short) number).putShort(MODES + 2, (short) -1);
        b.put(OEM_DATA, OEM.getBytes(StandardCharsets.US_ASCII));
        return b.array();
    }

    private static int pointer(long physical) {
        return physical >= E820Map.ONE_MIB ? 0 : (int) (physical >> 4 << 16 | physical & 0xf);
    }

    /** The ModeInfoBlock. */
    byte[] modeInformation() {
        ByteBuffer b = ByteBuffer.allocate(MODE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        int pages = pages();
        b.putShort((short) ATTRIBUTES).put(THERE_READABLE_WRITABLE).put((byte) 0);
        b.putShort((short) WINDOW_KIB).putShort((short) WINDOW_KIB).putShort((short) WINDOW_A);
        b.putShort(0x10, (short) mode.pitch());
        b.putShort(0x12, (short) mode.width()).putShort(0x14, (short) mode.height());
        b.put(0x16, (byte) 8).put(0x17, (byte) 16).put(0x18, (byte) 1).put(0x19, (byte) mode.depth());
        b.put(0x1a, (byte) 1).put(0x1b, DIRECT_COLOUR).put(0x1d, (byte) pages).put(0x1e, (byte) 1);
        b.put(FIELDS, fields()).put(0x27, mode.depth() == 15 || mode.depth() == 32 ? FREE_BITS_USABLE : 0);
        b.putInt(0x28, FirmwareStandIn.FRAME_BUFFER);
        b.putShort(0x32, (short) mode.pitch()).put(0x34, (byte) pages).put(0x35, (byte) pages);
        b.put(LINEAR_FIELDS, fields()).putInt(0x3e, PIXEL_CLOCK);
        return b.array();
    }

    /** How many pictures the memory holds besides the first. */
    int pages() {
        return Math.min(VideoMode.MEMORY / (mode.pitch() * mode.height()) - 1, 255);
    }

    /** Size and position of red, green, blue and what is left; the other way round than {@link VideoMode#fields}. */
    byte[] fields() {
        byte[] places = mode.fields();
        int used = places[1] + places[3] + places[5];
        int left = (mode.depth() + 7) / 8 * 8 - used;
        byte rest = (byte) left;
        return new byte[] {
            places[1], places[0], places[3], places[2], places[5], places[4], rest, (byte) (left == 0 ? 0 : used)
        };
    }
}
