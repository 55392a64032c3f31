package org.ring0.core.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ring0.core.memory.FrozenMemory;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.Snapshot;

/**
 * What is left of closed machines of one kind, that had gone on from snapshots of one machine, or that a snapshot is of: the
 * next machine that goes on from there need not decode and translate its guest's code again. Whether it does cannot be seen by
 * the guest. May be used from any thread.
 */
public final class WarmCores implements AutoCloseable {
    /** A core without a guest, whose memory has this content. */
    private record Waiting(LiveCore core, FrozenMemory content) {}

    private final int limit;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** That of the snapshot from which the latest machine goes on, or null if nothing can be kept. */
    private FrozenMemory content;

    private AutoCloseable contentUse = () -> {};
    private boolean closed;

    /** @param limit how many are kept: as many as machines will run at a time */
    public WarmCores(int limit) {
        this.limit = limit;
    }

    /** Of machines that all go on from one snapshot; one that is not kept in memory leaves nothing to keep. */
    public WarmCores(Snapshot snapshot, int limit) {
        this(limit);
        serve(snapshot.memory());
    }

    private void serve(MemoryImage image) {
        if (image != content && !closed) {
            release();
            if (image instanceof FrozenMemory frozen) {
                contentUse = frozen.use();
                content = frozen;
            }
        }
    }

    private void release() {
        try {
            contentUse.close();
        } catch (Exception e) {
            throw new IllegalStateException("a snapshot's memory could not be closed", e);
        }
        contentUse = () -> {};
        content = null;
    }

    /** One that is free, the latest first, with this memory, or null. */
    synchronized LiveCore take(MemoryImage image) {
        serve(image);
        Waiting latest = content == null ? null : waiting.pollLast();
        if (latest == null) {
            return null;
        }
        if (latest.content() != content && !latest.core().changeGuest(content)) {
            latest.core().close();
            return null;
        }
        return latest.core();
    }

    /** Whether this takes over what a machine was built around. Otherwise its owner closes it. */
    synchronized boolean keep(LiveCore core) {
        if (closed || content == null || waiting.size() >= limit || !core.changeGuest(content)) {
            return false;
        }
        waiting.add(new Waiting(core, content));
        return true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.forEach(left -> left.core().close());
        waiting.clear();
        release();
    }
}
