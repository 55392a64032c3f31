package org.ring0.devices.video;

import org.ring0.core.io.IoDevice;

/** The VGA's port decoder: which register answers at which offset of 3C0h, and of 3B0h or 3D0h. */
final class VgaPorts {
    private static final int NOT_DECODED = 0xff;
    private static final int UNDOCUMENTED_LATCH = 0x22;
    private static final int UNDOCUMENTED_ATTRIBUTE_FLIP_FLOP = 0x24;
    private static final int STATUS_DISPLAY_DISABLED = 0x01;
    private static final int STATUS_VERTICAL_RETRACE = 0x08;

    private final Vga vga;

    VgaPorts(Vga vga) {
        this.vga = vga;
    }

    /** 16 ports from 3C0h, which always answer. */
    IoDevice common() {
        return new IoDevice() {
            @Override
            public int read(int offset) {
                return readCommon(offset);
            }

            @Override
            public void write(int offset, int value) {
                writeCommon(offset, value);
                vga.registersChanged();
            }
        };
    }

    /** The ports from 3B0h ({@code colour} false) or 3D0h, which answer while misc output selects them. */
    IoDevice emulation(boolean colour) {
        return new IoDevice() {
            @Override
            public int read(int offset) {
                return vga.colourPortsSelected() == colour ? readEmulation(offset) : NOT_DECODED;
            }

            @Override
            public void write(int offset, int value) {
                if (vga.colourPortsSelected() == colour) {
                    writeEmulation(offset, value);
                    vga.registersChanged();
                }
            }
        };
    }

    private int readCommon(int offset) {
        return switch (offset) {
            case 0x0 -> vga.attributes.index();
            case 0x1 -> vga.attributes.registers.read();
            case 0x2 -> Vga.INPUT_STATUS_0;
            case 0x4 -> vga.sequencer.registers.index();
            case 0x5 -> vga.sequencer.registers.read();
            case 0x6 -> vga.dac.mask();
            case 0x7 -> vga.dac.accessState();
            case 0x8 -> vga.dac.writeIndex();
            case 0x9 -> vga.dac.readData();
            case 0xa -> vga.featureControl();
            case 0xc -> vga.miscOutput();
            case 0xe -> vga.graphics.registers.index();
            case 0xf -> vga.graphics.registers.read();
            default -> NOT_DECODED;
        };
    }

    private void writeCommon(int offset, int value) {
        switch (offset) {
            case 0x0 -> vga.attributes.write(value);
            case 0x2 -> vga.setMiscOutput(value);
            case 0x4 -> vga.sequencer.registers.select(value);
            case 0x5 -> vga.sequencer.registers.write(value);
            case 0x6 -> vga.dac.setMask(value);
            case 0x7 -> vga.dac.setReadIndex(value);
            case 0x8 -> vga.dac.setWriteIndex(value);
            case 0x9 -> vga.dac.writeData(value);
            case 0xe -> vga.graphics.registers.select(value);
            case 0xf -> vga.graphics.registers.write(value);
            default -> {
                // 3C1h, 3C3h, 3C7h to 3CDh: read-only or not there.
            }
        }
    }

    private int readEmulation(int offset) {
        return switch (offset) {
            case 0x4 -> vga.crtc.registers.index();
            case 0x5 -> readCrtc();
            case 0xa -> readInputStatus1();
            default -> NOT_DECODED;
        };
    }

    private void writeEmulation(int offset, int value) {
        switch (offset) {
            case 0x4 -> vga.crtc.registers.select(value);
            case 0x5 -> vga.crtc.write(value);
            case 0xa -> vga.setFeatureControl(value);
            default -> {
                // The other ports of the CGA and the MDA are not there.
            }
        }
    }

    private int readCrtc() {
        return switch (vga.crtc.registers.index()) {
            case UNDOCUMENTED_LATCH -> vga.latchOfReadMap();
            case UNDOCUMENTED_ATTRIBUTE_FLIP_FLOP -> vga.attributes.dataNext() ? 0x80 : 0;
            default -> vga.crtc.registers.read();
        };
    }

    private int readInputStatus1() {
        vga.attributes.expectIndex();
        int status = vga.attributes.diagnosticBits(vga.attributes.overscan()) << 4;
        if (vga.timing.displayDisabled()) {
            status |= STATUS_DISPLAY_DISABLED;
        }
        return vga.timing.verticalRetrace() ? status | STATUS_VERTICAL_RETRACE : status;
    }
}
