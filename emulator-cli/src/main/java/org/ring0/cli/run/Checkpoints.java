package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.record.Recording;
import org.ring0.devices.board.record.Replay;

/**
 * Snapshots that replays of a recording leave beside it, so that later ones need not begin at the beginning. Those of another
 * recording that once had this name are deleted; damaged ones, and those whose base is missing, are not used. When there are
 * too many bytes of them, those go that are missed least.
 */
final class Checkpoints implements AutoCloseable {
    static final long DEFAULT_LIMIT = 1L << 30;
    /** Instructions from one to the next: a JVM that has just started executes them in about a second. */
    static final long STEP = 20_000_000;

    /** The note that tells of which recording a snapshot is. */
    private static final String RECORDING = "recording";

    private final Recording recording;
    private final CheckpointFolder folder;
    private final CheckpointWriter writer;
    private final long limit;
    private final List<Fact> notes;
    private final Consumer<String> say;
    /** Files that are there, but are of no use. */
    private final Set<Path> useless = new HashSet<>();
    /** Those since the last mark, up to which the replay is known to go as it was recorded. */
    private final List<Path> unproven = new ArrayList<>();

    /**
     * @param limit bytes of disk; 0 for no checkpoints
     * @param notes what else is to be found again in them
     */
    Checkpoints(Recording recording, long limit, List<Fact> notes, Consumer<String> say) {
        this.recording = recording;
        this.limit = limit;
        this.say = say;
        this.notes = new ArrayList<>(notes);
        this.notes.add(new Fact(RECORDING, recording.fingerprint()));
        folder = new CheckpointFolder(recording);
        writer = new CheckpointWriter(folder, limit, say);
    }

    /** The last one that is not behind an instruction; to be closed. */
    Optional<Snapshot> nearest(long instruction) {
        for (Path file : files().headMap(instruction, true).descendingMap().values()) {
            try {
                Snapshot snapshot = SnapshotFile.load(file);
                if (snapshot.notes().contains(new Fact(RECORDING, recording.fingerprint()))) {
                    writer.goOnFrom(SnapshotFile.base(snapshot, file));
                    return Optional.of(snapshot);
                }
                snapshot.close();
                delete(file);
            } catch (SnapshotException e) {
                useless.add(file);
                say.accept(e.getMessage() + " (a checkpoint, which is not used)");
            }
        }
        return Optional.empty();
    }

    private TreeMap<Long, Path> files() {
        try {
            return limit <= 0 ? new TreeMap<>() : folder.files();
        } catch (IOException e) {
            say.accept("the checkpoints cannot be read: " + e.getMessage());
            return new TreeMap<>();
        }
    }

    /** Where a replay pauses for checkpoints. */
    Replay.Pauses pauses(PcBoard board) {
        return limit <= 0 ? Replay.Pauses.NONE : new Replay.Pauses(unproven::clear, STEP, () -> offer(board));
    }

    /** Saves the machine, if it is not saved yet and there is time for that. */
    void offer(PcBoard board) {
        Path file = folder.file(board.machine().retired());
        if (Files.exists(file) && !useless.remove(file) || !writer.hasRoom()) {
            return;
        }
        unproven.add(file);
        writer.write(board.snapshot().withNotes(notes), file);
    }

    /** The replay has turned out to go another way than the recorded run. */
    void differs() {
        writer.close();
        unproven.forEach(this::delete);
    }

    private void delete(Path file) {
        try {
            folder.delete(file);
        } catch (IOException e) {
            say.accept(file + " is of another recording and cannot be deleted: " + e.getMessage());
        }
    }

    /** All are written then. */
    @Override
    public void close() {
        writer.close();
    }
}
