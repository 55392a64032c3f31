package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.machine.Budget;
import org.ring0.core.snapshot.Snapshot;
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
        Checkpoints.Pace always = new Checkpoints.Pace() {
            @Override
            boolean hasCome() {
                return true;
            }
        };
        return new Checkpoints(recording, limit, List.of(), always, said::add);
    }

    private void offer(Checkpoints checkpoints, int times) {
        for (int n = 0; n < times; n++) {
            board.machine().run(Budget.ofInstructions(STEP));
            checkpoints.offer(board);
        }
    }

    private List<Path> files(Recording recording) throws Exception {
        try (Stream<Path> list = Files.list(Path.of(recording.path() + ".checkpoints"))) {
            return list.sorted().toList();
        }
    }

    /** After how many instructions the one that is found goes on, or -1. */
    private static long nearest(Checkpoints checkpoints, long instruction) throws Exception {
        try (Snapshot found = checkpoints.nearest(instruction).orElse(null)) {
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
        Checkpoints checkpoints = checkpoints(recording("a.rec", 5 * STEP), ENOUGH);
        offer(checkpoints, 3);
        assertEquals(2 * STEP, nearest(checkpoints, 3 * STEP - 1));
        assertEquals(3 * STEP, nearest(checkpoints, 3 * STEP));
        assertEquals(-1, nearest(checkpoints, STEP - 1));
        assertEquals(-1, nearest(checkpoints(recording("a.rec", 5 * STEP), 0), ENOUGH));
    }

    @Test
    void thoseThatAreMissedLeastMakeRoom() throws Exception {
        Recording recording = recording("a.rec", 40 * STEP);
        offer(checkpoints(recording, ENOUGH), 2);
        long size = Files.size(files(recording).getFirst());
        Checkpoints small = checkpoints(recording, 4 * size);
        offer(small, 6);
        int left = files(recording).size();
        assertTrue(left >= 2 && left <= 4, () -> "of eight of " + size + " bytes each: " + left);
        assertEquals(8 * STEP, nearest(small, ENOUGH), "the last one has the longest way behind it");
    }

    @Test
    void damagedAndForeignOnesAreNotUsed() throws Exception {
        Recording first = recording("a.rec", 5 * STEP);
        Checkpoints checkpoints = checkpoints(first, ENOUGH);
        offer(checkpoints, 2);
        Path last = files(first).getLast();
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length / 2] ^= 1;
        Files.write(last, bytes);
        assertEquals(STEP, nearest(checkpoints, ENOUGH));
        assertTrue(said.getFirst().endsWith("(a checkpoint, which is not used)"), said::toString);
        Files.delete(last);

        Recording second = recording("a.rec", 7 * STEP);
        assertEquals(-1, nearest(checkpoints(second, ENOUGH), ENOUGH));
        assertEquals(List.of(), files(second), "of what had the name before");
    }
}
