package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** Guests of a few bytes, each in the boot sector of a floppy. */
enum BootSector {
    /** Writes 0 to the debug-exit port. */
    EXIT_0("b000 e6f4 f4"),
    /** Writes 3 to the debug-exit port. */
    EXIT_3("b003 e6f4 f4"),
    /** Powers off by ACPI: S5 in PM1a control. */
    ACPI_OFF("ba0406 b80020 ef fa f4"),
    /** Powers off by APM's services at INT 15h. */
    APM_OFF("b80153 31db cd15 b80e53 31db b90201 cd15 b80753 bb0100 b90300 cd15 fa f4"),
    /** CLI, HLT. */
    HALT("fa f4"),
    /** STI, HLT, and again. */
    IDLE("fb f4 ebfc"),
    /** Jumps to itself. */
    SPIN("ebfe"),
    /** Has the keyboard controller reset the machine. */
    RESET("b0fe e664 f4 ebfd"),
    /** LIDT of an empty table, INT3. */
    TRIPLE_FAULT("fa 0f011e077c cc 000000000000"),
    /** Increments the first byte of the floppy's second sector; LIDT of an empty table, INT3. */
    COUNTS_AND_CRASHES(
            "31c0 8ed8 8ec0 b80102 bb0080 b90200 31d2 cd13 fe060080 b80103 cd13 fa 0f011e237c cc 000000000000"),
    /** Prints "hello from the guest" on COM1 and writes 0 to the debug-exit port. */
    HELLO("31c08ed8be277cac84c07405e80900ebf6b000e6f4f4ebfd50bafd03eca82074fb58baf803eec3"
            + "68656c6c6f2066726f6d207468652067756573740d0a00"),
    /** Prints "shown on screen" by INT 10h, CLI, HLT. */
    SCREEN("31c08ed8be177cac84c07409b40ebb0700cd10ebf2faf473686f776e206f6e2073637265656e0d0a00"),
    /** Prints ">" and then every key on COM1; q writes 7 to the debug-exit port. */
    KEYS("31c08ed8b03ee81200b400cd16e80b003c7175f5b007e6f4f4ebfd50bafd03eca82074fb58baf803eec3"),
    /** Sends two bytes of RDRAND on COM1 and writes 0 to the debug-exit port. */
    RANDOM("baf803 0fc7f0 ee 88e0 ee b000 e6f4 f4"),
    /** Prints "x" and a newline on COM1, and reads a sector of track 20 again and again. */
    READS("31c08ed88ec0be237cac84c07406baf803eeebf5b80102bb0080b9021431d2cd13ebf1780a00"),
    /** Prints "line" on COM1 again and again. */
    LINES("31c08ed8be127cac84c074f8baf803eeebf56c696e650a00"),
    /** Prints every byte from 0 to FFh on COM1, then what XML and UTF-8 do not allow; CLI, HLT. */
    HOSTILE("31db88d8baf803eefec375f6be1c7c2e8a0446ee81fe327c72f5faf4"
            + "5d5d3e3c26221b5b33316deda080efbfbef49080800a"),
    /** Returns every byte on COM1; q writes 0 to the debug-exit port. */
    SERIAL_ECHO("31c08ed8bafd03eca80174fbbaf803ecee3c7175efb000e6f4f4ebfd");

    private static final int SIZE = 1_474_560;

    private final byte[] code;

    BootSector(String code) {
        this.code = HexFormat.of().parseHex(code.replace(" ", ""));
    }

    /** Writes the floppy image into a folder. */
    String in(Path folder) throws IOException {
        byte[] image = Arrays.copyOf(code, SIZE);
        image[510] = 0x55;
        image[511] = (byte) 0xaa;
        return Files.write(folder.resolve(name() + ".img"), image).toString();
    }
}
