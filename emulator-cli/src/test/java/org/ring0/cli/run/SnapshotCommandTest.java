package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --save-snapshot} and {@code --from}, with the built-in demo in a file. */
class SnapshotCommandTest {
    @TempDir
    private Path folder;

    private Path disk;
    private Path snapshot;

    @BeforeEach
    void makeDisk() throws Exception {
        disk = Files.write(folder.resolve("demo.img"), org.ring0.firmware.Firmware.demoDisk());
        snapshot = folder.resolve("demo.snapshot");
    }

    private CommandRun run(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("run"));
        Arrays.stream(arguments).map(Object::toString).forEach(all::add);
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonObject report(Object... arguments) throws Exception {
        Path report = folder.resolve("report.json");
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--report";
        all[arguments.length + 1] = "json=" + report;
        CommandRun run = run(all);
        assertEquals(0, run.code(), run::err);
        return JsonParser.parseString(Files.readString(report)).getAsJsonObject();
    }

    private void save() {
        CommandRun run =
                run("--floppy", disk, "--memory", "16M", "--max-instructions", 3_000_000, "--save-snapshot", snapshot);
        assertEquals(5, run.code(), run::err);
        assertTrue(Files.exists(snapshot));
    }

    @Test
    void goesOnWhereItWasSaved() throws Exception {
        JsonObject straight = report("--floppy", disk, "--memory", "16M");
        byte[] image = Files.readAllBytes(disk);
        save();
        JsonObject resumed = report("--from", snapshot);
        assertEquals(straight.get("instructions"), resumed.get("instructions"));
        assertEquals(straight.get("digest"), resumed.get("digest"));
        assertArrayEquals(image, Files.readAllBytes(disk));
    }

    @Test
    void wrongMachineOrImageIsOneSentence() throws Exception {
        save();
        CommandRun memory = run("--from", snapshot, "--memory", "8M");
        assertEquals(2, memory.code());
        assertEquals(
                "ring0: the snapshot is of another machine: its memory is 16M, this machine's is 8M",
                memory.err().strip());
        Files.write(disk, new byte[] {1}, java.nio.file.StandardOpenOption.WRITE);
        CommandRun changed = run("--from", snapshot);
        assertEquals(2, changed.code());
        assertEquals(
                "ring0: the image in 'floppy-a' is not what it was when the snapshot was saved",
                changed.err().strip());
        Files.delete(disk);
        assertEquals(2, run("--from", snapshot).code());
    }

    @Test
    void fileThatIsNoSnapshotIsOneSentence() {
        CommandRun run = run("--from", disk);
        assertEquals(2, run.code());
        assertEquals("ring0: " + disk + " is not a snapshot of ring0", run.err().strip());
    }

    @Test
    void nothingIsSavedOfAMachineThatIsOff() {
        CommandRun run = run("--floppy", disk, "--save-snapshot", snapshot);
        assertEquals(9, run.code());
        assertTrue(run.err().contains("no snapshot was saved"), run::err);
        assertFalse(Files.exists(snapshot));
    }
}
