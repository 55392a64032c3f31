package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ring0.core.device.BusMemory;
import org.ring0.core.io.IoBus;

/**
 * The BIOS data area at 400h, as far as kernels read it: where the serial ports and the extended data area are, how much
 * conventional memory there is, and what the text screen is like. Source: IBM PC/AT technical reference, "BIOS data areas".
 */
final class BiosDataArea {
    private static final int ADDRESS = 0x400;
    private static final int SIZE = 0x100;
    private static final int SERIAL_PORTS = 0x00;
    private static final int EXTENDED_DATA_SEGMENT = 0x0e;
    private static final int EQUIPMENT = 0x10;
    private static final int MEMORY_KIB = 0x13;
    private static final int VIDEO_MODE = 0x49;
    private static final int COLUMNS = 0x4a;
    private static final int PAGE_BYTES = 0x4c;
    private static final int CURSOR_SHAPE = 0x60;
    private static final int CRTC_PORT = 0x63;
    private static final int LAST_ROW = 0x84;
    private static final int GLYPH_ROWS = 0x85;

    private static final int EXTENDED_DATA_AREA = 0x9_fc00;
    private static final int[] SERIAL = {0x3f8, 0x2f8, 0x3e8, 0x2e8};
    private static final int INTERRUPT_IDENTIFICATION = 2;
    private static final int NOBODY = 0xff;
    private static final int COPROCESSOR_AND_MOUSE = 0x06;

    private final IoBus ports;

    /** @param ports are looked through for serial ports, as firmware does */
    BiosDataArea(IoBus ports) {
        this.ports = ports;
    }

    void write(BusMemory memory) {
        ByteBuffer area = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        int serialPorts = 0;
        for (int port : SERIAL) {
            if (ports.read(port + INTERRUPT_IDENTIFICATION, 1) != NOBODY) {
                area.putShort(SERIAL_PORTS + 2 * serialPorts++, (short) port);
            }
        }
        area.putShort(EXTENDED_DATA_SEGMENT, (short) (EXTENDED_DATA_AREA >> 4))
                .putShort(EQUIPMENT, (short) (COPROCESSOR_AND_MOUSE | serialPorts << 9))
                .putShort(MEMORY_KIB, (short) (EXTENDED_DATA_AREA >> 10))
                .put(VIDEO_MODE, (byte) 3)
                .putShort(COLUMNS, (short) 80)
                .putShort(PAGE_BYTES, (short) 0x1000)
                .putShort(CURSOR_SHAPE, (short) 0x0d0e)
                .putShort(CRTC_PORT, (short) 0x3d4)
                .put(LAST_ROW, (byte) 24)
                .putShort(GLYPH_ROWS, (short) 16);
        memory.writeMemory(ADDRESS, area.array(), 0, SIZE);
        memory.writeMemory(EXTENDED_DATA_AREA, new byte[] {1}, 0, 1);
    }
}
