package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedTest {
    @TempDir
    private Path folder;

    private byte[] drawn(String... options) throws Exception {
        Path serial = folder.resolve("serial");
        Files.deleteIfExists(serial);
        String[] arguments = Arrays.copyOf(
                new String[] {
                    "run", BootSector.RANDOM.in(folder), "--cpu=max", "--display=none", "--serial=file:" + serial
                },
                5 + options.length);
        System.arraycopy(options, 0, arguments, 5, options.length);
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.code(), run::err);
        return Files.readAllBytes(serial);
    }

    @Test
    void randomNumbersFollowFromTheSeed() throws Exception {
        byte[] first = drawn("--seed=7");
        assertEquals(2, first.length);
        assertArrayEquals(first, drawn("--seed=7"));
        assertArrayEquals(first, drawn("--seed=7", "--engine=interpreter"));
        assertFalse(Arrays.equals(first, drawn("--seed=8")));
        assertArrayEquals(drawn(), drawn("--seed=0"));
    }
}
