package org.ring0.devices.board;

/** A machine that cannot be built as asked, said in one sentence. */
public final class PcConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param sentence for the user, without a full stop */
    public PcConfigException(String sentence) {
        super(sentence);
    }

    /** @param sentence for the user, without a full stop */
    public PcConfigException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
