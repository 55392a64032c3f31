package org.ring0.core.debug.symbol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that gcc and binutils have made of src/test/resources/symbol/lines.c, and such files damaged. */
class SymbolsTest {
    private static final int FLIPS = 1500;

    private static byte[] file(String name) throws IOException {
        try (InputStream in = SymbolsTest.class.getResourceAsStream("/symbol/" + name + ".elf")) {
            return in.readAllBytes();
        }
    }

    /** Addresses and lines as objdump and readelf --debug-dump=decodedline tell them. */
    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "dwarf2, 101000, twice (dwarf2.c:5)",
        "dwarf2, 101012, twice+0x12 (dwarf2.c:7)",
        "dwarf2, 10103c, start+0x25 (dwarf2.c:14)",
        "dwarf3, 101015, twice+0x15 (dwarf3.c:8)",
        "dwarf3, 101036, start+0x1f (dwarf3.c:12)",
        "dwarf4, 10101d, start (dwarf4.c:11)",
        "dwarf4, 101016, twice+0x16 (dwarf4.c:7)",
        "dwarf5, 101003, twice+0x3 (dwarf5.c:6)",
        "dwarf5, 101028, start+0x11 (dwarf5.c:13)",
        "dwarf5in64, 101041, start+0x24 (dwarf5in64.c:13)",
        "dwarf5in64, 101042, start+0x25 (dwarf5in64.c:12)",
        "compressed, 10101b, twice+0x1b (compressed.c:8)",
        "compressed, 10104a, f1 (compressed.c:15)",
        "stripped, 101017, start",
        "dwarf5, 102002, counter+0x2",
    })
    void anAddressHasItsFunctionAndLine(String name, String address, String expected) throws Exception {
        Symbols symbols = Symbols.read(file(name));
        assertEquals(expected, symbols.at(Long.parseLong(address, 16)).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"100fff", "10103d", "102004", "0", "ffffffffffffffff"})
    void anAddressOutsideOfTheProgramIsUnknown(String address) throws Exception {
        long at = Long.parseUnsignedLong(address, 16);
        assertEquals(Place.unknown(at), Symbols.read(file("dwarf5")).at(at));
    }

    @Test
    void aReturnAddressBelongsToTheCallBefore() throws Exception {
        // The second call of twice() is the last instruction of line 13; behind it line 12 goes on.
        Place place = Symbols.read(file("dwarf5")).before(0x101033);
        assertEquals("start+0x1c (dwarf5.c:13)", place.name());
        assertEquals(0x101033, place.address());
    }

    @Test
    void aSymbolIsFoundByItsName() throws Exception {
        Symbols symbols = Symbols.read(file("dwarf4"));
        assertEquals(OptionalLong.of(0x10101d), symbols.find("start"));
        assertTrue(symbols.find("stop").isEmpty());
    }

    @Test
    void aFileWithoutLinesHasItsSymbols() throws Exception {
        Place place = Symbols.read(file("stripped")).at(0x101003);
        assertEquals("twice", place.symbol());
        assertNull(place.file());
    }

    @Test
    void aWrongFileIsToldWhatItIs() throws Exception {
        assertEquals("is not an ELF file, nor a map of symbols such as System.map", refusal(new byte[1000]));
        byte[] object = file("dwarf5");
        object[16] = 1;
        assertTrue(refusal(object).contains("not yet linked"));
        byte[] foreign = file("dwarf5");
        foreign[18] = 40;
        assertTrue(refusal(foreign).contains("another machine"));
        byte[] cut = Arrays.copyOf(file("dwarf5"), 3000);
        assertTrue(refusal(cut).contains("cut short"));
        assertFalse(Symbols.recognises(new byte[4]));
    }

    private static String refusal(byte[] file) {
        return assertThrows(SymbolException.class, () -> Symbols.read(file)).getMessage();
    }

    /** Whatever is in a file, there is an answer, or a sentence, and no other exception. */
    @ParameterizedTest
    @ValueSource(strings = {"dwarf2", "dwarf4", "dwarf5", "dwarf5in64", "compressed"})
    void aDamagedFileIsRefusedOrRead(String name) throws Exception {
        byte[] sound = file(name);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int read = 0;
        for (int round = 0; round < FLIPS; round++) {
            byte[] damaged = sound.clone();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                // Code does not matter: what is behind it does, and the header.
                int at = random.nextInt(8) == 0 ? random.nextInt(64) : random.nextInt(0x1140, sound.length);
                damaged[at] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : damaged[at] ^ 1 << random.nextInt(8));
            }
            read += survives(
                    random.nextInt(20) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged);
        }
        assertTrue(read > FLIPS / 4, "hardly a damaged file was read at all: " + read);
    }

    private static int survives(byte[] file) {
        try {
            Symbols symbols = Symbols.read(file);
            for (long at = 0x100ff0; at < 0x101060; at += 5) {
                assertNotNull(symbols.at(at).toString());
            }
            symbols.find("start");
            symbols.isEmpty();
            return 1;
        } catch (SymbolException e) {
            assertNotNull(e.getMessage());
            return 0;
        }
    }
}
