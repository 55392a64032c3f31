package org.ring0.core.debug.symbol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps of symbols as text. */
class SymbolMapTest {
    /** Lines as they are in maps of Linux 6.1, in /proc/kallsyms with a module. */
    private static final String MAP = """
        0000000000000000 D __per_cpu_start
        0000000000000000 D fixed_percpu_data
        0000000000001000 D cpu_debug_store
        0000000000000000 A VDSO64_PRELINK
        ffffffff81000000 T _stext
        ffffffff81000000 T _text
        ffffffff81000000 T startup_64
        ffffffff81000040 t verify_cpu
        ffffffff81c00010 T asm_exc_page_fault
        ffffffff82000000 D __start_rodata
        ffffffff83000000 B _end
        ffffffffc0000000 t e1000_open\t[e1000]
        """;

    private static Symbols read(String map) throws SymbolException {
        return Symbols.read(map.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffff81000000, startup_64",
        "ffffffff8100003f, startup_64+0x3f",
        "ffffffff81000041, verify_cpu+0x1",
        "ffffffff81c00010, asm_exc_page_fault",
        "ffffffff82000004, __start_rodata+0x4",
        "ffffffffc0000fff, e1000_open+0xfff",
        // Behind the last one, before the first one, and where per-CPU data is counted from.
        "ffffffffc0001000, ''",
        "ffffffff80ffffff, ''",
        "1008, ''",
    })
    void anAddressIsNamedAfterTheNearestSymbolBefore(String address, String name) throws Exception {
        assertEquals(name, read(MAP).at(Long.parseUnsignedLong(address, 16)).name());
    }

    @Test
    void codeComesBeforeDataAndGlobalBeforeLocalOfOneAddress() throws Exception {
        assertEquals(
                "f",
                read("00001000 d x\n00001000 T f\n00001000 t g\n").at(0x1000).name());
    }

    @Test
    void aSymbolIsFoundWhereTheProgramWasMovedTo() throws Exception {
        Symbols moved = read(MAP).moved(0x1c00_0000);
        assertEquals(OptionalLong.of(0xffff_ffff_9dc0_0010L), moved.find("asm_exc_page_fault"));
        assertEquals("verify_cpu+0x2", moved.at(0xffff_ffff_9d00_0042L).name());
        assertTrue(moved.find("asm_exc").isEmpty());
    }

    @Test
    void aMapOfThirtyTwoBitsStaysInThem() throws Exception {
        Symbols symbols = read("c1000000 T f\r\nffff0000 T g\r\n").moved(0x1_0000);
        assertEquals("f+0x1", symbols.at(0xc101_0001L).name());
        assertEquals(OptionalLong.of(0), symbols.find("g"));
    }

    @Test
    void whatNmPrintsIsOne() throws Exception {
        assertEquals(
                "main",
                read("                 U puts\n00101000 T main\n").at(0x101000).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no symbols here",
                "00101000 T",
                "0010100 T main\n",
                "00101000 T two words\n",
                // Debian's packages with kernels have this one.
                "ffffffffffffffff B The real System.map is in the linux-image-<version>-dbg package\n"
            })
    void anotherTextIsRefused(String text) {
        assertEquals(
                "is not an ELF file, nor a map of symbols such as System.map",
                assertThrows(SymbolException.class, () -> read(text)).getMessage());
    }

    @Test
    void aDamagedMapIsRefusedOrRead() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] sound = MAP.getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = Arrays.copyOf(sound, random.nextInt(sound.length / 2, sound.length + 2));
            for (int i = random.nextInt(8); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Symbols symbols = Symbols.read(damaged);
                for (long at = -0x7f00_0000L; at < -0x7eff_ff00L; at += 16) {
                    assertNotNull(symbols.at(at).toString());
                }
                symbols.find("startup_64");
            } catch (SymbolException e) {
                assertNotNull(e.getMessage());
            }
        }
    }
}
