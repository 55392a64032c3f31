package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.RegionListing;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.machine.Budget;

/** Regions over several pages, whose mapping changes, and regions that learn where their indirect transfers lead. */
class RegionShapeTest {
    private static final long RAM = 0x40_0000;
    private static final int THRESHOLD = 4;

    private final List<RegionListing> listings = new ArrayList<>();

    private FlatMachine translated() {
        return new FlatMachine(
                RAM,
                cpu -> new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), THRESHOLD, listings::add)));
    }

    private void run(String program) {
        try (FlatMachine m = translated()) {
            m.load(program);
            m.machine.run(Budget.UNLIMITED);
            assertTrue(m.cpu.state().halted);
        }
    }

    private boolean anyRegion(String... lines) {
        return listings.stream()
                .map(RegionListing::guestCode)
                .anyMatch(code -> List.of(lines).stream().allMatch(code::contains));
    }

    @Test
    void loopOverTwoPagesIsOneRegion() {
        run("pages");
        assertTrue(anyRegion("00400ffd", "00401005"), () -> listings.getLast().guestCode());
    }

    @Test
    void targetsOfIndirectTransfersBecomePartOfTheRegion() {
        run("jumps");
        assertTrue(
                anyRegion(
                        "call ebx",
                        "jmp edi",
                        "rol eax,0x3",
                        "add eax,ecx",
                        "xor eax,0x5555",
                        "lea eax,[eax+eax*2+0x1]"),
                () -> listings.getLast().guestCode());
    }

    /** MOV ECX, 200; CALL function; DEC ECX; JNZ to the call; CLI; HLT; NOP; the data; INC dword [data]; RET. */
    private static final String DATA_IN_BETWEEN = "b9c8000000 e80a000000 49 75f8 fa f4 90 00000000 ff0510000100 c3";

    @Test
    void dataBetweenTheInstructionsOfARegionMayBeWritten() {
        try (FlatMachine m = translated()) {
            m.load(HexFormat.of().parseHex(DATA_IN_BETWEEN.replace(" ", "")));
            m.machine.run(Budget.UNLIMITED);
            assertEquals(200, m.dword(FlatMachine.LOADED_AT + 0x10));
            assertTrue(
                    anyRegion("dec ecx", "inc dword"), () -> listings.getLast().guestCode());
            assertEquals(0, m.machine.statistics().engine().invalidated());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pages, AT_ONCE", "pages, SOON", "pages, ERRATIC", "pages, FLUSHED",
        "jumps, AT_ONCE", "jumps, SOON", "jumps, ERRATIC", "jumps, FLUSHED"
    })
    void enginesAgreeWhereverTheyAreStopped(String program, Timing timing) {
        Random random = new Random(program.length() + timing.ordinal());
        try (FlatMachine interpreted = new FlatMachine(RAM, Interpreter::new);
                FlatMachine translated = new FlatMachine(RAM, cpu -> timing.engine(cpu, 7))) {
            interpreted.load(program);
            translated.load(program);
            while (!interpreted.cpu.state().halted) {
                Budget slice = Budget.ofInstructions(1 + random.nextInt(500));
                interpreted.machine.run(slice);
                translated.machine.run(slice);
                assertEquals(interpreted.cpu.state().rip, translated.cpu.state().rip);
                assertEquals(interpreted.cpu.state().gpr[0], translated.cpu.state().gpr[0]);
            }
            assertEquals(interpreted.machine.digest(), translated.machine.digest());
        }
    }
}
