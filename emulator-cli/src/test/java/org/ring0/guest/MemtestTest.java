package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.devices.board.PcConfig;
import org.ring0.testing.GuestPackages;

/** Memtest86+, loaded by syslinux, on a PC with 16 MiB. */
class MemtestTest {
    private static final String CONFIGURATION =
            "DEFAULT test\nLABEL test\nKERNEL memtest\nAPPEND console=ttyS0,115200\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"OWN, FLOPPY", "OWN, DISK", "SEABIOS, FLOPPY", "SEABIOS, DISK"})
    void firstTestsFindNoErrors(Bios bios, Medium medium) throws Exception {
        Path packaged = GuestPackages.file("/boot/memtest86+ia32.bin", "memtest86+");
        Path program = Files.copy(packaged, folder.resolve("memtest"));
        Path image = new Images(folder, CONFIGURATION, List.of(program)).image(medium);
        PcConfig config = Guests.pc().withMemory(16 * PcConfig.MIB);
        try (GuestPc pc = new GuestPc(medium.in(bios.in(config), image))) {
            pc.awaitScreen("<Enter> to start testing", 30);
            pc.press("ret");
            pc.awaitSerial("Memtest86\\+ v6\\.10", 10);
            pc.awaitScreen("Test #4", 60);
            assertTrue(pc.screen().matches("(?s).*Errors: +0\\s.*"), pc::report);
        }
    }
}
