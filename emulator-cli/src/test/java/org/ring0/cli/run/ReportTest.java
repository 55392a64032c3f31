package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.cli.report.ReportSchema;

/** The reports of real runs. */
class ReportTest {
    @TempDir
    private Path folder;

    private JsonObject json(BootSector guest, String... options) throws Exception {
        Path file = folder.resolve("report.json");
        List<String> arguments = new ArrayList<>(List.of("run", guest.in(folder), "--memory=8M"));
        arguments.addAll(List.of(options));
        arguments.add("--report=json=" + file);
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        String text = Files.readString(file);
        assertEquals(List.of(), new ReportSchema().complaints(text), run::err);
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @ParameterizedTest(name = "{0} {1} is reported as {2}")
    @CsvSource({
        "ACPI_OFF, --seed=1, PoweredOff, 0",
        "APM_OFF, --seed=1, PoweredOff, 0",
        "EXIT_3, --exit-map=qemu, DebugExit, 7",
        "TRIPLE_FAULT, --cpu=486, TripleFault, 3",
        "HALT, --engine=lockstep, Halted, 4",
        "SPIN, --max-instructions=2M, BudgetSpent, 5",
        "HELLO, --expect=hello, ExpectationMet, 0",
        "HELLO, --fail-on=hello, ForbiddenOutput, 6",
        "RESET, --no-reboot, Reset, 7",
        "HOSTILE, --seed=9, Halted, 4",
    })
    void reportIsAsTheSchemaSays(BootSector guest, String option, String verdict, int code) throws Exception {
        JsonObject report = json(guest, option);
        assertEquals(verdict, report.get("verdict").getAsString());
        assertEquals(code, report.get("exitCode").getAsInt());
    }

    @Test
    void junitReportOfAHostileGuestIsXml() throws Exception {
        Path file = folder.resolve("TEST-hostile.xml");
        CommandRun.of("run", BootSector.HOSTILE.in(folder), "--report=junit=" + file);
        String text = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getElementsByTagName("system-out")
                .item(0)
                .getTextContent();
        assertTrue(text.startsWith("\u2400\u2401"), text);
        assertTrue(text.contains("~\u007f\ufffd"), text);
        assertTrue(text.contains("]]><&\"\u241b[31m\ufffd"), text);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "SCREEN, --expect=shown on",
        "SCREEN, --fail-on=shown on",
        "HELLO, --expect=from the",
        "HELLO, --fail-on=from the",
        "SPIN, --max-guest-time=400ms",
    })
    void runEndsAtTheSameInstructionWithEitherEngine(BootSector guest, String option) throws Exception {
        JsonObject interpreted = json(guest, option, "--engine=interpreter");
        JsonObject translated = json(guest, option, "--engine=translator");
        for (String field : List.of("verdict", "instructions", "guestSeconds", "digest", "sentence")) {
            assertEquals(interpreted.get(field), translated.get(field), field);
        }
    }

    @Test
    void budgetOfGuestTimeIsExact() throws Exception {
        JsonObject report = json(BootSector.SPIN, "--max-guest-time=350ms");
        assertEquals(0.35, report.get("guestSeconds").getAsDouble(), 1e-9);
        assertEquals("guest time", report.get("budget").getAsString());
    }

    @Test
    void reportNamesTheMachine() throws Exception {
        JsonObject report = json(BootSector.EXIT_0, "--cpu=max32", "--no-reboot");
        JsonObject machine = report.getAsJsonObject("machine");
        assertEquals("max32", machine.get("cpu").getAsString());
        assertEquals(8 << 20, machine.get("memoryBytes").getAsInt());
        assertEquals("virtual", machine.get("clock").getAsString());
        assertEquals(
                folder.resolve("EXIT_0.img").toString(),
                machine.getAsJsonArray("media")
                        .get(0)
                        .getAsJsonObject()
                        .get("file")
                        .getAsString());
    }
}
