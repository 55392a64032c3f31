package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.core.time.HostClock;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.record.Recording;

/**
 * Snapshots that replays of a recording leave beside it, so that later ones need not begin at the beginning. They are usual
 * snapshots, named after their instruction, in the folder {@code RECORDING.checkpoints}. Those of another recording that once
 * had this name are deleted; damaged ones are not used. When there are too many bytes of them, those go that are missed least.
 */
final class Checkpoints {
    static final long DEFAULT_LIMIT = 1L << 30;

    private static final String FOLDER = ".checkpoints";
    private static final String SUFFIX = ".snapshot";
    /** The note that tells of which recording a snapshot is. */
    private static final String RECORDING = "recording";

    private final Recording recording;
    private final Path folder;
    private final long limit;
    private final List<Fact> notes;
    private final Pace pace;
    private final Consumer<String> say;
    private boolean failed;

    /** Decides by the host's clock when the time for one has come, so that saving takes a small part of a replay's time. */
    static class Pace {
        private static final long FIRST_NANOS = 1_000_000_000;
        private static final int PARTS = 5;

        private HostClock since = new HostClock();
        private long wait = FIRST_NANOS;

        boolean hasCome() {
            return since.nanos() >= wait;
        }

        /** @param nanos how long the last one took */
        void took(long nanos) {
            since = new HostClock();
            wait = Math.max(FIRST_NANOS, nanos * PARTS);
        }
    }

    /**
     * @param limit bytes of disk; 0 for no checkpoints
     * @param notes what else is to be found again in them
     */
    Checkpoints(Recording recording, long limit, List<Fact> notes, Pace pace, Consumer<String> say) {
        this.recording = recording;
        this.limit = limit;
        this.pace = pace;
        this.say = say;
        this.notes = new ArrayList<>(notes);
        this.notes.add(new Fact(RECORDING, recording.fingerprint()));
        Path file = recording.path().toAbsolutePath();
        folder = file.resolveSibling(file.getFileName() + FOLDER);
    }

    /** The files by their instructions. */
    private TreeMap<Long, Path> files() {
        TreeMap<Long, Path> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> list = Files.list(folder)) {
            list.forEach(file -> {
                String name = file.getFileName().toString();
                if (name.matches("\\d{1,18}\\" + SUFFIX)) {
                    files.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), file);
                }
            });
        } catch (IOException e) {
            say.accept("the checkpoints in " + folder + " cannot be read: " + e.getMessage());
        }
        return files;
    }

    /** The last one that is not behind an instruction; to be closed. */
    Optional<Snapshot> nearest(long instruction) {
        if (limit <= 0) {
            return Optional.empty();
        }
        for (Path file : files().headMap(instruction, true).descendingMap().values()) {
            try {
                Snapshot snapshot = SnapshotFile.load(file);
                if (snapshot.notes().contains(new Fact(RECORDING, recording.fingerprint()))) {
                    return Optional.of(snapshot);
                }
                snapshot.close();
                delete(file);
            } catch (SnapshotException e) {
                say.accept(e.getMessage() + " (a checkpoint, which is not used)");
            }
        }
        return Optional.empty();
    }

    /** Saves the machine if the time for that has come. */
    void offer(PcBoard board) {
        if (limit <= 0 || failed || !pace.hasCome()) {
            return;
        }
        HostClock clock = new HostClock();
        Path file = folder.resolve("%018d%s".formatted(board.machine().retired(), SUFFIX));
        try (Snapshot view = board.view().withNotes(notes)) {
            Files.createDirectories(folder);
            SnapshotFile.save(view, file);
            keepWithin();
        } catch (IOException e) {
            failed = true;
            say.accept("no more checkpoints are saved: " + file + " could not be written: " + e.getMessage());
        }
        pace.took(clock.nanos());
    }

    /** Deletes those whose neighbours are nearest until the others fit. */
    private void keepWithin() throws IOException {
        TreeMap<Long, Path> files = files();
        long total = 0;
        for (Path file : files.values()) {
            total += Files.size(file);
        }
        while (total > limit && !files.isEmpty()) {
            Long least = files.keySet().stream()
                    .min(Comparator.comparingLong(instruction -> gapWithout(files, instruction)))
                    .orElseThrow();
            Path file = files.remove(least);
            total -= Files.size(file);
            Files.delete(file);
        }
    }

    /** How far the way would be from the one before to the one behind. */
    private long gapWithout(TreeMap<Long, Path> files, long instruction) {
        Long before = files.lowerKey(instruction);
        Long behind = files.higherKey(instruction);
        return (behind == null ? recording.lastInstruction() : behind)
                - (before == null ? recording.description().instructions() : before);
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            say.accept(file + " is of another recording and cannot be deleted: " + e.getMessage());
        }
    }
}
