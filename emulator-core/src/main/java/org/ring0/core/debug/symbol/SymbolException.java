package org.ring0.core.debug.symbol;

/** A file that no symbols can be read from; the message is one sentence, without the file's name. */
public final class SymbolException extends Exception {
    private static final long serialVersionUID = 1L;

    public SymbolException(String sentence) {
        super(sentence);
    }
}
