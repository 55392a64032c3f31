package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** INT 10h, AH = 4Fh of our VGA BIOS, against VESA BIOS Extension Core Functions 3.0. */
class VesaBiosTest {
    private static final int BLOCK = VgaBiosGuest.BUFFER;
    private static final int OK = 0x004f;
    private static final int FAILED = 0x014f;
    private static final int WRONG_MODE = 0x034f;
    private static final int XRES = 1;
    private static final int YRES = 2;
    private static final int BPP = 3;
    private static final int ENABLE = 4;
    private static final int BANK = 5;

    @Test
    void everyListedModeFitsAndDescribesItself() {
        List<Integer> modes = new ArrayList<>();
        try (VgaBiosGuest guest = new VgaBiosGuest().call(0x4f00, 0, 0, 0).run('V', 'B', 'E', '2')) {
            assertEquals(OK, guest.result(0).ax());
            assertEquals(0x4153_4556, guest.dword(BLOCK), "VESA");
            assertEquals(0x0300, guest.word(BLOCK + 4));
            assertEquals(256, guest.word(BLOCK + 0x12), "16 MiB");
            int list = guest.word(BLOCK + 0x10) * 16 + guest.word(BLOCK + 0x0e);
            for (int at = list; guest.word(at) != 0xffff; at += 2) {
                modes.add(guest.word(at));
            }
        }
        assertTrue(modes.containsAll(List.of(0x100, 0x101, 0x103, 0x105, 0x108, 0x10d, 0x112, 0x118, 0x11b)));
        for (int mode : modes) {
            try (VgaBiosGuest guest =
                    new VgaBiosGuest().call(0x4f01, 0, mode, 0).run()) {
                assertEquals(OK, guest.result(0).ax());
                assertEquals(3, guest.octet(BLOCK) & 3, () -> "mode %03X is not there".formatted(mode));
                assertTrue(guest.word(BLOCK + 0x10) * guest.word(BLOCK + 0x14) <= 16 << 20);
            }
        }
    }

    @Test
    void modeSetProgramsTheDispiInterface() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x4f02, 0x4112, 0, 0)
                .call(0x4f03, 0, 0, 0)
                .run()) {
            assertEquals(OK, guest.result(0).ax());
            assertEquals(0x4112, guest.result(1).bx());
            assertEquals(640, guest.dispi(XRES));
            assertEquals(480, guest.dispi(YRES));
            assertEquals(24, guest.dispi(BPP));
            assertEquals(0x41, guest.dispi(ENABLE) & 0x41, "enabled, linear");
        }
    }

    @Test
    void standardModeSwitchesTheDispiInterfaceOff() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x4f02, 0x0103, 0, 0)
                .call(0x0003, 0, 0, 0)
                .call(0x4f03, 0, 0, 0)
                .run()) {
            assertEquals(0, guest.dispi(ENABLE) & 1);
            assertEquals(3, guest.result(2).bx());
        }
    }

    @Test
    void windowMovesInBanksOf64Kibibytes() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x4f02, 0x0105, 0, 0)
                .call(0x4f05, 0, 0, 5)
                .call(0x4f05, 0x0100, 0, 0)
                .call(0x4f05, 0, 0, 256)
                .call(0x4f05, 1, 0, 0)
                .run()) {
            assertEquals(OK, guest.result(1).ax());
            assertEquals(5, guest.result(2).dx());
            assertEquals(FAILED, guest.result(3).ax(), "behind the memory");
            assertEquals(FAILED, guest.result(4).ax(), "window B");
            assertEquals(5, guest.dispi(BANK));
        }
    }

    @Test
    void longerLinesAndTheDisplayStartReadBack() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x4f02, 0x4111, 0, 0)
                .call(0x4f06, 0, 1024, 0)
                .call(0x4f06, 1, 0, 0)
                .call(0x4f07, 0, 100, 50)
                .call(0x4f07, 1, 0, 0)
                .call(0x4f06, 0, 320, 0)
                .run()) {
            assertEquals(2048, guest.result(2).bx());
            assertEquals(1024, guest.result(2).cx());
            assertEquals((16 << 20) / 2048, guest.result(2).dx());
            assertEquals(100, guest.result(4).cx());
            assertEquals(50, guest.result(4).dx());
            assertEquals(FAILED, guest.result(5).ax(), "narrower than the picture");
        }
    }

    @Test
    void eightBitColoursExistInPaletteModesOnly() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x4f02, 0x0101, 0, 0)
                .call(0x4f08, 0x0800, 0, 0)
                .call(0x4f09, 0, 1, 7)
                .call(0x4f02, 0x4112, 0, 0)
                .call(0x4f08, 0x0800, 0, 0)
                .run(0xf1, 0xe2, 0xd3, 0)) {
            assertEquals(0x0800, guest.result(1).bx());
            assertEquals(OK, guest.result(2).ax());
            assertEquals(WRONG_MODE, guest.result(4).ax());
        }
    }

    @Test
    void functionsOfVbeModesRefuseStandardModes() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x4f05, 0, 0, 0)
                .call(0x4f06, 1, 0, 0)
                .call(0x4f07, 1, 0, 0)
                .call(0x4f08, 1, 0, 0)
                .call(0x4fff, 0, 0, 0)
                .run()) {
            for (int call = 0; call < 4; call++) {
                assertEquals(WRONG_MODE, guest.result(call).ax());
            }
            assertEquals(FAILED, guest.result(4).ax());
        }
    }

    @Test
    void textModeWith132ColumnsHasItsCells() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x4f02, 0x010a, 0, 0)
                .call(0x0200, 0, 0, 0x2a83)
                .call(0x0958, 0x1e, 1, 0)
                .run()) {
            assertEquals(132, guest.word(0x44a));
            assertEquals(42, guest.octet(0x484));
            assertEquals(0x1e58, guest.word(0xb8000 + (42 * 132 + 131) * 2));
        }
    }

    @Test
    void charactersAndPixelsGoThroughTheWindowOfAPaletteMode() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x4f02, 0x0105, 0, 0)
                .call(0x4f05, 0, 0, 7)
                .call(0x0200, 0, 0, 0x2f7f)
                .call(0x0951, 0x00c5, 1, 0)
                .call(0x0600, 0x0033, 0, 0x2e7f)
                .call(0x0601, 0x0044, 0, 0x2f7f)
                .call(0x0200, 0, 0, 0x2e7f)
                .call(0x0800, 0, 0, 0)
                .call(0x0c5a, 0, 1023, 767)
                .call(0x0d00, 0, 1023, 767)
                .call(0x0d00, 0, 1022, 767)
                .call(0x4f05, 0x0100, 0, 0)
                .run()) {
            assertEquals('Q', guest.result(7).ax(), "scrolled up from the last row");
            assertEquals(0x5a, guest.result(9).ax() & 0xff);
            assertEquals(0, guest.result(10).ax() & 0xff, "blank line");
            assertEquals(7, guest.result(11).dx(), "the program's bank");
        }
    }

    @Test
    void protectedModeTableLeadsIntoItself() {
        try (VgaBiosGuest guest = new VgaBiosGuest().call(0x4f0a, 0, 0, 0).run()) {
            assertEquals(OK, guest.result(0).ax());
            assertTrue(guest.result(0).cx() > 8);
        }
    }
}
