package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ring0 run} without a terminal: the built-in demo. */
class DemoTest {
    @TempDir
    private Path folder;

    private JsonObject demo(String... options) throws Exception {
        Path report = folder.resolve("report.json");
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("run", "--report", "json=" + report),
                        java.util.Arrays.stream(options))
                .toArray(String[]::new);
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.code(), run::err);
        assertTrue(run.out().contains("ring0 demo: all done"), run::out);
        return JsonParser.parseString(Files.readString(report)).getAsJsonObject();
    }

    @Test
    void printsItsReportAndPowersOff() throws Exception {
        JsonObject report = demo();
        assertEquals("PoweredOff", report.get("verdict").getAsString());
        assertTrue(report.get("success").getAsBoolean());
    }

    @Test
    void runsTheSameWayOnALoadedHostAndOnEitherEngine() throws Exception {
        JsonObject first = demo();
        AtomicBoolean stop = new AtomicBoolean();
        Thread load = Thread.ofPlatform().daemon().start(() -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });
        JsonObject second;
        try {
            second = demo("--engine=interpreter");
        } finally {
            stop.set(true);
            load.join();
        }
        assertEquals(first.get("instructions"), second.get("instructions"));
        assertEquals(first.get("digest"), second.get("digest"));
    }
}
