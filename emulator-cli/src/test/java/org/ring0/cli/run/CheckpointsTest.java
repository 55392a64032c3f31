package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.machine.Budget;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.record.Recording;
import org.ring0.firmware.Firmware;

/** What replays leave beside a recording, within a limit; what is damaged or of another recording is not used. */
class CheckpointsTest {
    private static final int STEP = 1000;
    private static final long ENOUGH = 1L << 30;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private PcBoard board;

    private static PcConfig config() throws Exception {
        return PcConfig.of(new PcConfig.Processor(Interpreter::new, CpuReset::reset))
                .withMemory(4 * PcConfig.MIB)
                .withFirmware(Firmware.bios(), Firmware.vgaBios());
    }

    @BeforeEach
    void board() throws Exception {
        board = new PcBoard(config());
    }

    @AfterEach
    void close() {
        board.close();
    }

    private Recording recording(String name, int instructions) throws Exception {
        Path file = folder.resolve(name);
        CommandRun recorded = CommandRun.withInput(
                "", "run", "--memory", "4M", "--record", file.toString(), "--max-instructions", "" + instructions);
        assertTrue(Files.exists(file), recorded::err);
        return Recording.load(file);
    }

    private Checkpoints checkpoints(Recording recording, long limit) {
        return new Checkpoints(recording, limit, List.of(), said::add);
    }

    private void offer(Checkpoints checkpoints, int times) {
        for (int n = 0; n < times; n++) {
            board.machine().run(Budget.ofInstructions(STEP));
            checkpoints.offer(board);
        }
    }

    /** What a replay with checkpoints after each of so many steps leaves. */
    private List<Path> left(Recording recording, long limit, int times) throws Exception {
        try (Checkpoints checkpoints = checkpoints(recording, limit)) {
            offer(checkpoints, times);
        }
        return files(recording);
    }

    private List<Path> files(Recording recording) throws Exception {
        try (Stream<Path> list = Files.list(Path.of(recording.path() + ".checkpoints"))) {
            return list.sorted().toList();
        }
    }

    private static long size(List<Path> files) throws Exception {
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        return total;
    }

    /** After how many instructions the one that is found goes on, or -1. */
    private long nearest(Recording recording, long instruction) throws Exception {
        try (Checkpoints checkpoints = checkpoints(recording, ENOUGH);
                Snapshot found = checkpoints.nearest(instruction).orElse(null)) {
            if (found == null) {
                return -1;
            }
            try (PcBoard again = PcBoard.of(config(), found)) {
                return again.machine().retired();
            }
        }
    }

    @Test
    void nearestIsTheLastThatIsNotBehind() throws Exception {
        Recording recording = recording("a.rec", 5 * STEP);
        left(recording, ENOUGH, 3);
        assertEquals(2 * STEP, nearest(recording, 3 * STEP - 1));
        assertEquals(3 * STEP, nearest(recording, 3 * STEP));
        assertEquals(-1, nearest(recording, STEP - 1));
        try (Checkpoints none = checkpoints(recording, 0)) {
            assertTrue(none.nearest(ENOUGH).isEmpty());
        }
    }

    @Test
    void laterOnesHoldOnlyChangesAndAllIsInThem() throws Exception {
        Recording recording = recording("a.rec", 40 * STEP);
        List<Path> files = left(recording, ENOUGH, 6);
        assertEquals(6, files.size());
        assertEquals(Optional.empty(), SnapshotFile.baseOf(files.getFirst()));
        for (Path later : files.subList(1, 6)) {
            assertTrue(SnapshotFile.baseOf(later).isPresent());
            assertTrue(Files.size(later) < Files.size(files.getFirst()), () -> later + " of " + files);
        }
        for (int n = 1; n <= 6; n++) {
            try (PcBoard straight = new PcBoard(config());
                    Snapshot checkpoint = SnapshotFile.load(files.get(n - 1));
                    PcBoard restored = PcBoard.of(config(), checkpoint)) {
                straight.machine().run(Budget.ofInstructions((long) n * STEP));
                assertEquals(straight.machine().digest(), restored.machine().digest(), "after " + n + " steps");
            }
        }
    }

