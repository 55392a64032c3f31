package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ring0.testing.GuestPackages;

/** The benchmark's quick guest, by both ways of booting it. */
class BenchmarkGuestTest {
    private static void assertRuns(CommandRun run) throws Exception {
        String expected = Files.readString(GuestPackages.shared("bench/checksums.txt"))
                .lines()
                .filter(line -> line.startsWith("quick32 "))
                .findFirst()
                .orElseThrow();
        String sums = run.out()
                .lines()
                .filter(line -> line.startsWith("END "))
                .map(line -> line.substring(4).strip())
                .collect(Collectors.joining(" ", "quick32 ", ""));
        assertEquals(expected, sums, run::err);
        assertTrue(run.out().contains("ALLDONE"), run::out);
        assertEquals(0, run.code(), run::err);
    }

    @Test
    void kernelRunsToItsEnd() throws Exception {
        Path kernel = GuestPackages.shared("bench/built/quick32.elf");
        assertRuns(CommandRun.of("run", "--kernel", kernel.toString(), "--memory", "128M", "--serial", "stdio"));
    }

    @Test
    void floppyRunsToItsEnd() throws Exception {
        Path image = GuestPackages.shared("bench/built/quick32.img");
        assertRuns(CommandRun.of("run", image + ",readonly", "--memory", "128M"));
    }
}
