package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
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
import org.ring0.core.device.BlockBackend;
import org.ring0.core.machine.Budget;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.firmware.Firmware;

/** Saving, restoring and going on equals going straight on. */
class SnapshotTest {
    private static final long INSTRUCTIONS = 6_000_000;
    private static final int POINTS = 6;

    @TempDir
    private Path folder;

    private static Engine translator(Cpu cpu) {
        return new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), 16));
    }

    private static PcConfig demo(Function<Cpu, Engine> engine) throws PcConfigException {
        PcDrives drives = PcDrives.of(
                List.of(new MemoryBackend(Firmware.demoDisk(), false)),
                List.of(MemoryBackend.blank(2048)),
                List.of(new MemoryBackend(new byte[1 << 20], true)));
        return PcConfig.of(new PcConfig.Processor(engine, CpuReset::reset))
                .withMemory(8 * PcConfig.MIB)
                .withFirmware(Firmware.bios(), Firmware.vgaBios())
                .withDrives(drives)
                .withSerial(List.of(value -> {}));
    }

    private static void run(PcBoard board, long until) {
        board.machine().run(Budget.ofInstructions(until - board.machine().retired()));
    }

    private PcBoard throughFile(PcConfig config, PcBoard board) throws Exception {
        Path file = folder.resolve("demo.snapshot");
        try (board;
                Snapshot view = board.view()) {
            SnapshotFile.save(view, file);
        }
        try (Snapshot loaded = SnapshotFile.load(file)) {
            return PcBoard.of(config, loaded);
        }
    }

    private static PcBoard fork(PcConfig config, PcBoard board) throws Exception {
        try (board;
                Snapshot snapshot = board.snapshot()) {
            return PcBoard.of(config, snapshot);
        }
    }

    private void goOn(Function<Cpu, Engine> before, Function<Cpu, Engine> after, int seed) throws Exception {
        long[] points = new Random(seed).longs(POINTS, 1, INSTRUCTIONS).sorted().toArray();
        PcBoard board = PcBoard.forForks(demo(before));
        for (int i = 0; i < POINTS; i++) {
            run(board, points[i]);
            String digest = board.machine().digest();
            Function<Cpu, Engine> engine = i % 4 < 2 ? after : before;
            board = i % 2 == 0 ? throughFile(demo(engine), board) : fork(demo(engine), board);
            assertEquals(digest, board.machine().digest(), "restored at " + points[i]);
        }
        try (PcBoard straight = new PcBoard(demo(before));
                PcBoard last = board) {
            run(straight, INSTRUCTIONS);
            run(last, INSTRUCTIONS);
            assertEquals(straight.machine().retired(), last.machine().retired());
            assertEquals(straight.machine().digest(), last.machine().digest(), "saved at " + Arrays.toString(points));
        }
    }

    @Test
    void interpreterGoesOnAsIfNothingHadHappened() throws Exception {
        goOn(Interpreter::new, Interpreter::new, 1);
    }

    @Test
    void translatorGoesOnAsIfNothingHadHappened() throws Exception {
        goOn(SnapshotTest::translator, Interpreter::new, 2);
    }

    @Test
    void forksAndTheirParentDoNotSeeEachOther() throws Exception {
        PcConfig config = demo(SnapshotTest::translator);
        try (PcBoard parent = PcBoard.forForks(config)) {
            run(parent, INSTRUCTIONS / 3);
            try (Snapshot snapshot = parent.snapshot();
                    PcBoard first = PcBoard.of(config, snapshot)) {
                run(parent, INSTRUCTIONS);
                run(first, INSTRUCTIONS);
                try (PcBoard second = PcBoard.of(config, snapshot)) {
                    run(second, INSTRUCTIONS);
                    assertEquals(parent.machine().digest(), second.machine().digest());
                }
                assertEquals(parent.machine().digest(), first.machine().digest());
            }
        }
    }

    @Test
    void mediaOfForksAreTheirOwn() throws Exception {
        MemoryBackend image = MemoryBackend.blank(64);
        PcDrives drives = SnapshotDrives.shared(PcDrives.of(List.of(), List.of(image), List.of()));
        BlockBackend parent = drives.ide().getFirst().medium();
        write(parent, 9, 1);
        var frozen = SnapshotDrives.freeze(drives).getFirst();
        write(parent, 9, 2);
        write(parent, 40, 3);
        BlockBackend fork = frozen.over(null);
        assertEquals(1, read(fork, 9));
        assertEquals(0, read(fork, 40));
        frozen.close();
        parent.close();
        assertEquals(1, read(fork, 9));
        fork.close();
    }

    private static void write(BlockBackend medium, long sector, int value) throws Exception {
        byte[] content = new byte[512];
        Arrays.fill(content, (byte) value);
        medium.write(sector, 1, content, 0);
    }

    private static int read(BlockBackend medium, long sector) throws Exception {
        byte[] content = new byte[512];
        medium.read(sector, 1, content, 0);
        return content[511];
    }

    private void assertRefused(String sentence, PcConfig other) throws Exception {
        try (PcBoard board = new PcBoard(demo(Interpreter::new));
                Snapshot snapshot = board.snapshot()) {
            assertEquals(
                    sentence,
                    assertThrows(SnapshotException.class, () -> PcBoard.of(other, snapshot))
                            .getMessage());
        }
    }

    @Test
    void otherMachinesAreRefused() throws Exception {
        PcConfig config = demo(Interpreter::new);
        String other = "the snapshot is of another machine: its ";
        assertRefused(other + "memory is 8M, this machine's is 16M", config.withMemory(16 * PcConfig.MIB));
        assertRefused(other + "number of serial ports is 1, this machine's is 0", config.withSerial(List.of()));
        PcDrives larger = PcDrives.of(
                List.of(new MemoryBackend(Firmware.demoDisk(), false)),
                List.of(MemoryBackend.blank(4096)),
                List.of(new MemoryBackend(new byte[1 << 20], true)));
        assertRefused(
                other + "ide1-master is a hard disk with 2048 sectors, this machine's is a hard disk with 4096 sectors",
                config.withDrives(larger));
    }

    /** States that pass all checksums, but are not those of the devices: a sentence, or a machine. */
    @Test
    void forgedStatesDoNoHarm() throws Exception {
        Random random = new Random(3);
        PcConfig config = demo(Interpreter::new);
        try (PcBoard board = new PcBoard(config)) {
            run(board, 2_000_000);
            try (Snapshot snapshot = board.snapshot()) {
                for (int n = 0; n < 120; n++) {
                    var states = new java.util.LinkedHashMap<>(snapshot.states());
                    List<String> names = List.copyOf(states.keySet());
                    String name = names.get(n % names.size());
                    byte[] state = states.get(name).clone();
                    state[random.nextInt(state.length)] = (byte) random.nextInt();
                    states.put(name, state);
                    Snapshot forged = new Snapshot(
                            snapshot.facts(), List.of(), states, snapshot.memory(), snapshot.disks(), () -> {});
                    try (PcBoard restored = PcBoard.of(config, forged)) {
                        assertEquals(8 * PcConfig.MIB, restored.config().memory());
                    } catch (SnapshotException e) {
                        assertEquals(
                                "the snapshot is damaged: it has no valid state of '" + name + "'", e.getMessage());
                    }
                }
            }
        }
    }
}
