package org.ring0.core.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.parity.Timing;

/**
 * The guest programs of {@code src/test/resources/guest}: each is one subject of privileged behaviour, and what it writes
 * to the debug console must be what its {@code .expected} file says, and translated code must leave the same state to the
 * last bit, after any number of instructions.
 */
class GuestProgramTest {
    private static final long BUDGET = 20_000_000;

    @TestFactory
    List<DynamicTest> programsSayWhatTheManualSays() throws IOException, URISyntaxException {
        Path root = Path.of(
                        GuestProgramTest.class.getResource("/guest/harness.inc").toURI())
                .getParent();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".bin"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(
                            root.relativize(file).toString().replace(".bin", ""), () -> check(file)))
                    .toList();
        }
    }

    private static void check(Path file) throws IOException {
        Path expected = Path.of(file.toString().replace(".bin", ".expected"));
        byte[] program = Files.readAllBytes(file);
        for (Timing timing : timings(file)) {
            long seed = file.getFileName().hashCode() + timing.ordinal();
            CpuModel model = model(file);
            try (GuestProgram interpreted = new GuestProgram(program, model, Interpreter::new);
                    GuestProgram translated = new GuestProgram(program, model, cpu -> timing.engine(cpu, seed))) {
                compare(interpreted, translated, new Random(seed), timing.toString());
                assertEquals(Files.readString(expected, StandardCharsets.ISO_8859_1), interpreted.output());
            }
        }
    }

    /** Those for IA-32e mode have a CPU with everything that belongs to it. */
    private static CpuModel model(Path file) {
        return file.getParent().endsWith("long") ? CpuModel.MAX : CpuModel.P6;
    }

    /** Those that try thousands of random instructions once each would do little but translate. */
    private static List<Timing> timings(Path file) {
        return file.getParent().endsWith("random") ? List.of(Timing.SOON) : List.of(Timing.values());
    }

    /** Runs both side by side, with a look at the CPUs now and then, and at all of memory in the end. */
    private static void compare(GuestProgram interpreted, GuestProgram translated, Random random, String what) {
        while (!interpreted.ended()) {
            // Ever longer, so that no program needs many.
            long cycle = interpreted.cycle() + 1 + random.nextInt(100 + (int) interpreted.cycle() / 4);
            interpreted.runTo(cycle);
            translated.runTo(cycle);
            if (!Arrays.equals(interpreted.cpuState(), translated.cpuState())) {
                assertEquals(interpreted.registers(), translated.registers(), what);
                fail("hidden state of the CPU differs, " + what + "\n" + interpreted.registers());
            }
            assertTrue(cycle < BUDGET, "never ends");
        }
        assertEquals(interpreted.output(), translated.output(), what);
        assertEquals(-1, interpreted.memoryDiffersAt(translated), what);
    }
}
