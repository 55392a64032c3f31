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
    /** What the verdict's sentence ends with: where a triple fault was, what a guest hangs on. */
    String inShort() {
        String where = autopsy.at().name();
        if (hang != null) {
            return "; " + hang.headline() + (hang.halted() && !where.isEmpty() ? " at " + where : "");
        }
        return where.isEmpty() || !autopsy.fatal() ? "" : " at " + where;
    }

    /** For people. */
    public String text() {
        return (hang == null ? "" : hang.text()) + autopsy.text();
    }
}
