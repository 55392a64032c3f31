package org.ring0.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.ring0.core.machine.StopReason;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/** JUnit reports, read as Maven Surefire and Jenkins read them, of guests that print what they like. */
class JUnitReportTest {
    private static final List<StopReason> REASONS = Examples.REASONS;

    /** By element: what Jenkins' schema (xunit-plugin, junit-10.xsd) allows in it; attributes begin with @. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "testsuite",
            Set.of("@name", "@tests", "@failures", "@errors", "@skipped", "@time", "properties", "testcase"),
            "properties",
            Set.of("property"),
            "property",
            Set.of("@name", "@value"),
            "testcase",
            Set.of("@name", "@classname", "@time", "failure", "error", "system-out", "system-err"),
            "failure",
            Set.of("@type", "@message"),
            "error",
            Set.of("@type", "@message"),
            "system-out",
            Set.of());

    /** Code points around every border of what XML allows. */
    private static final int[] BORDERS = {
        0, 1, 8, 9, 0xa, 0xb, 0xd, 0x1b, 0x1f, ' ', '"', '&', '\'', '<', '>', ']', 0x7f, 0x85, 0xa0, 0x2028, 0xd7ff,
        0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xfeff, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1ffff, 0x10ffff
    };

    private static Document document(byte[] report) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(new Strict());
        return builder.parse(new ByteArrayInputStream(report));
    }

    private static ReportTestSuite suite(byte[] report) throws Exception {
        List<ReportTestSuite> suites = new TestSuiteXmlParser(new NullConsoleLogger())
                .parse(new InputStreamReader(new ByteArrayInputStream(report), StandardCharsets.UTF_8));
        assertEquals(1, suites.size());
        return suites.getFirst();
    }

    private static String systemOut(byte[] report) throws Exception {
        return document(report).getElementsByTagName("system-out").item(0).getTextContent();
    }

    @ParameterizedTest
    @FieldSource("REASONS")
    void surefireReadsWhatTheReportSays(StopReason reason) throws Exception {
        RunFacts facts = Examples.run(reason, "/k/a \"kernel\" <&>", "line\r\n");
        ReportTestSuite suite = suite(JUnitReport.of(facts));
        assertEquals(1, suite.getNumberOfTests());
        assertEquals(0, suite.getNumberOfSkipped());
        assertEquals(1.235f, suite.getTimeElapsed());
        ReportTestCase test = suite.getTestCases().getFirst();
        assertEquals("/k/a \"kernel\" <&>", test.getName());
        assertEquals("ring0.run", test.getFullClassName());
        boolean good = facts.verdict().number() == 0;
        assertEquals(good, test.isSuccessful());
        assertEquals(good ? 0 : 1, suite.getNumberOfErrors() + suite.getNumberOfFailures());
        if (!good) {
            assertEquals(facts.verdict().name(), test.getFailureType());
            assertEquals(reason.sentence(), test.getFailureMessage());
            assertEquals(facts.verdict().details(), test.getFailureDetail().strip());
        }
    }

    @ParameterizedTest
    @FieldSource("REASONS")
    void jenkinsFindsNothingThatItDoesNotKnow(StopReason reason) throws Exception {
        List<String> unknown = new ArrayList<>();
        Element root =
                document(JUnitReport.of(Examples.run(reason, "kernel", "text"))).getDocumentElement();
        assertEquals("testsuite", root.getTagName());
        assertTrue(root.getAttribute("time").matches("[0-9]+\\.[0-9]{3}"));
        findUnknown(root, unknown);
        assertEquals(List.of(), unknown);
    }

    private static void findUnknown(Element element, List<String> unknown) {
        Set<String> allowed = ALLOWED.get(element.getTagName());
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            String name = "@" + element.getAttributes().item(i).getNodeName();
            if (!allowed.contains(name)) {
                unknown.add(element.getTagName() + name);
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner && allowed.contains(inner.getTagName())) {
                findUnknown(inner, unknown);
            } else if (child instanceof Element) {
                unknown.add(element.getTagName() + "/" + child.getNodeName());
            }
        }
    }

    @Test
    void hostsTroubleIsAnErrorAndTheGuestsAFailure() throws Exception {
        assertTrue(test(new StopReason.HostError("no space")).hasError());
        assertTrue(
                test(new StopReason.Unimplemented("FROB", "0008:00000000", "")).hasError());
        assertTrue(test(new StopReason.TripleFault("")).hasFailure());
        assertFalse(test(new StopReason.TripleFault("")).hasError());
    }

    private static ReportTestCase test(StopReason reason) throws Exception {
        return suite(JUnitReport.of(Examples.run(reason, "kernel", "")))
                .getTestCases()
                .getFirst();
    }

    @Test
    void controlCharactersBecomeTheirPictures() throws Exception {
        byte[] report = JUnitReport.of(Examples.run(new StopReason.PoweredOff(), "kernel", "\u001b[1m]]>\0\r\n"));
        assertTrue(systemOut(report).startsWith("\u241b[1m]]>\u2400\r\n"), systemOut(report));
    }

    @Test
    void screenshotIsAttached() throws Exception {
        byte[] report = JUnitReport.of(Examples.run(new StopReason.PoweredOff(), "kernel", "ready"));
        assertEquals("ready\n[[ATTACHMENT|screen.png]]\n", systemOut(report));
    }

    @Test
    void whateverAGuestPrintsTheReportIsXml() throws Exception {
        Random random = new Random(20261124);
        for (int round = 0; round < 400; round++) {
            String text = randomText(random);
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            String tail = new String(bytes, StandardCharsets.UTF_8) + randomText(random);
            StopReason reason = new StopReason.ForbiddenOutput(text, tail);
            byte[] report = JUnitReport.of(Examples.run(reason, text, tail));
            Document document = document(report);
            assertEquals(legal(tail) + "\n[[ATTACHMENT|screen.png]]\n", systemOut(report));
            Element failure = (Element) document.getElementsByTagName("failure").item(0);
            assertEquals(legal(reason.sentence()), failure.getAttribute("message"));
            ReportTestCase test = suite(report).getTestCases().getFirst();
            assertEquals(legal(text), test.getName());
            assertTrue(test.hasFailure());
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            int character = random.nextInt(4) > 0 ? BORDERS[random.nextInt(BORDERS.length)] : random.nextInt(0x110000);
            text.appendCodePoint(character);
        }
        return text.toString();
    }

    /** What a reader is to find in place of a text. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
            boolean forbidden = c >= 0xd800 && c < 0xe000 || c == 0xfffe || c == 0xffff;
            legal.appendCodePoint(control ? 0x2400 + c : forbidden ? 0xfffd : c);
        });
        return legal.toString();
    }

    /** Nothing on standard error, and no error is let pass. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXParseException {
            throw e;
        }
    }
}
