package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ring0 snapshot}. */
class SnapshotInfoTest {
    @TempDir
    private Path folder;

    private String snapshot;

    @BeforeEach
    void save() throws Exception {
        Path disk = Files.write(folder.resolve("demo.img"), org.ring0.firmware.Firmware.demoDisk());
        snapshot = folder.resolve("demo.snapshot").toString();
        CommandRun run = CommandRun.of(
                "run",
                "--floppy",
                disk.toString(),
                "--memory",
                "16M",
                "--max-instructions",
                "1M",
                "--save-snapshot",
                snapshot);
        assertEquals(5, run.code(), run::err);
    }

    private static String line(CommandRun run, String name) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in\n" + run.out()));
    }

    @Test
    void infoTellsWhatItIsOfAndWhatItHolds() throws Exception {
        CommandRun info = CommandRun.of("snapshot", "info", snapshot);
        assertEquals(0, info.code(), info::err);
        assertTrue(line(info, "taken after").contains(" 1,000,000 instructions"), info::out);
        assertTrue(line(info, "memory").endsWith(" 16M"), info::out);
        assertTrue(line(info, "file").contains("%,d bytes".formatted(Files.size(Path.of(snapshot)))), info::out);
        assertTrue(line(info, "holds").matches("holds +[1-9][\\d,]* of 8,2\\d\\d pages .*"), info::out);
        assertTrue(line(info, "medium of floppy-a").contains("an image with checksum "), info::out);
        assertTrue(line(info, "states").contains(" cpu0, "), info::out);
        assertTrue(info.out().contains("--floppy " + folder.resolve("demo.img")), info::out);
    }

    @Test
    void verifyKnowsWholeFilesFromDamagedOnes() throws Exception {
        assertEquals(0, CommandRun.of("snapshot", "verify", snapshot).code());
        byte[] bytes = Files.readAllBytes(Path.of(snapshot));
        bytes[bytes.length / 2] ^= 1;
        Files.write(Path.of(snapshot), bytes);
        for (String command : new String[] {"verify", "info"}) {
            CommandRun damaged = CommandRun.of("snapshot", command, snapshot);
            assertEquals(2, damaged.code());
            assertEquals(
                    "ring0: " + snapshot + " is damaged: it is not what was saved",
                    damaged.err().strip());
        }
    }

    @Test
    void whatIsMissingIsOneSentence() {
        assertEquals(2, CommandRun.of("snapshot").code());
        CommandRun none = CommandRun.of("snapshot", "info");
        assertEquals(2, none.code());
        assertEquals(
                "ring0: which snapshot? (see ring0 snapshot info --help)",
                none.err().strip());
        assertEquals(
                2,
                CommandRun.of("snapshot", "verify", folder.resolve("none").toString())
                        .code());
    }
}
