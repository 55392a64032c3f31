package org.ring0.devices.board.boot;

/** A kernel that cannot be started, said in one sentence that names the file and needs no stack trace. */
public final class BootException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param sentence for the user, without a full stop */
    public BootException(String sentence) {
        super(sentence);
    }
}
