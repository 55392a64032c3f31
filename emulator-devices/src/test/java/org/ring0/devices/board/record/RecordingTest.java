package org.ring0.devices.board.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.input.Key;
import org.ring0.devices.input.KeyEvent;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.firmware.Firmware;

/** What is recorded can be replayed to the same digest, and what is damaged or different says so. */
class RecordingTest {
    private static final long INTERVAL = 300_000;
    private static final int INPUTS = 60;

    @TempDir
    private Path folder;

    private static Engine translator(Cpu cpu) {
        return new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), 16));
    }

    private static PcConfig config(Function<Cpu, Engine> engine) {
        return PcConfig.of(new PcConfig.Processor(engine, CpuReset::reset))
                .withMemory(4 * PcConfig.MIB)
                .withFirmware(Firmware.bios(), Firmware.vgaBios())
                .withDrives(new PcDrives(List.of(new MemoryBackend(Firmware.demoDisk(), false)), PcDrives.NONE.ide()))
                .withSerial(List.of(value -> {}));
    }

    private static PcBoard board(Function<Cpu, Engine> engine) throws Exception {
        return new PcBoard(config(engine));
    }

    private static PcInput random(Random random) {
        Key[] keys = Key.values();
        return switch (random.nextInt(11)) {
            case 0, 1, 2, 3, 4, 5 ->
                new PcInput.KeyMoved(new KeyEvent(keys[random.nextInt(keys.length)], random.nextBoolean()));
            case 6, 7 -> new PcInput.SerialBytes(0, new byte[] {(byte) random.nextInt(), 'x'});
            case 8 -> new PcInput.MouseMoved(random.nextInt(9) - 4, random.nextInt(9) - 4, random.nextInt(3) - 1);
            case 9 -> new PcInput.PowerButton();
            default -> new PcInput.MouseButtons(random.nextInt(8));
        };
    }

    /** Runs the demo with inputs at times that only the host knows. */
    private Path recorded(int seed) throws Exception {
        return recorded(seed, INPUTS);
    }

    private Path recorded(int seed, int inputs) throws Exception {
        Path file = folder.resolve("run.rec");
        Random random = new Random(seed);
        try (PcBoard board = board(RecordingTest::translator);
                Recorder recorder = Recorder.start(board, List.of(new Fact("note", "kept")), file, INTERVAL)) {
            StopReason reason = null;
            for (int i = 0; i < inputs; i++) {
                // Also while the guest is halted, and several at one moment.
                Budget budget = new Budget(1 + random.nextInt(60_000), 1 + random.nextInt(60_000_000), null);
                reason = recorder.run(budget, board.machine()::run);
                assertInstanceOf(StopReason.BudgetSpent.class, reason);
                PcInput input = random(random);
                board.machine().inputs().post(() -> board.inputs().accept(input));
                if (i == inputs / 2) {
                    board.inputs().takeNow(new PcInput.ResetButton());
                }
            }
            recorder.end(recorder.run(Budget.ofInstructions(100_003), board.machine()::run));
        }
        return file;
    }

    private static StopReason replay(PcBoard board, Recording recording) throws Exception {
        return Replay.on(board, recording, false).run(Budget.UNLIMITED, board.machine()::run, Replay.Pauses.NONE);
    }

    private static void assertReplayed(Recording recording, Function<Cpu, Engine> engine) throws Exception {
        try (PcBoard board = board(engine)) {
            StopReason reason = replay(board, recording);
            assertInstanceOf(StopReason.Replayed.class, reason, reason::sentence);
            assertEquals(recording.end().orElseThrow().digest(), board.machine().digest());
        }
    }

    @Test
    void replayEndsWithTheRecordedDigestOnBothEngines() throws Exception {
        for (int seed = 1; seed <= 3; seed++) {
            Recording recording = Recording.load(recorded(seed));
            assertEquals(
                    List.of(new Fact("note", "kept")), recording.description().notes());
            assertTrue(recording.inputs().size() > INPUTS / 2);
            assertTrue(recording.marks().size() > 1);
            assertReplayed(recording, RecordingTest::translator);
            assertReplayed(recording, Interpreter::new);
        }
    }

    @Test
    void replayGoesOnFromASnapshotOfAReplay() throws Exception {
        Recording recording = Recording.load(recorded(4));
        long half = recording.lastInstruction() / 2;
        try (PcBoard board = board(RecordingTest::translator)) {
            Replay.on(board, recording, false)
                    .run(Budget.ofInstructions(half), board.machine()::run, Replay.Pauses.NONE);
            assertEquals(half, board.machine().retired());
            try (Snapshot snapshot = board.snapshot();
                    PcBoard other = PcBoard.of(config(Interpreter::new), snapshot)) {
                StopReason reason = Replay.on(other, recording, true)
                        .run(Budget.UNLIMITED, other.machine()::run, Replay.Pauses.NONE);
                assertInstanceOf(StopReason.Replayed.class, reason, reason::sentence);
            }
        }
    }

    /** A run that was killed has written whole entries, and perhaps a part of one. */
    @Test
    void whatIsCutOffIsReplayedUpToThere() throws Exception {
        byte[] bytes = Files.readAllBytes(recorded(5));
        int header = bytes.length;
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            int length = random.nextInt(bytes.length);
            Path cut = Files.write(folder.resolve("cut.rec"), Arrays.copyOf(bytes, length));
            try {
                Recording recording = Recording.load(cut);
                assertTrue(recording.end().isEmpty());
                header = Math.min(header, length);
                if (i % 8 == 0) {
                    try (PcBoard board = board(RecordingTest::translator)) {
                        StopReason reason = replay(board, recording);
                        assertInstanceOf(StopReason.Replayed.class, reason, reason::sentence);
                        assertEquals(
                                recording.lastInstruction(), board.machine().retired());
                    }
                }
            } catch (RecordingException e) {
                assertTrue(length < header, () -> length + ": " + e.getMessage());
                assertTrue(e.getMessage().contains(" is cut short") || length == 0, e::getMessage);
            }
        }
    }

    @Test
    void everyFlippedByteIsOneSentence() throws Exception {
        byte[] bytes = Files.readAllBytes(recorded(6, 8));
        Path damaged = folder.resolve("damaged.rec");
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            Files.write(damaged, flipped);
            RecordingException e = assertThrows(RecordingException.class, () -> Recording.load(damaged), "byte " + i);
            assertTrue(
                    e.getMessage()
                            .matches(".* (is not a recording of ring0|is damaged: .*|was recorded by a newer .*)"),
                    e::getMessage);
        }
        Files.write(damaged, Arrays.copyOf(bytes, bytes.length + 1));
        assertThrows(RecordingException.class, () -> Recording.load(damaged));
    }

    @Test
    void entriesThatAreNoneAreOneSentence() throws Exception {
        Recording recording = Recording.load(recorded(7));
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] payload = EntryCodec.encode(
                    recording.inputs().get(i % recording.inputs().size()));
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                payload[random.nextInt(payload.length)] = (byte) random.nextInt();
            }
            byte[] hostile = Arrays.copyOf(payload, 1 + random.nextInt(payload.length + 4));
            try {
                EntryCodec.decode(hostile);
            } catch (IOException e) {
                // As it is to be: any other exception fails the test.
            }
        }
    }

    private Recording changed(Recording recording, List<Entry> entries) throws Exception {
        Path file = folder.resolve("changed.rec");
        try (RecordingWriter writer = new RecordingWriter(file, recording.description())) {
            for (Entry entry : entries) {
                writer.add(entry);
            }
        }
        return Recording.load(file);
    }

    private static void assertDiffers(Recording recording, String what) throws Exception {
        try (PcBoard board = board(RecordingTest::translator)) {
            StopReason reason = replay(board, recording);
            assertInstanceOf(StopReason.ReplayDiffers.class, reason, reason::sentence);
            assertTrue(reason.sentence().contains(what), reason::sentence);
        }
    }

    @Test
    void anotherCourseIsTold() throws Exception {
        Recording recording = Recording.load(recorded(8));
        Entry.End end = recording.end().orElseThrow();
        Entry.Input first = recording.inputs().getFirst();
        Entry.End other = new Entry.End(end.cycle(), end.instructions(), "00", false, "");
        List<Entry> inputs = new ArrayList<>(recording.inputs());
        inputs.add(other);
        assertDiffers(changed(recording, inputs), "another digest");
        assertDiffers(
                changed(
                        recording,
                        List.of(
                                new Entry.Input(first.cycle(), Math.max(0, first.instructions() - 1), first.input()),
                                end)),
                "an input came after");
        List<Entry> marks = new ArrayList<>(recording.marks());
        Entry.Mark mark = recording.marks().getFirst();
        marks.set(0, new Entry.Mark(mark.cycle(), mark.instructions(), ~mark.checksum()));
        assertDiffers(changed(recording, marks), "the registers are others");
    }

    @Test
    void anotherMachineIsOneSentence() throws Exception {
        Recording recording = Recording.load(recorded(9));
        assertRefused(
                config(Interpreter::new).withMemory(8 * PcConfig.MIB),
                recording,
                "the recording is of another machine: its memory is 4M, this machine's is 8M");
        assertRefused(
                config(Interpreter::new).withStart(PcConfig.DEFAULT_START.plusDays(1)),
                recording,
                "the recording is of another machine: its state at the beginning is .*");
        byte[] disk = Firmware.demoDisk();
        disk[1000]++;
        assertRefused(
                config(Interpreter::new)
                        .withDrives(new PcDrives(List.of(new MemoryBackend(disk, false)), PcDrives.NONE.ide())),
                recording,
                "the recording is of another machine: its image in floppy A is one with checksum .*");
    }

    private static void assertRefused(PcConfig config, Recording recording, String sentence) throws Exception {
        try (PcBoard board = new PcBoard(config)) {
            RecordingException e = assertThrows(RecordingException.class, () -> Replay.on(board, recording, false));
            assertTrue(e.getMessage().matches(sentence), e::getMessage);
        }
    }
}
