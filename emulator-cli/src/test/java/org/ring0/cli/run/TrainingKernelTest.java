package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.firmware.Firmware;

/** The kernel that the JVM is trained with does what it is for. */
class TrainingKernelTest {
    @TempDir
    Path folder;

    @Test
    void printsItsLinesAndEndsWell() throws Exception {
        Path kernel = Files.write(folder.resolve("training.elf"), Firmware.trainingKernel());
        CommandRun run = CommandRun.of("run", "--kernel", kernel.toString(), "--serial", "stdio", "--max-time", "60s");
        assertEquals(0, run.code(), run.err());
        assertEquals("training\n".repeat(15), run.out());
    }
}
