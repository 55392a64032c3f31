package org.ring0.core.lockstep;

/**
 * Two machines of equal configuration whose engines differ, neither of which has run.
 *
 * @param leader goes ahead, takes the inputs, and shows what the guest shows; best the engine that is trusted
 * @param follower does the same afterwards
 */
public record Pair<S extends Side>(S leader, S follower) implements AutoCloseable {
    @Override
    public void close() {
        leader.close();
        follower.close();
    }
}
