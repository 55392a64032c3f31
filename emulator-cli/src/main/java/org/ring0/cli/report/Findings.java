package org.ring0.cli.report;

import org.ring0.core.debug.autopsy.Autopsy;
import org.ring0.embed.HangDiagnosis;

/**
 * What is known of a guest that has stopped.
 *
 * @param autopsy what it was doing
 * @param hang what it waits for, or null for a guest that does not
 */
public record Findings(Autopsy autopsy, HangDiagnosis hang) {
    /** For people. */
    public String text() {
        return (hang == null ? "" : hang.text()) + autopsy.text();
    }
}
