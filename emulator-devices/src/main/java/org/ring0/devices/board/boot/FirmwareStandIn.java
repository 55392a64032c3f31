package org.ring0.devices.board.boot;

import org.ring0.core.device.BusMemory;
import org.ring0.core.io.IoBus;

/**
 * What firmware would have left in the chips when a boot loader hands over to a kernel, written through the same ports:
 * kernels that are started directly find a PC as they know it and not one fresh from power-on. There are no
 * interrupt vectors and no BIOS calls.
 */
public final class FirmwareStandIn {
    private static final int CONFIG_ADDRESS = 0xcf8;
    private static final int CONFIG_DATA = 0xcfc;
    private static final int HOST_BRIDGE = 0x8000_0000;
    private static final int FUNCTIONS_OF_BUS_0 = 256;
    private static final int FUNCTION_UNIT = 0x100;
    private static final int ISA_BRIDGE = 0x8000_0800;
    private static final int IDE = 0x8000_0900;
    private static final int POWER_MANAGEMENT = 0x8000_0b00;
    private static final int DISPLAY = 0x8000_1000;
    private static final int COMMAND = 0x04;
    private static final int INTERRUPT_LINE = 0x3c;
    private static final int PIRQ_ROUTES = 0x60;
    /** PIRQA# to PIRQD#, as our BIOS has them. */
    private static final int[] PIRQ_LINES = {10, 10, 11, 11};

    private static final int ELCR_SLAVE = 0x4d1;
    private static final int COMMAND_IO_MASTER = 5;
    private static final int COMMAND_IO_MEMORY = 3;

    /** Where common firmware for virtual machines puts these. */
    private static final int PM_BASE = 0x600;

    private static final int SMBUS_BASE = 0x700;
    private static final int BUS_MASTER_BASE = 0xc000;
    /** Where the display adapter has its memory. */
    static final int FRAME_BUFFER = 0xfd00_0000;

    private static final int DISPLAY_REGISTERS = 0xfebf_0000;

    /** Where tables are put, ACPI's root pointer first: the segment in which operating systems look for signatures. */
    public static final int TABLES = 0xf_0000;

    private static final int SEGMENT = 0x1_0000;
    private static final int PAM0 = 0x59;
    private static final int PAM0_RAM = 0x30;

    private final IoBus ports;
    private final BusMemory memory;
    private final byte[] tables;

    /** @param tables what {@link #TABLES} is to hold */
    public FirmwareStandIn(IoBus ports, BusMemory memory, byte[] tables) {
        this.ports = ports;
        this.memory = memory;
        this.tables = tables;
    }

    /** Sets up PCI functions, tables, interrupt controllers, timer, keyboard controller, text screen and the BIOS data area. */
    public void run() {
        pciFunctions();
        pciInterrupts();
        shadowWithTables();
        interruptControllers();
        timer();
        keyboardController();
        new TextMode(ports, memory).set();
        new BiosDataArea(ports).write(memory);
    }

    private void pciFunctions() {
        config(IDE, 0x20, BUS_MASTER_BASE);
        config(IDE, 0x40, 0x8000_8000);
        config(IDE, COMMAND, COMMAND_IO_MASTER);
        config(POWER_MANAGEMENT, 0x40, PM_BASE | 1);
        config(POWER_MANAGEMENT, 0x80, 1);
        config(POWER_MANAGEMENT, 0x90, SMBUS_BASE | 1);
        config(POWER_MANAGEMENT, 0xd0, 0x0009_0000);
        config(POWER_MANAGEMENT, COMMAND, 1);
        config(DISPLAY, 0x10, FRAME_BUFFER);
        config(DISPLAY, 0x18, DISPLAY_REGISTERS);
        config(DISPLAY, COMMAND, COMMAND_IO_MEMORY);
    }

    /** Routes of PIRQ# lines, level triggering of what they lead to, and for each function with a pin the line it has. */
    private void pciInterrupts() {
        int routes = 0;
        int level = 0;
        for (int i = 0; i < PIRQ_LINES.length; i++) {
            routes |= PIRQ_LINES[i] << 8 * i;
            level |= 1 << PIRQ_LINES[i] - 8;
        }
        config(ISA_BRIDGE, PIRQ_ROUTES, routes);
        out(ELCR_SLAVE, level);
        for (int i = 0; i < FUNCTIONS_OF_BUS_0; i++) {
            int function = HOST_BRIDGE + i * FUNCTION_UNIT;
            if (function != POWER_MANAGEMENT) {
                interruptLine(function, i >> 3);
            }
        }
    }

    /** Pin p (1 is INTA#) of slot s is on PIRQ (s + p - 2) mod 4, as the DSDT says. */
    private void interruptLine(int function, int slot) {
        ports.write(CONFIG_ADDRESS, function | INTERRUPT_LINE, 4);
        int pin = ports.read(CONFIG_DATA + 1, 1);
        if (pin >= 1 && pin <= PIRQ_LINES.length) {
            out(CONFIG_DATA, PIRQ_LINES[slot + pin - 2 & 3]);
        }
    }

    /** ROM is copied to the RAM behind it, which stays writable: one of the tables is the operating system's to write to. */
    private void shadowWithTables() {
        byte[] segment = new byte[SEGMENT];
        memory.readMemory(TABLES, segment, 0, SEGMENT);
        System.arraycopy(tables, 0, segment, 0, tables.length);
        ports.write(CONFIG_ADDRESS, HOST_BRIDGE | PAM0 & ~3, 4);
        out(CONFIG_DATA + (PAM0 & 3), PAM0_RAM);
        memory.writeMemory(TABLES, segment, 0, SEGMENT);
    }

    private void config(int function, int register, int value) {
        ports.write(CONFIG_ADDRESS, function | register, 4);
        ports.write(CONFIG_DATA, value, 4);
    }

    /** Vectors 8 and 70h; timer, keyboard, cascade and floppy are enabled, and the clock, the mouse and the disks. */
    private void interruptControllers() {
        int[][] sequences = {{0x20, 0x11, 0x08, 0x04, 0x01, 0xb8}, {0xa0, 0x11, 0x70, 0x02, 0x01, 0x8e}};
        for (int[] sequence : sequences) {
            out(sequence[0], sequence[1]);
            for (int i = 2; i < sequence.length; i++) {
                out(sequence[0] + 1, sequence[i]);
            }
        }
    }

    /** Counter 0: the 18.2 Hz tick, a square wave of the longest period. */
    private void timer() {
        out(0x43, 0x36);
        out(0x40, 0);
        out(0x40, 0);
    }

    /** Keyboard on, translated and interrupting; mouse off. */
    private void keyboardController() {
        out(0x64, 0x60);
        out(0x60, 0x61);
        out(0x64, 0xae);
    }

    private void out(int port, int value) {
        ports.write(port, value, 1);
    }
}
