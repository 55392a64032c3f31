package org.ring0.core.snapshot;

/** A snapshot that cannot be used, or not for this machine, said in one sentence. Nothing has been changed. */
public final class SnapshotException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param sentence for the user, without a full stop */
    public SnapshotException(String sentence) {
        super(sentence);
    }

    SnapshotException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
