package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
    @TempDir
    private Path folder;

    private JsonObject statistics(BootSector guest, String... options) throws Exception {
        Path report = folder.resolve("report.json");
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("run", guest.in(folder), "--report", "json=" + report),
                        java.util.Arrays.stream(options))
                .toArray(String[]::new);
        CommandRun.of(all);
        return JsonParser.parseString(Files.readString(report))
                .getAsJsonObject()
                .getAsJsonObject("statistics");
    }

    @Test
    void sharesOfTheEnginesAddUpToWhatWasExecuted() throws Exception {
        JsonObject figures = statistics(BootSector.SPIN, "--max-instructions=50M");
        long translated = figures.get("executedTranslated").getAsLong();
        assertEquals(50_000_000, translated + figures.get("executedInterpreted").getAsLong());
        assertTrue(translated > 1_000_000, figures::toString);
        assertTrue(figures.get("hostSecondsEngine").getAsDouble() > 0, figures::toString);
        assertTrue(figures.get("hostSecondsTranslating").getAsDouble() > 0, figures::toString);
    }

    @Test
    void interpreterTranslatesNothing() throws Exception {
        JsonObject figures = statistics(BootSector.SPIN, "--max-instructions=5M", "--engine=interpreter");
        assertEquals(0, figures.get("executedTranslated").getAsLong());
        assertEquals(5_000_000, figures.get("executedInterpreted").getAsLong());
        assertEquals(0, figures.get("translatedRegions").getAsLong());
    }

    @Test
    void instructionsThatTheTranslatorDoesNotKnowAreNamed() throws Exception {
        // Polls the line status register by IN AL, DX.
        JsonObject figures = statistics(BootSector.SERIAL_ECHO, "--max-instructions=20M");
        assertTrue(figures.getAsJsonObject("untranslatable").get("IN").getAsLong() > 1_000, figures::toString);
    }

    @Test
    void figuresArePrinted() throws Exception {
        CommandRun run = CommandRun.of("run", BootSector.SPIN.in(folder), "--max-instructions=20M", "--stats");
        assertTrue(run.err().contains("instructions      20,000,000\n"), run::err);
        assertTrue(run.err().matches("(?s).*\n  translated      [\\d,]+ \\(\\d+\\.\\d\\d %\\)\n.*"), run::err);
        assertFalse(run.err().contains("null"), run::err);
    }
}
