package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.storage.image.MemoryBackend;

/**
 * Saving, restoring and going on equals going straight on, digest for digest, during a Linux boot. One machine goes straight
 * on; beside it goes another one that is replaced at most points by one made of its snapshot, in turns in memory and through a
 * file, so that what one of them loses is missing at all later points and at the end. At every fourth point it goes on itself
 * instead, and a fork with it, so that the next snapshot is the second one of a machine and holds only what was written since.
 *
 * <p>{@code -Dring0.snapshot.points=100} (or {@code mvn verify -Psoak}) does that all the way to power-off.
 */
class SnapshotLawTest {
    private static final int FEW = 3;
    private static final int POINTS = Integer.getInteger("ring0.snapshot.points", FEW);
    private static final boolean WHOLE_BOOT = POINTS > FEW;
    private static final long SEED = Long.getLong("ring0.seed", 1);
    private static final long MEMORY = 96 * PcConfig.MIB;
    /** No boot takes more. */
    private static final long FOR_EVER = 20_000_000_000L;

    private static final String INIT = """
        #!/bin/busybox sh
        b=/bin/busybox
        $b mount -t proc proc /proc
        echo 'user space'
        $b cat /proc/cpuinfo /proc/interrupts
        $b dd if=/dev/zero bs=65536 count=64 2>/dev/null | $b sha256sum
        $b insmod /nls_utf8.ko
        $b sleep 1
        $b poweroff -f
        """;

    @TempDir
    private Path folder;

    private final StringBuilder straightLog = new StringBuilder();
    private final StringBuilder restoredLog = new StringBuilder();

    /** How the boot is executed, and where it is cut when there are only a few points. */
    private enum Kind {
        TRANSLATED(SnapshotLawTest::translator, 50_000_000),
        INTERPRETED(Interpreter::new, 20_000_000);

        private final Function<Cpu, Engine> engine;
        private final long cut;

        Kind(Function<Cpu, Engine> engine, long cut) {
            this.engine = engine;
            this.cut = cut;
        }
    }

    private static Engine translator(Cpu cpu) {
        return new Interpreter(cpu, new Translator(cpu, MemoryAccess.best()));
    }

    private static PcConfig config(Debian debian, Function<Cpu, Engine> engine, StringBuilder log) throws Exception {
        PcDrives drives = PcDrives.of(
                List.of(MemoryBackend.blank(2880)),
                List.of(MemoryBackend.blank(2048)),
                List.of(new MemoryBackend(new byte[1 << 20], true)));
        PcConfig pc = PcConfig.of(new PcConfig.Processor(engine, CpuReset::reset))
                .withFrequency(100_000_000)
                .withDrives(drives)
                .withSerial(List.of(value -> log.append((char) value)));
        return debian.started(debian.on(pc).withMemory(MEMORY), "console=ttyS0 " + Debian.OPTIONS, debian.initrd(INIT));
    }

    private static StopReason run(PcBoard board, long until) {
        return board.machine().run(Budget.ofInstructions(until - board.machine().retired()));
    }

    private PcBoard restored(PcConfig config, PcBoard board, boolean throughFile) throws Exception {
        try (board;
                Snapshot snapshot = throughFile ? board.view() : board.snapshot()) {
            if (!throughFile) {
                return PcBoard.of(config, snapshot);
            }
            SnapshotFile.save(snapshot, folder.resolve("point.snapshot"));
        }
        try (Snapshot loaded = SnapshotFile.load(folder.resolve("point.snapshot"))) {
            return PcBoard.of(config, loaded);
        }
    }

    private static PcBoard fork(PcConfig config, PcBoard board) throws Exception {
        try (Snapshot snapshot = board.snapshot()) {
            return PcBoard.of(config, snapshot);
        }
    }

    private void goOn(Debian debian, Function<Cpu, Engine> engine, long length) throws Exception {
        long[] points = new Random(SEED).longs(POINTS, 1, length).sorted().toArray();
        PcConfig config = config(debian, engine, restoredLog);
        PcConfig besideConfig = config(debian, engine, new StringBuilder());
        PcBoard board = new PcBoard(config);
        PcBoard beside = null;
        try (PcBoard straight = new PcBoard(config(debian, engine, straightLog))) {
            for (int i = 0; i < points.length; i++) {
                assertEquals(run(straight, points[i]), run(board, points[i]));
                String digest = straight.machine().digest();
                assertEquals(digest, board.machine().digest(), at(points, i));
                if (beside != null) {
                    run(beside, points[i]);
                    assertEquals(digest, beside.machine().digest(), "the fork, " + at(points, i));
                    beside.close();
                    beside = null;
                }
                if (i % 4 == 0) {
                    beside = fork(besideConfig, board);
                } else {
                    board = restored(config, board, i % 4 == 2);
                }
                assertEquals(digest, board.machine().digest(), "restored, " + at(points, i));
            }
            long end = WHOLE_BOOT ? FOR_EVER : length;
            assertEquals(run(straight, end), run(board, end));
            assertEquals(straight.machine().retired(), board.machine().retired());
            assertEquals(straight.machine().digest(), board.machine().digest());
            assertEquals(straightLog.toString(), restoredLog.toString());
        } finally {
            board.close();
            if (beside != null) {
                beside.close();
            }
        }
    }

    private static String at(long[] points, int i) {
        return "at %d, last restored at %d, seed %d".formatted(points[i], i == 0 ? 0 : points[i - 1], SEED);
    }

    /** How many instructions a boot takes to power-off. */
    private static long length(Debian debian) throws Exception {
        try (PcBoard board = new PcBoard(config(debian, SnapshotLawTest::translator, new StringBuilder()))) {
            assertEquals(new StopReason.PoweredOff(), run(board, FOR_EVER));
            return board.machine().retired();
        }
    }

    /** Each engine with one of the architectures, or with both. */
    private static Stream<Arguments> boots() {
        return Stream.of(
                        Arguments.of(Debian.AMD64, Kind.TRANSLATED),
                        Arguments.of(Debian.I386, Kind.INTERPRETED),
                        Arguments.of(Debian.I386, Kind.TRANSLATED),
                        Arguments.of(Debian.AMD64, Kind.INTERPRETED))
                .limit(WHOLE_BOOT ? 4 : 2);
    }

    @ParameterizedTest
    @MethodSource("boots")
    void linuxGoesOnAsIfNothingHadHappened(Debian debian, Kind kind) throws Exception {
        goOn(debian, kind.engine, WHOLE_BOOT ? length(debian) : kind.cut);
    }
}
