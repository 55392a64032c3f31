package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run as CI sees it: a process without a terminal, that may be told to end at any time. */
class ProcessTest {
    @TempDir
    private Path folder;

    private Path report;

    @BeforeEach
    void needsSignals() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")), "no kill");
        report = folder.resolve("report.json");
    }

    private Ring0Process start(BootSector guest, String... options) throws IOException {
        String[] all = new String[options.length + 3];
        all[0] = "run";
        all[1] = guest.in(folder) + ",readonly";
        all[2] = "--max-time=120s";
        System.arraycopy(options, 0, all, 3, options.length);
        return new Ring0Process(folder.resolve("err"), all);
    }

    private JsonObject report() throws IOException {
        return JsonParser.parseString(Files.readString(report)).getAsJsonObject();
    }

    @ParameterizedTest(name = "SIG{0}")
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void signalEndsTheRunWhichLeavesItsReports(String signal, int code) throws Exception {
        Path picture = folder.resolve("screen.png");
        try (Ring0Process run = start(BootSector.LINES, "--report=json=" + report, "--screenshot=" + picture)) {
            assertEquals("line", run.line());
            run.signal(signal);
            assertTrue(run.rest().matches("(line\n)*(l|li|lin|line)?"));
            assertEquals(code, run.exitCode(), run::errors);
            assertTrue(run.errors().contains("SIG" + signal), run::errors);
        }
        assertEquals("Interrupted", report().get("verdict").getAsString());
        assertEquals(code, report().get("exitCode").getAsInt());
        assertTrue(Files.size(picture) > 0);
    }

    @Test
    void brokenPipeEndsTheRunWhichLeavesItsReports() throws Exception {
        try (Ring0Process run = start(BootSector.LINES, "--report=json=" + report)) {
            assertEquals("line", run.line());
            run.closeOutput();
            assertEquals(9, run.exitCode(), run::errors);
        }
        assertEquals("HostError", report().get("verdict").getAsString());
    }

    @Test
    void standardOutputHasTheGuestsBytesAndStandardErrorTheVerdict() throws Exception {
        try (Ring0Process run = start(BootSector.HELLO, "--serial=stdio")) {
            assertEquals("hello from the guest\r\n", run.rest());
            assertEquals(0, run.exitCode());
            assertEquals("ring0: the guest wrote 0 to the debug-exit port\n", run.errors());
        }
    }
}
