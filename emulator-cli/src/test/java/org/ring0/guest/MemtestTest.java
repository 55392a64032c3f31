package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.testing.GuestPackages;

/** Memtest86+, loaded by syslinux, on a PC with 16 MiB. */
class MemtestTest {
    private static final String CONFIGURATION =
            "DEFAULT test\nLABEL test\nKERNEL memtest\nAPPEND console=ttyS0,115200\n";

    @TempDir
    Path folder;

    private static Path program(String name) {
        return GuestPackages.file("/boot/memtest86+" + name + ".bin", "memtest86+");
    }

    private static PcConfig pc64() {
        return Guests.withCpu(Guests.pc(), CpuModel.X86_64_V2);
    }

    @ParameterizedTest
    @CsvSource({"OWN, FLOPPY", "OWN, DISK", "SEABIOS, FLOPPY", "SEABIOS, DISK"})
    void firstTestsFindNoErrors(Bios bios, Medium medium) throws Exception {
        assertNoErrors(medium.in(bios.in(Guests.pc()), image(program("ia32"), medium)));
    }

    @Test
    void firstTestsOfTheOneFor64BitFindNoErrors() throws Exception {
        assertNoErrors(Medium.FLOPPY.in(Bios.OWN.in(pc64()), image(program("x64"), Medium.FLOPPY)));
    }

    @Test
    void firstTestsFindNoErrorsWhenStartedDirectlyIn64BitMode() throws Exception {
        BootFile kernel = new BootFile("memtest", Files.readAllBytes(program("x64")));
        assertNoErrors(pc64().withKernel(new PcConfig.Kernel(kernel, "console=ttyS0,115200", List.of())));
    }

    private Path image(Path packaged, Medium medium) throws Exception {
        Path program = Files.copy(packaged, folder.resolve("memtest"));
        return new Images(folder, CONFIGURATION, List.of(program)).image(medium);
    }

    private static void assertNoErrors(PcConfig config) throws Exception {
        try (GuestPc pc = new GuestPc(config.withMemory(16 * PcConfig.MIB))) {
            pc.awaitScreen("<Enter> to start testing", 30);
            pc.press("ret");
            pc.awaitSerial("Memtest86\\+ v6\\.10", 10);
            pc.awaitScreen("Test #4", 60);
            assertTrue(pc.screen().matches("(?s).*Errors: +0\\s.*"), pc::report);
        }
    }
}
