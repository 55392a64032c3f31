package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.testing.GuestPackages;

/** GRUB's rescue images: menu, command line, drives, serial terminal. */
class GrubTest {
    private static final String PACKAGE = "grub-rescue-pc";
    private static final int ENTRIES = 9;

    private static Path image(Medium medium) {
        String name = medium == Medium.FLOPPY ? "grub-rescue-floppy.img" : "grub-rescue-cdrom.iso";
        return GuestPackages.file("/usr/lib/grub-rescue/" + name, PACKAGE);
    }

    private static GuestPc boot(Bios bios, Medium medium) throws Exception {
        GuestPc pc = new GuestPc(medium.in(bios.in(Guests.pc()), image(medium)));
        pc.awaitScreen("GNU GRUB  version 2\\.06[^¬]*executed automatically", 60);
        return pc;
    }

    @ParameterizedTest
    @CsvSource({
        "OWN, FLOPPY, fd0", "OWN, CDROM, cd", "OWN, DISK, hd0",
        "SEABIOS, FLOPPY, fd0", "SEABIOS, CDROM, cd", "SEABIOS, DISK, hd0"
    })
    void menuOpensAndTheCommandLineListsTheDrives(Bios bios, Medium medium, String drive) throws Exception {
        try (GuestPc pc = boot(bios, medium)) {
            long entries = pc.screen()
                    .lines()
                    .filter(line -> line.matches(" *│[* ]\\S.*│"))
                    .count();
            assertEquals(ENTRIES, entries, pc::screen);
            pc.press("c");
            pc.awaitScreen("^grub> *$", 5);
            pc.type("ls\n");
            pc.awaitScreen("^\\(" + drive + "\\)", 60);
            assertTrue(pc.screen().contains("grub> ls"), pc::screen);
        }
    }

    @ParameterizedTest
    @EnumSource
    void terminalOnCom1TakesOverFromTheKeyboard(Bios bios) throws Exception {
        try (GuestPc pc = boot(bios, Medium.DISK)) {
            pc.press("c");
            pc.awaitScreen("^grub> *$", 5);
            pc.type("serial --speed=115200; terminal_output serial; terminal_input serial\n");
            pc.awaitSerial("grub> ", 20);
            pc.send("ls\r");
            pc.awaitSerial("\\(hd0\\) \\(hd0,msdos1\\)", 20);
        }
    }
}
