package org.ring0.devices.board.record;

/** A recording that cannot be used, or not with this machine, said in one sentence. */
public final class RecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param sentence for the user, without a full stop */
    RecordingException(String sentence) {
        super(sentence);
    }
}
