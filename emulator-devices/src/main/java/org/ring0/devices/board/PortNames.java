package org.ring0.devices.board;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ring0.core.io.PortRange;

/** What a PC has on which port, for people. */
public final class PortNames {
    private static final Map<PortRange, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(PcIoMap.DMA_1, "DMA");
        NAMES.put(PcIoMap.PIC_MASTER, "PIC");
        NAMES.put(PcIoMap.PIT, "timer");
        NAMES.put(PcIoMap.KEYBOARD_DATA, "keyboard controller");
        NAMES.put(PcIoMap.SYSTEM_CONTROL_B, "system control port B");
        NAMES.put(PcIoMap.KEYBOARD_COMMAND, "keyboard controller's status");
        NAMES.put(PcIoMap.RTC, "real-time clock");
        NAMES.put(PcIoMap.DMA_PAGES, "POST code and DMA pages");
        NAMES.put(PcIoMap.SYSTEM_CONTROL_A, "system control port A");
        NAMES.put(PcIoMap.PIC_SLAVE, "second PIC");
        NAMES.put(PcIoMap.APM, "APM");
        NAMES.put(PcIoMap.DMA_2, "second DMA");
        NAMES.put(PcIoMap.DEBUG_CONSOLE, "debug console");
        NAMES.put(PcIoMap.COPROCESSOR, "coprocessor");
        NAMES.put(PcIoMap.DEBUG_EXIT, "debug exit");
        NAMES.put(PcIoMap.IDE_SECONDARY, "secondary IDE");
        NAMES.put(PcIoMap.IDE_PRIMARY, "primary IDE");
        NAMES.put(PcIoMap.VBE, "VBE");
        NAMES.put(PcIoMap.IDE_SECONDARY_CONTROL, "secondary IDE");
        NAMES.put(PcIoMap.VGA_MONOCHROME, "VGA");
        NAMES.put(PcIoMap.VGA, "VGA");
        NAMES.put(PcIoMap.VGA_COLOUR, "VGA");
        NAMES.put(PcIoMap.FLOPPY, "floppy");
        NAMES.put(PcIoMap.IDE_PRIMARY_CONTROL, "primary IDE");
        NAMES.put(PcIoMap.FLOPPY_DIGITAL_INPUT, "floppy");
        NAMES.put(PcIoMap.FIRMWARE_LOG, "firmware log");
        NAMES.put(PcIoMap.ELCR_MASTER, "ELCR");
        NAMES.put(PcIoMap.ELCR_SLAVE, "ELCR");
        NAMES.put(PcIoMap.FW_CFG, "fw_cfg");
        NAMES.put(PcIoMap.PCI_CONFIGURATION, "PCI configuration");
        for (int line = 0; line < PcConfig.MAX_SERIAL; line++) {
            NAMES.put(PcIoMap.serial(line), "COM" + (line + 1));
        }
    }

    private PortNames() {}

    /** What is on a port; empty for a port that nothing is on, or that a PCI function can move. */
    public static String of(int port) {
        return NAMES.entrySet().stream()
                .filter(entry ->
                        port >= entry.getKey().first() && port <= entry.getKey().last())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
