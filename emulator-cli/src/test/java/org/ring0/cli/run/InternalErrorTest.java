package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.cli.option.OutputFile;
import org.ring0.cli.option.ReportFile;
import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ReportSchema;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;

/** A run in which this program fails leaves its reports, too: CI's servers show nothing of a run without one. */
class InternalErrorTest {
    private final RunOptions options = new RunOptions();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private JsonObject report(Course course) throws Exception {
        options.machine.memory = 16 << 20;
        options.boot.kernel = Path.of("src/test/resources/guest/spin.elf");
        Path json = folder.resolve("report.json");
        Path junit = folder.resolve("report.xml");
        Path picture = folder.resolve("screen.png");
        options.report.reports.add(new ReportFile.Converter().convert("json=" + json));
        options.report.reports.add(new ReportFile.Converter().convert("junit=" + junit));
        options.report.screenshot = new OutputFile.Converter().convert(picture.toString());
        PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
        Streams streams = new Streams(InputStream.nullInputStream(), new ByteArrayOutputStream(), print, false);
        assertEquals(70, new RunSession(options, null, course, streams).run(), err::toString);
        String text = Files.readString(json);
        assertEquals(List.of(), new ReportSchema().complaints(text));
        String xml = Files.readString(junit);
        assertTrue(xml.contains("<error type=\"InternalError\" message=\"internal error, please report it: "), xml);
        JsonObject report = JsonParser.parseString(text).getAsJsonObject();
        assertEquals("InternalError", report.get("verdict").getAsString());
        assertEquals(70, report.get("exitCode").getAsInt());
        assertTrue(report.get("details").getAsString().contains("InternalErrorTest"), report::toString);
        return report;
    }

    @Test
    void anErrorOfTheEngineLeavesReportsOfWhatIsKnown() throws Exception {
        JsonObject report = report(new Course() {
            @Override
            public StopReason run(Execution execution, Budget budget) {
                execution.run(Budget.ofInstructions(50_000));
                throw new IllegalStateException("a register is\nmissing");
            }
        });
        assertEquals(50_000, report.get("instructions").getAsLong());
        assertEquals(
                "internal error, please report it: IllegalStateException: a register is; missing",
                report.get("sentence").getAsString());
        assertTrue(
                report.getAsJsonObject("autopsy").get("headline").getAsString().contains("wait_for_tick"));
        assertTrue(Files.exists(folder.resolve("screen.png")));
        assertFalse(err.toString().contains("at org.ring0"), err::toString);
        assertTrue(err.toString().strip().endsWith("missing (--verbose shows where)"), err::toString);
    }

    @Test
    void anErrorBeforeTheGuestRunsLeavesThemToo() throws Exception {
        options.verbose = true;
        JsonObject report = report(new Course() {
            @Override
            public void begin(Execution execution) {
                throw new StackOverflowError();
            }
        });
        assertEquals(0, report.get("instructions").getAsLong());
        assertTrue(report.get("digest").isJsonNull());
        assertTrue(err.toString().contains("InternalErrorTest"), err::toString);
    }
}
