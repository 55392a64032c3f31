package org.ring0.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ring0.core.machine.StopReason;

/**
 * A run as a JUnit XML test suite with one test, as CI servers read it: in the form that Maven Surefire writes and Jenkins'
 * schema allows. What the guest does wrong is a failure; what keeps the test from telling is an error.
 */
public final class JUnitReport {
    private final RunFacts facts;
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private JUnitReport(RunFacts facts) {
        this.facts = facts;
    }

    /** The report, in UTF-8. */
    public static byte[] of(RunFacts facts) {
        return new JUnitReport(facts).all().getBytes(StandardCharsets.UTF_8);
    }

    private String all() {
        String outcome = outcome(facts.verdict());
        String time = String.format(Locale.ROOT, "%.3f", facts.hostNanos() / 1e9);
        xml.append("<testsuite name=\"ring0\" tests=\"1\" failures=\"%d\" errors=\"%d\" skipped=\"0\" time=\"%s\">\n"
                .formatted("failure".equals(outcome) ? 1 : 0, "error".equals(outcome) ? 1 : 0, time));
        properties();
        xml.append("  <testcase classname=\"ring0.run\" name=\"%s\" time=\"%s\">\n"
                .formatted(XmlText.attribute(facts.name()), time));
        if (outcome != null) {
            Verdict verdict = facts.verdict();
            xml.append("    <%s type=\"%s\" message=\"%s\">%s</%1$s>\n"
                    .formatted(
                            outcome,
                            verdict.name(),
                            XmlText.attribute(verdict.sentence()),
                            XmlText.content(verdict.details())));
        }
        xml.append("    <system-out>").append(XmlText.content(facts.serialTail()));
        if (facts.screenshot() != null) {
            // Jenkins and GitLab show such a file with the test.
            xml.append("\n[[ATTACHMENT|%s]]\n".formatted(XmlText.content(facts.screenshot())));
        }
        return xml.append("</system-out>\n  </testcase>\n</testsuite>\n").toString();
    }

    private void properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("verdict", facts.verdict().name());
        properties.put("exitCode", Integer.toString(facts.verdict().number()));
        properties.put("sentence", facts.verdict().sentence());
        properties.put("instructions", Long.toString(facts.instructions()));
        properties.put("guestSeconds", Double.toString(facts.guestNanos() / 1e9));
        properties.put("digest", String.valueOf(facts.digest().get()));
        xml.append("  <properties>\n");
        properties.forEach((name, value) ->
                xml.append("    <property name=\"%s\" value=\"%s\"/>\n".formatted(name, XmlText.attribute(value))));
        xml.append("  </properties>\n");
    }

    /** The element that says so, or null for success. */
    private static String outcome(Verdict verdict) {
        if (verdict.number() == ExitCode.SUCCESS.number()) {
            return null;
        }
        return switch (verdict.reason()) {
            case StopReason.HostError error -> "error";
            case StopReason.Unimplemented lack -> "error";
            case StopReason.EnginesDiffer difference -> "error";
            case StopReason.InternalError error -> "error";
            case StopReason.Paused() -> "error";
            default -> "failure";
        };
    }
}
