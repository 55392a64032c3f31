package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs without people: keys in, output watched, files left behind. */
class ScriptTest {
    @TempDir
    private Path folder;

    @Test
    void stepsTakePlaceInTheirOrder() throws Exception {
        CommandRun run = CommandRun.of(
                "run",
                BootSector.KEYS.in(folder),
                "--after=>",
                "--type=Ab",
                "--keys=c,shift-d",
                "--after=cD",
                "--type=eq",
                "--max-guest-time=20s");
        assertEquals(">AbcDeq", run.out(), run::err);
        assertEquals(1, run.code(), run::err);
    }

    @Test
    void keysWaitForWhatTheyComeAfter() throws Exception {
        CommandRun run =
                CommandRun.of("run", BootSector.KEYS.in(folder), "--after=never", "--type=q", "--max-guest-time=2s");
        assertEquals(">", run.out(), run::err);
        assertEquals(5, run.code(), run::err);
    }

    @Test
    void textIsSentToTheSerialLine() throws Exception {
        CommandRun run =
                CommandRun.of("run", BootSector.SERIAL_ECHO.in(folder), "--send=ab\\x41q", "--max-guest-time=5s");
        assertEquals("abAq", run.out(), run::err);
        assertEquals(0, run.code(), run::err);
    }

    @Test
    void standardInputFeedsTheSerialLineIfAskedTo() throws Exception {
        CommandRun run = CommandRun.withInput(
                "typed q", "run", BootSector.SERIAL_ECHO.in(folder), "--serial=stdio", "--max-time=60s");
        assertEquals("typed q", run.out(), run::err);
        assertEquals(0, run.code(), run::err);
    }

    @Test
    void serialLineGoesToAFile() throws Exception {
        Path file = folder.resolve("com1");
        CommandRun run = CommandRun.of("run", BootSector.HELLO.in(folder), "--serial", "file:" + file);
        assertEquals("", run.out());
        assertEquals("hello from the guest\r\n", Files.readString(file));
    }

    @Test
    void screenIsLeftAsPictureAndText() throws Exception {
        Path picture = folder.resolve("screen.png");
        CommandRun run = CommandRun.of(
                "run", BootSector.SCREEN.in(folder), "--screenshot", picture.toString(), "--screen-text=-");
        assertTrue(run.out().contains("shown on screen\n"), run::out);
        byte[] png = Files.readAllBytes(picture);
        assertEquals("PNG", new String(png, 1, 3, StandardCharsets.US_ASCII));
    }

    @Test
    void reportOnStandardOutputIsThereAlone() throws Exception {
        CommandRun run = CommandRun.of("run", BootSector.HELLO.in(folder), "--report=json=-");
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        assertEquals("hello from the guest\r\n", report.get("serialTail").getAsString());
    }

    @Test
    void whatCannotBeWrittenKeepsNothingElseFromBeingWritten() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this host has no /dev/full");
        Path report = folder.resolve("report.json");
        String[] options = {"--screenshot=/dev/full", "--report=junit=/dev/full", "--report=json=" + report};
        CommandRun good = run(BootSector.EXIT_0, options);
        assertEquals(9, good.code(), good::err);
        assertEquals(2, good.err().split("/dev/full could not be written").length - 1, good::err);
        assertTrue(Files.readString(report).contains("\"DebugExit\""));
        assertEquals(4, run(BootSector.HALT, options).code());
        assertTrue(Files.readString(report).contains("\"Halted\""));
    }

    private CommandRun run(BootSector guest, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", guest.in(folder)));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void junitReportNamesTheFailure() throws Exception {
        Path report = folder.resolve("TEST-ring0.xml");
        CommandRun.of("run", BootSector.HALT.in(folder), "--report", "junit=" + report);
        String xml = Files.readString(report);
        assertTrue(xml.contains("failures=\"1\""), xml);
        assertTrue(xml.contains("<failure type=\"Halted\""), xml);
        var document = javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile());
        assertEquals("testsuite", document.getDocumentElement().getTagName());
    }

    @Test
    void writesToAPlainFloppyReachTheFileAndToASnapshotDoNot() throws Exception {
        // MOV AX,0301h; MOV BX,7C00h; MOV CX,2; XOR DX,DX; INT 13h; MOV AL,0; OUT F4h,AL; HLT: copies its own sector
        byte[] image = java.util.Arrays.copyOf(
                java.util.HexFormat.of().parseHex("31c08ec0b80103bb007cb9020031d2cd13b000e6f4f4"), 1_474_560);
        image[510] = 0x55;
        image[511] = (byte) 0xaa;
        Path file = Files.write(folder.resolve("self.img"), image);
        CommandRun.of("run", file + ",snapshot");
        assertEquals(0, Files.readAllBytes(file)[512]);
        CommandRun run = CommandRun.of("run", file.toString());
        assertEquals(0, run.code(), run::err);
        assertEquals(0x31, Files.readAllBytes(file)[512]);
    }
}
