package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.cli.report.Verdict;
import org.ring0.core.machine.StopReason;

/** {@code --engine lockstep} as its user sees it: the guest, once. */
class LockstepTest {
    private static final int SECTOR = 512;

    @TempDir
    private Path folder;

    private CommandRun run(BootSector guest, String... options) throws Exception {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("run", guest.in(folder), "--engine=lockstep", "--memory=4M"),
                        Arrays.stream(options))
                .toArray(String[]::new);
        return CommandRun.of(all);
    }

    private JsonObject demo(String engine) throws Exception {
        Path report = folder.resolve(engine + ".json");
        CommandRun run = CommandRun.of("run", "--engine=" + engine, "--report", "json=" + report);
        assertEquals(0, run.code(), run::err);
        assertEquals(run.out().indexOf("ring0 demo: all done"), run.out().lastIndexOf("ring0 demo: all done"));
        return JsonParser.parseString(Files.readString(report)).getAsJsonObject();
    }

    @Test
    void demoEndsAsWithAnyOtherEngine() throws Exception {
        JsonObject both = demo("lockstep");
        JsonObject one = demo("interpreter");
        assertEquals("PoweredOff", both.get("verdict").getAsString());
        assertEquals(one.get("instructions"), both.get("instructions"));
        assertEquals(one.get("digest"), both.get("digest"));
        JsonObject statistics = both.getAsJsonObject("statistics");
        assertTrue(statistics.get("executedTranslated").getAsLong() > 0, statistics::toString);
    }

    @Test
    void guestPrintsOnce() throws Exception {
        CommandRun run = run(BootSector.HELLO);
        assertEquals("hello from the guest\r\n", run.out());
        assertEquals(0, run.code(), run::err);
    }

    @Test
    void scriptReachesBothMachines() throws Exception {
        CommandRun run = run(BootSector.KEYS, "--after=>", "--type=abq", "--max-guest-time=60s");
        assertEquals(">abq", run.out(), run::err);
        assertEquals(1, run.code(), run::err);
    }

    @Test
    void standardInputReachesBothMachines() throws Exception {
        CommandRun run = CommandRun.withInput(
                "typed q",
                "run",
                BootSector.SERIAL_ECHO.in(folder),
                "--engine=lockstep",
                "--serial=stdio",
                "--max-time=60s");
        assertEquals("typed q", run.out(), run::err);
        assertEquals(0, run.code(), run::err);
    }

    @Test
    void endingsAreThoseOfOneMachine() throws Exception {
        assertEquals(3, run(BootSector.TRIPLE_FAULT).code());
        assertEquals(4, run(BootSector.HALT).code());
        assertEquals(5, run(BootSector.SPIN, "--max-instructions=3000001").code());
        assertEquals(5, run(BootSector.SPIN, "--max-time=50ms").code());
        assertEquals(6, run(BootSector.SCREEN, "--fail-on=shown on").code());
        assertEquals(7, run(BootSector.RESET, "--no-reboot").code());
    }

    @Test
    void differenceIsAnErrorOfThisProgramWithBothStates() {
        StopReason reason = new StopReason.EnginesDiffer(17, "EAX", "* EAX 1 2");
        Verdict verdict = Verdict.of(reason, Verdict.ExitMap.plain, null);
        assertEquals(70, verdict.number());
        assertEquals("the engines differ after instruction 17: EAX", verdict.sentence());
        assertEquals("* EAX 1 2", verdict.details());
    }

    @Test
    void writesReachTheFileWhenTheRunHasEnded() throws Exception {
        // Copies its own sector to the next one by INT 13h, reads that back and exits with a byte of it.
        byte[] image = Arrays.copyOf(
                HexFormat.of().parseHex("31c08ec0b80103bb007cb9020031d2cd13b80102bb0090b9020031d2cd13a001902c30e6f4f4"),
                2880 * SECTOR);
        image[510] = 0x55;
        image[511] = (byte) 0xaa;
        Path file = Files.write(folder.resolve("self.img"), image);
        CommandRun snapshot = CommandRun.of("run", file + ",snapshot", "--engine=lockstep");
        assertEquals(0xc0 - 0x30, exitValue(snapshot));
        assertEquals(0, Files.readAllBytes(file)[SECTOR]);
        CommandRun written = CommandRun.of("run", file.toString(), "--engine=lockstep");
        assertEquals(0xc0 - 0x30, exitValue(written));
        byte[] after = Files.readAllBytes(file);
        assertEquals(image.length, after.length);
        assertEquals(0x31, after[SECTOR]);
        assertTrue(Arrays.equals(image, 0, SECTOR, after, SECTOR, 2 * SECTOR));
    }

    private static int exitValue(CommandRun run) {
        java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("wrote (\\d+) to the debug-exit")
                .matcher(run.err());
        assertTrue(matcher.find(), run::err);
        return Integer.parseInt(matcher.group(1));
    }
}
