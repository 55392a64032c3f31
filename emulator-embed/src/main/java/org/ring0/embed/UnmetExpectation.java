package org.ring0.embed;

import org.ring0.core.machine.StopReason;

/** The guest has not shown what it was to show: how the run ended instead, and the end of what it showed. */
public final class UnmetExpectation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StopReason reason;

    UnmetExpectation(String where, String pattern, StopReason reason, String shown) {
        super("%s did not show '%s': %s%s"
                .formatted(where, pattern, reason.sentence(), shown.isBlank() ? "" : "; it showed\n" + shown));
        this.reason = reason;
    }

    /** Why the run ended. */
    public StopReason reason() {
        return reason;
    }
}
