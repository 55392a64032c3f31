package org.ring0.devices.board;

import org.ring0.core.io.PortRange;

/** Which ports of a PC are whose. Ports that PCI functions move about are not here. */
final class PcIoMap {
    static final PortRange DMA_1 = PortRange.of(0x00, 16);
    static final PortRange PIC_MASTER = PortRange.of(0x20, 2);
    static final PortRange PIT = PortRange.of(0x40, 4);
    static final PortRange KEYBOARD_DATA = PortRange.of(0x60, 1);
    static final PortRange SYSTEM_CONTROL_B = PortRange.of(0x61, 1);
    static final PortRange KEYBOARD_COMMAND = PortRange.of(0x64, 1);
    static final PortRange RTC = PortRange.of(0x70, 4);
    static final PortRange DMA_PAGES = PortRange.of(0x80, 16);
    static final PortRange SYSTEM_CONTROL_A = PortRange.of(0x92, 1);
    static final PortRange PIC_SLAVE = PortRange.of(0xa0, 2);
    static final PortRange APM = PortRange.of(0xb2, 2);
    static final PortRange DMA_2 = PortRange.of(0xc0, 32);
    static final PortRange DEBUG_CONSOLE = PortRange.of(0xe9, 1);
    static final PortRange COPROCESSOR = PortRange.of(0xf0, 2);
    static final PortRange DEBUG_EXIT = PortRange.of(0xf4, 4);
    static final PortRange IDE_SECONDARY = PortRange.of(0x170, 8);
    static final PortRange IDE_PRIMARY = PortRange.of(0x1f0, 8);
    static final PortRange VBE = PortRange.of(0x1ce, 4);
    static final PortRange IDE_SECONDARY_CONTROL = PortRange.of(0x376, 1);
    static final PortRange VGA_MONOCHROME = PortRange.of(0x3b0, 12);
    static final PortRange VGA = PortRange.of(0x3c0, 16);
    static final PortRange VGA_COLOUR = PortRange.of(0x3d0, 16);
    static final PortRange FLOPPY = PortRange.of(0x3f0, 6);
    static final PortRange IDE_PRIMARY_CONTROL = PortRange.of(0x3f6, 1);
    static final PortRange FLOPPY_DIGITAL_INPUT = PortRange.of(0x3f7, 1);
    static final PortRange FIRMWARE_LOG = PortRange.of(0x402, 1);
    static final PortRange ELCR_MASTER = PortRange.of(0x4d0, 1);
    static final PortRange ELCR_SLAVE = PortRange.of(0x4d1, 1);
    static final PortRange FW_CFG = PortRange.of(0x510, 12);
    static final PortRange PCI_CONFIGURATION = PortRange.of(0xcf8, 8);
    static final PortRange GENERAL_PURPOSE_EVENTS = PortRange.of(0xafe0, 4);

    private static final int[] SERIAL = {0x3f8, 0x2f8, 0x3e8, 0x2e8};

    private PcIoMap() {}

    /** @param index 0 for COM1 to 3 for COM4 */
    static PortRange serial(int index) {
        return PortRange.of(SERIAL[index], 8);
    }
}
