package org.ring0.guest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.devices.board.PcConfig;

/** Debian's installer, with a terminal on the serial line. */
class LinuxInstallerTest {
    /** Without the graphics driver, whose console costs most of the time. */
    private static final String COMMAND_LINE = "console=ttyS0 module_blacklist=bochs " + Debian.OPTIONS;

    /** With half of that the amd64 installer begins with a warning of little memory. */
    private static final long MEMORY = 1024 * PcConfig.MIB;

    @ParameterizedTest
    @EnumSource
    void firstDialogTakesKeysAndTheSecondFollows(Debian debian) throws Exception {
        PcConfig pc = debian.pc().withMemory(MEMORY);
        try (GuestPc guest = new GuestPc(debian.started(pc, COMMAND_LINE, debian.installer()))) {
            guest.awaitSerial("Select a language", 300);
            guest.awaitSerial("<Go Back>", 10);
            guest.send("\r");
            guest.awaitSerial("Select your location", 100);
        }
    }
}
