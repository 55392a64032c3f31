package org.ring0.guest;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.testing.GuestPackages;

/** iPXE from its image, which is one for CDs and for disks. */
class IpxeTest {
    @ParameterizedTest
    @CsvSource({"OWN, CDROM", "OWN, DISK", "SEABIOS, CDROM", "SEABIOS, DISK"})
    void devicesAreInitialisedAndCtrlBOpensTheShell(Bios bios, Medium medium) throws Exception {
        Path image = GuestPackages.file("/usr/lib/ipxe/ipxe.iso", "ipxe");
        try (GuestPc pc = new GuestPc(medium.in(bios.in(Guests.pc()), image))) {
            pc.awaitScreen("iPXE initialising devices\\.\\.\\.ok", 60);
            pc.awaitScreen("Ctrl-B", 10);
            pc.press("ctrl-b");
            pc.awaitScreen("^iPXE> *$", 10);
            pc.type("echo ${version}\n");
            pc.awaitScreen("^1\\.0\\.0", 10);
        }
    }
}
