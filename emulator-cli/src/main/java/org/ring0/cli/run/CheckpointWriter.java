package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.file.SnapshotBase;
import org.ring0.core.snapshot.file.SnapshotFile;

/**
 * Writes checkpoints on a thread of its own, so that the machine need not wait for compression and disk. The n-th one is based
 * on the one whose number is n without its lowest bit: so no row of bases is longer than n has bits, and every second one,
 * then every fourth one and so on can be deleted when there are too many.
 */
final class CheckpointWriter implements AutoCloseable {
    /** What waits is kept in memory. */
    private static final int WAITING = 8;

    /** A saved one that may be a base of the next one. */
    private record Saved(int number, SnapshotBase base) {}

    private final CheckpointFolder folder;
    private final long limit;
    private final Consumer<String> say;
    private final Deque<Saved> bases = new ArrayDeque<>();
    private int next;
    private volatile boolean failed;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), CheckpointWriter::thread);

    CheckpointWriter(CheckpointFolder folder, long limit, Consumer<String> say) {
        this.folder = folder;
        this.limit = limit;
        this.say = say;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "checkpoints");
        thread.setDaemon(true);
        return thread;
    }

    /** The machine goes on from a checkpoint that was loaded, before any other one is written. */
    void goOnFrom(SnapshotBase loaded) {
        bases.push(new Saved(next++, loaded));
    }

    /** Whether one more can be written soon. */
    boolean hasRoom() {
        return !failed && thread.getQueue().remainingCapacity() > 0;
    }

    /** @param snapshot is closed when it has been written */
    void write(Snapshot snapshot, Path file) {
        thread.execute(() -> {
            try (snapshot) {
                if (!failed) {
                    save(snapshot, file);
                }
            } catch (IOException | RuntimeException e) {
                failed = true;
                say.accept("no more checkpoints are saved: " + file + " could not be written: " + e.getMessage());
            }
        });
    }

    private void save(Snapshot snapshot, Path file) throws IOException {
        folder.create();
        int parent = next & next - 1;
        while (!bases.isEmpty() && bases.peek().number() > parent) {
            bases.pop().base().close();
        }
        Saved base = bases.peek();
        bases.push(new Saved(next++, SnapshotFile.saveAsBase(snapshot, file, base == null ? null : base.base())));
        List<Path> needed = bases.stream().map(saved -> saved.base().file()).toList();
        folder.keepWithin(limit, needed);
    }

    /** Waits until all have been written. */
    @Override
    public void close() {
        thread.close();
        bases.forEach(saved -> saved.base().close());
        bases.clear();
    }
}
