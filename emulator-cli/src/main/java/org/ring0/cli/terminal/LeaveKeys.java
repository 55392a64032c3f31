package org.ring0.cli.terminal;

/** Ctrl-A as the one key that the guest does not get: Ctrl-A X leaves, Ctrl-A Ctrl-A sends Ctrl-A, others are swallowed. */
final class LeaveKeys {
    /** What {@link #accept} returns for a character that goes nowhere. */
    static final int NOTHING = -1;

    /** What {@link #accept} returns when the user wants to leave. */
    static final int LEAVE = -2;

    private static final int CTRL_A = 0x01;
    private static final int CTRL_X = 0x18;

    private boolean escaped;

    /** The character for the guest, {@link #NOTHING} or {@link #LEAVE}. */
    int accept(int character) {
        if (!escaped) {
            escaped = character == CTRL_A;
            return escaped ? NOTHING : character;
        }
        escaped = false;
        return switch (character) {
            case CTRL_A -> CTRL_A;
            case 'x', 'X', CTRL_X -> LEAVE;
            default -> NOTHING;
        };
    }
}
