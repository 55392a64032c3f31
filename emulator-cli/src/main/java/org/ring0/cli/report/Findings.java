package org.ring0.cli.report;

import org.ring0.core.debug.autopsy.Autopsy;

/**
 * What is known of a guest that has stopped.
 *
 * @param autopsy what it was doing
 */
public record Findings(Autopsy autopsy) {
    /** For people. */
    public String text() {
        return autopsy.text();
    }
}
