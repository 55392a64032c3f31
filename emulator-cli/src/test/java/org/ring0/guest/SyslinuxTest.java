package org.ring0.guest;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The boot loaders of the syslinux project from the media that they are made for. */
class SyslinuxTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "OWN, FLOPPY, SYSLINUX", "OWN, DISK, SYSLINUX", "OWN, CDROM, ISOLINUX",
        "SEABIOS, FLOPPY, SYSLINUX", "SEABIOS, DISK, SYSLINUX", "SEABIOS, CDROM, ISOLINUX"
    })
    void promptLoadsAModuleThatListsTheMedium(Bios bios, Medium medium, String loader) throws Exception {
        List<Path> modules =
                List.of(Images.module("ls.c32"), Images.module("libcom32.c32"), Images.module("libutil.c32"));
        Path image = new Images(folder, "PROMPT 1\nSERIAL 0 115200\n", modules).image(medium);
        try (GuestPc pc = new GuestPc(medium.in(bios.in(Guests.pc()), image))) {
            pc.awaitScreen("^" + loader + " 6\\.04", 20);
            pc.awaitScreen("^boot:", 20);
            pc.type("ls.c32\n");
            pc.awaitScreen("(?s)libutil\\.c32.*syslinux\\.cfg", 20);
            pc.awaitSerial("(?s)libutil\\.c32.*syslinux\\.cfg", 5);
        }
    }
}
