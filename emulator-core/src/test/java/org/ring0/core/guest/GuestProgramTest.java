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

/**
 * The guest programs of {@code src/test/resources/guest}: each is one subject of privileged behaviour, and what it writes
 * to the debug console must be what its {@code .expected} file says.
 */
class GuestProgramTest {
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
        assertEquals(
                Files.readString(expected, StandardCharsets.ISO_8859_1), GuestProgram.run(Files.readAllBytes(program)));
    }
}
