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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code run --record}, {@code run --replay} and {@code ring0 replay}. */
class ReplayCommandTest {
    @TempDir
    private Path folder;

    private Path recording;
    private Path report;

    @BeforeEach
    void names() {
        recording = folder.resolve("run.rec");
        report = folder.resolve("report.json");
    }

    private static CommandRun ring0(String input, Object... arguments) {
        return CommandRun.withInput(
                input, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private CommandRun record(String input, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(
                "run", "--memory", "4M", "--record", recording, "--report", "json=" + report, "--serial", "stdio"));
        all.addAll(List.of(arguments));
        return ring0(input, all.toArray());
    }

    private CommandRun replay(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("replay", recording, "--serial", "stdio"));
        all.addAll(List.of(arguments));
        return ring0("", all.toArray());
    }

    private JsonObject report() throws Exception {
        return JsonParser.parseString(Files.readString(report)).getAsJsonObject();
    }

    private void assertReplayed(CommandRun recorded, Object... arguments) throws Exception {
        JsonObject facts = report();
        CommandRun replayed = replay(arguments);
        assertEquals(0, replayed.code(), replayed::err);
        assertEquals(recorded.out(), replayed.out());
        String digest = facts.get("digest").getAsString();
        assertTrue(replayed.err().contains("; digest " + digest), replayed::err);
        assertTrue(
                replayed.err()
                        .contains("ring0: replayed to instruction " + facts.get("instructions") + ": as recorded"),
                replayed::err);
    }

    /** Every way to end that a boot sector knows. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SERIAL_ECHO")
    void replayEndsAsTheRunDid(BootSector sector) throws Exception {
        CommandRun recorded = record(
                "", sector.in(folder), "--type", "hq", "--no-reboot", "--max-instructions", "3M", "--cpu", "max");
        assertReplayed(recorded);
    }

    @Test
    void bytesOfStandardInputComeFromTheRecording() throws Exception {
        CommandRun recorded = record("hello, q", BootSector.SERIAL_ECHO.in(folder));
        assertEquals("hello, q", recorded.out());
        assertReplayed(recorded);
        assertReplayed(recorded, "--engine", "interpreter");
        assertReplayed(recorded, "--engine", "lockstep");
        CommandRun asOption = ring0("", "run", "--replay", recording, "--serial", "stdio");
        assertEquals(recorded.out(), asOption.out());
    }

    @Test
    void runInLockstepIsRecordedAsAnyOther() throws Exception {
        CommandRun recorded = record("hello, q", BootSector.SERIAL_ECHO.in(folder), "--engine", "lockstep");
        assertEquals("hello, q", recorded.out());
        assertReplayed(recorded);
        assertReplayed(recorded, "--engine", "lockstep");
        CommandRun typed = record("", BootSector.KEYS.in(folder), "--type", "abq", "--engine", "lockstep");
        assertReplayed(typed, "--engine", "interpreter");
    }

    /** The built-in demo waits for keys; its date is the host's here, and idle time passes. */
    @Test
    void hostsClockIsRecorded() throws Exception {
        CommandRun recorded = record("", "--clock", "host", "--type", "x", "--max-guest-time", "100ms");
        assertReplayed(recorded);
        assertReplayed(recorded, "--clock", "host");
    }

    @Test
    void imagesStayAsTheyAreAndAreCompared() throws Exception {
        Path disk = Files.write(folder.resolve("demo.img"), org.ring0.firmware.Firmware.demoDisk());
        byte[] before = Files.readAllBytes(disk);
        CommandRun recorded = record("", "--floppy", disk, "--max-instructions", "3M");
        assertReplayed(recorded);
        assertArrayEquals(before, Files.readAllBytes(disk));
        Path moved = Files.move(disk, folder.resolve("moved.img"));
        assertEquals(2, replay().code());
        assertReplayed(recorded, "--floppy", moved);
        before[1000]++;
        Files.write(moved, before);
        CommandRun changed = replay("--floppy", moved);
        assertEquals(2, changed.code());
        assertTrue(
                changed.err().contains("the recording is of another machine: its image in floppy A is"), changed::err);
    }

    @Test
    void runFromASnapshotIsRecordedToo() throws Exception {
        Path snapshot = folder.resolve("begun.snapshot");
        String keys = BootSector.KEYS.in(folder);
        assertEquals(
                5,
                ring0("", "run", keys, "--memory", "4M", "--max-instructions", "2M", "--save-snapshot", snapshot)
                        .code());
        CommandRun recorded = ring0(
                "", "run", "--from", snapshot, "--type", "abq", "--record", recording, "--report", "json=" + report);
        assertEquals(1, recorded.code(), recorded::err);
        assertTrue(recorded.out().endsWith("abq"), recorded::out);
        assertReplayed(recorded);
    }

    @Test
    void replayStopsAtAnyInstructionAndGoesOnFromItsSnapshot() throws Exception {
        record("", BootSector.KEYS.in(folder), "--type", "abq");
        String digest = report().get("digest").getAsString();
        Path snapshot = folder.resolve("mid.snapshot");
        CommandRun middle = replay("--until", "800_001", "--save-snapshot", snapshot, "--report", "json=" + report);
        assertEquals(0, middle.code(), middle::err);
        assertTrue(middle.err().contains("instructions=800001 "), middle::err);
        assertEquals(800_001, report().get("instructions").getAsLong());
        assertTrue(Files.exists(snapshot));
        CommandRun beyond = replay("--until", "1T");
        assertEquals(2, beyond.code());
        assertTrue(beyond.err().contains("--until: the recording goes from instruction 0 to "), beyond::err);
        assertTrue(replay().err().contains(digest));
    }

    @Test
    void inputsBesideTheRecordingAreRefused() throws Exception {
        record("", BootSector.EXIT_0.in(folder));
        CommandRun typed = replay("--type", "x");
        assertEquals(2, typed.code());
        assertTrue(typed.err().contains("--type: a replay takes its inputs"), typed::err);
        assertEquals(2, ring0("", "replay").code());
        assertEquals(2, ring0("", "replay", folder.resolve("missing")).code());
        assertEquals(2, ring0("", "replay", recording, "--memory", "8M").code());
    }

    @Test
    void recordingIsNotWrittenOverAnInput() throws Exception {
        String image = BootSector.EXIT_0.in(folder);
        CommandRun run = ring0("", "run", image, "--record", image);
        assertEquals(2, run.code());
        assertTrue(run.err().contains("is an input of this run"), run::err);
        assertFalse(Files.exists(recording));
    }
}
