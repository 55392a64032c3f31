package org.ring0.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A run as a JUnit XML test suite with one test, as CI servers read it: in the form that Maven Surefire writes. */
public final class JUnitReport {
    private JUnitReport() {}

    /** The report, in UTF-8. */
    public static byte[] of(RunFacts facts) {
        Verdict verdict = facts.verdict();
        boolean failed = verdict.number() != ExitCode.SUCCESS.number();
        String time = String.format(Locale.ROOT, "%.3f", facts.hostNanos() / 1e9);
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"ring0\" tests=\"1\" failures=\"%d\" errors=\"0\" skipped=\"0\" time=\"%s\">\n"
                .formatted(failed ? 1 : 0, time));
        xml.append("  <testcase classname=\"ring0.run\" name=\"%s\" time=\"%s\">\n"
                .formatted(escaped(facts.name()), time));
        if (failed) {
            xml.append("    <failure type=\"%s\" message=\"%s\">%s</failure>\n"
                    .formatted(verdict.name(), escaped(verdict.sentence()), escaped(verdict.details())));
        }
        xml.append("    <system-out>").append(escaped(facts.serialTail())).append("</system-out>\n");
        xml.append("  </testcase>\n</testsuite>\n");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Text for XML 1.0, which has no way of writing most control characters. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append('\n');
                case '\t' -> escaped.append('\t');
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(isXml(character) ? character : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int character) {
        return character >= ' ' && (character < 0xd800 || character > 0xdfff) && (character & 0xfffe) != 0xfffe;
    }
}
