package org.ring0.core.snapshot.file;

/** Bytes that {@link SnapshotWriter} has not written. */
final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException() {
        super("damaged", null, false, false);
    }
}
