package org.ring0.core.cpu.decode;

/** Thrown by {@link CodeBytes} that hold one page alone, at the first byte behind it: the instruction crosses the page's end. */
public final class EndOfPage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The only one: it is control flow and carries nothing. */
    public static final EndOfPage INSTANCE = new EndOfPage();

    private EndOfPage() {
        super(null, null, false, false);
    }
}
