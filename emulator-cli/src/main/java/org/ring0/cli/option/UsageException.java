package org.ring0.cli.option;

/** Something that the user has to change, said in one sentence that names the option or the file. Ends with exit code 2. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param sentence for the user, without a full stop */
    public UsageException(String sentence) {
        super(sentence);
    }
}
