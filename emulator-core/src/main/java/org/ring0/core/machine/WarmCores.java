package org.ring0.core.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ring0.core.memory.FrozenMemory;
import org.ring0.core.snapshot.Snapshot;

/**
 * What is left of closed machines that had all gone on from one snapshot, or that the snapshot is of: the next machine that
 * goes on from there need not decode and translate its guest's code again. Whether it does cannot be seen by the guest. May
 * be used from any thread.
 */
public final class WarmCores implements AutoCloseable {
    private final FrozenMemory content;
    private final int limit;
    private final Deque<LiveCore> waiting = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param snapshot stays open until this is closed; one that is not kept in memory leaves nothing to keep
     * @param limit how many are kept: as many as machines will run at a time
     */
    public WarmCores(Snapshot snapshot, int limit) {
        content = snapshot.memory() instanceof FrozenMemory frozen ? frozen : null;
        this.limit = limit;
    }

    /** One that is free, the latest first, or null. */
    synchronized LiveCore take() {
        return waiting.pollLast();
    }

    /** Whether this takes over what a machine was built around. Otherwise its owner closes it. */
    synchronized boolean keep(LiveCore core) {
        if (closed || content == null || waiting.size() >= limit || !core.changeGuest(content)) {
            return false;
        }
        waiting.add(core);
        return true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.forEach(LiveCore::close);
        waiting.clear();
    }
}
