package org.ring0.devices.video;

import org.ring0.core.io.IoDevice;
import org.ring0.core.memory.MmioDevice;

/**
 * The card's registers in memory, 4 KiB behind the third base address register of QEMU's standard VGA: the ports 3C0h to
 * 3DFh from 400h, the DISPI registers, 16 bits each and without an index, from 500h. Source: QEMU's standard-vga
 * specification. Limits: no EDID at 000h and no byte-order register at 600h; both read zero, which tells drivers so.
 */
final class RegisterBar implements MmioDevice {
    private static final int PORTS = 0x400;
    private static final int EMULATION_PORTS = 0x410;
    private static final int PORTS_END = 0x420;
    private static final int DISPI = 0x500;
    private static final int DISPI_END = 0x516;

    private final IoDevice common;
    private final IoDevice colour;
    private final BochsDispi dispi;

    RegisterBar(IoDevice common, IoDevice colour, BochsDispi dispi) {
        this.common = common;
        this.colour = colour;
        this.dispi = dispi;
    }

    @Override
    public int read(int offset, int size) {
        if (offset >= DISPI && offset + size <= DISPI_END) {
            return readDispi(offset, size);
        }
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= readPort(offset + i) << 8 * i;
        }
        return value;
    }

    @Override
    public void write(int offset, int value, int size) {
        if (offset >= DISPI && offset + size <= DISPI_END) {
            writeDispi(offset, value, size);
            return;
        }
        for (int i = 0; i < size; i++) {
            writePort(offset + i, value >>> 8 * i & 0xff);
        }
    }

    private int readDispi(int offset, int size) {
        int value = dispi.readRegister(offset - DISPI >> 1);
        if (size == 1) {
            return value >> 8 * (offset & 1) & 0xff;
        }
        return size == 2 ? value : value | dispi.readRegister((offset - DISPI >> 1) + 1) << 16;
    }

    private void writeDispi(int offset, int value, int size) {
        if (size > 1) {
            dispi.writeRegister(offset - DISPI >> 1, value & 0xffff);
        }
        if (size > 2) {
            dispi.writeRegister((offset - DISPI >> 1) + 1, value >>> 16);
        }
    }

    private int readPort(int offset) {
        if (offset >= PORTS && offset < EMULATION_PORTS) {
            return common.read(offset - PORTS);
        }
        return offset >= EMULATION_PORTS && offset < PORTS_END ? colour.read(offset - EMULATION_PORTS) : 0;
    }

    private void writePort(int offset, int value) {
        if (offset >= PORTS && offset < EMULATION_PORTS) {
            common.write(offset - PORTS, value);
        } else if (offset >= EMULATION_PORTS && offset < PORTS_END) {
            colour.write(offset - EMULATION_PORTS, value);
        }
    }
}
