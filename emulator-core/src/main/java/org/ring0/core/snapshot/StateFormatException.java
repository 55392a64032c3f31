package org.ring0.core.snapshot;

/** Bytes that are no saved state, or of something else. */
public final class StateFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public StateFormatException(String what) {
        super("not a valid saved state: " + what);
    }
}
