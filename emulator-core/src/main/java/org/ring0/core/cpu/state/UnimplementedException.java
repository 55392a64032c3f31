package org.ring0.core.cpu.state;

/** The guest needs something that this emulator lacks: the run ends and says what, it never goes on wrongly. */
public final class UnimplementedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param what the missing feature, in the manual's words */
    public UnimplementedException(String what) {
        super(what, null, false, false);
    }
}
