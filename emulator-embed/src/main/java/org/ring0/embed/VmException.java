package org.ring0.embed;

/** A machine that cannot be had as it was asked for: one sentence that names what has to be changed. */
public final class VmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence for the user, without a full stop */
    public VmException(String sentence) {
        super(sentence);
    }

    VmException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