    @Test
    void replayThatBeganAtOneAddsChanges() throws Exception {
        Recording recording = recording("a.rec", 40 * STEP);
        left(recording, ENOUGH, 3);
        try (Checkpoints checkpoints = checkpoints(recording, ENOUGH);
                Snapshot found = checkpoints.nearest(ENOUGH).orElseThrow();
                PcBoard again = PcBoard.of(config(), found)) {
            again.machine().run(Budget.ofInstructions(STEP));
            checkpoints.offer(again);
        }
        Path last = files(recording).getLast();
        assertEquals(Optional.of(files(recording).get(2).getFileName().toString()), SnapshotFile.baseOf(last));
        assertEquals(4 * STEP, nearest(recording, ENOUGH));
    }

    @Test
    void thoseThatAreMissedLeastMakeRoom() throws Exception {
        Recording recording = recording("a.rec", 40 * STEP);
        List<Path> all = left(recording, ENOUGH, 8);
        long limit = Files.size(all.getFirst()) + (size(all) - Files.size(all.getFirst())) * 3 / 4;
        for (Path file : all) {
            Files.delete(file);
        }
        board.close();
        board = new PcBoard(config());
        List<Path> left = left(recording, limit, 8);
        assertTrue(left.size() < 8 && size(left) <= limit, left::toString);
        assertEquals(8 * STEP, nearest(recording, ENOUGH));
        for (Path file : left) {
            SnapshotFile.load(file).close();
        }
    }

    @Test
    void damagedOnesAreNotUsedAndWrittenAgain() throws Exception {
        Recording recording = recording("a.rec", 40 * STEP);
        List<Path> files = left(recording, ENOUGH, 3);
        // The second one is based on the first, the third one as well.
        Path second = files.get(1);
        byte[] whole = Files.readAllBytes(second);
        byte[] bytes = whole.clone();
        bytes[bytes.length / 2] ^= 1;
        Files.write(second, bytes);
        assertEquals(STEP, nearest(recording, 3 * STEP - 1));
        assertTrue(said.getFirst().endsWith("(a checkpoint, which is not used)"), said::toString);
        assertEquals(3 * STEP, nearest(recording, 3 * STEP));
        try (Checkpoints checkpoints = checkpoints(recording, ENOUGH);
                Snapshot found = checkpoints.nearest(2 * STEP).orElseThrow();
                PcBoard again = PcBoard.of(config(), found)) {
            again.machine().run(Budget.ofInstructions(STEP));
            checkpoints.offer(again);
        }
        assertEquals(2 * STEP, nearest(recording, 3 * STEP - 1));
        Files.delete(files.getFirst());
        assertEquals(-1, nearest(recording, ENOUGH), "all were based on it");
        assertTrue(said.getLast().contains("which does not exist"), said::toString);
    }

    @Test
    void thoseOfAnotherRecordingAreDeleted() throws Exception {
        left(recording("a.rec", 5 * STEP), ENOUGH, 2);
        Recording second = recording("a.rec", 7 * STEP);
        assertEquals(-1, nearest(second, ENOUGH));
        assertEquals(List.of(), files(second), "of what had the name before");
    }

    /** Where the two went apart is not known better than from one mark to the next. */
    @Test
    void replayThatDiffersKeepsOnlyThoseUpToTheLastMark() throws Exception {
        Recording recording = recording("a.rec", 5 * STEP);
        try (Checkpoints checkpoints = checkpoints(recording, ENOUGH)) {
            offer(checkpoints, 2);
            checkpoints.pauses(board).atMark().run();
            offer(checkpoints, 2);
            checkpoints.differs();
        }
        assertEquals(2, files(recording).size());
        assertEquals(2 * STEP, nearest(recording, ENOUGH));
    }
}
