package org.ring0.core.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;

/**
 * The guest programs of {@code src/test/resources/guest}: each is one subject of privileged behaviour, and what it writes
 * to the debug console must be what its {@code .expected} file says, and what translated code leaves must be the same to
 * the last bit.
 */
class GuestProgramTest {
    /** Executions of a block at which it is translated. */
    private static final int[] THRESHOLDS = {1, 5};

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

    private static void check(Path program) throws IOException {
        Path expected = Path.of(program.toString().replace(".bin", ".expected"));
        byte[] code = Files.readAllBytes(program);
        GuestProgram.Result interpreted = GuestProgram.run(code, Interpreter::new);
        assertEquals(Files.readString(expected, StandardCharsets.ISO_8859_1), interpreted.output());
        for (int threshold : THRESHOLDS) {
            GuestProgram.Result translated = GuestProgram.run(
                    code, cpu -> new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), threshold)));
            assertEquals(interpreted, translated, "translated at execution " + threshold);
        }
    }
}
