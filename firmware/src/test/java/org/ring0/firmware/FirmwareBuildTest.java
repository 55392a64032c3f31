package org.ring0.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The committed images are what {@code build.sh} makes of the sources, byte for byte. */
class FirmwareBuildTest {
    private static final int NASM_MISSING = 3;
    private static final long LIMIT_SECONDS = 120;

    @Test
    void committedImagesAreWhatTheSourcesAssembleTo() throws IOException, InterruptedException {
        Path script = Path.of("build.sh").toAbsolutePath();
        assumeTrue(Files.isExecutable(script), "skipped: " + script + " is not there or cannot run");

        Process build = new ProcessBuilder("sh", script.toString(), "--check")
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = build.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        build.destroyForcibly();

        assertEquals(true, ended, "build.sh --check did not end");
        assumeTrue(build.exitValue() != NASM_MISSING, "skipped: " + output.strip());
        assertEquals(0, build.exitValue(), output);
    }
}
