package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.cli.report.ExitCode;

/** What a run's end means for the caller. */
class ExitCodeTest {
    @TempDir
    private Path folder;

    private CommandRun run(BootSector guest, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", guest.in(folder), "--memory", "8M"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0} {1} ends with {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "EXIT_0, -, 0",
                "EXIT_3, -, 1",
                "EXIT_3, --exit-map=qemu, 7",
                "EXIT_0, --exit-map=qemu, 1",
                "TRIPLE_FAULT, -, 3",
                "HALT, -, 4",
                "SPIN, --max-instructions=50M, 5",
                "SPIN, --max-guest-time=50ms, 5",
                "SPIN, --max-time=50ms, 5",
                "HELLO, --fail-on=from, 6",
                "RESET, --no-reboot, 7",
                "RESET, --max-instructions=50M, 5",
                "HELLO, --expect=hello.*guest$, 0",
                "HELLO, --expect=hello --fail-on=guest, 0",
                "HELLO, --expect=guest --fail-on=hello, 6",
                "KEYS, --fail-on=>, 6",
                "SPIN, --max-instructions=50M --expect=hello, 5",
                "EXIT_0, --expect=hello, 10",
                "SCREEN, --expect=shown on, 0",
                "SCREEN, --fail-on=shown on, 6",
            })
    void codeSaysWhyTheRunEnded(BootSector guest, String options, int code) throws Exception {
        String[] more = options == null ? new String[0] : options.split(" (?=--)");
        CommandRun run = run(guest, more);
        assertEquals(code, run.code(), run::err);
        assertTrue(run.err().contains("ring0: "), run::err);
    }

    @Test
    void fullHostDiskEndsTheRun() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this host has no /dev/full");
        CommandRun run = run(BootSector.HELLO, "--serial=file:/dev/full");
        assertEquals(9, run.code(), run::err);
        assertTrue(run.err().contains("/dev/full"), run::err);
    }

    @Test
    void imageThatCannotBeReadAnyMoreEndsTheRun() throws Exception {
        Path image = Path.of(BootSector.READS.in(folder));
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                shorten(image);
            }
        };
        CommandRun run = CommandRun.withStreams("", out, "run", image + ",readonly", "--max-guest-time=60s");
        assertEquals(9, run.code(), run::err);
        assertTrue(run.err().contains("the image has become shorter"), run::err);
    }

    private static void shorten(Path image) {
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            channel.truncate(512);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void forbiddenLineIsToldAsAWhole() throws Exception {
        String err = run(BootSector.HELLO, "--fail-on=hel").err();
        assertTrue(err.endsWith("ring0: the guest printed what --fail-on forbids (hel): hello from the guest\n"), err);
    }

    @Test
    void instructionBudgetIsExact() throws Exception {
        Path report = folder.resolve("report.json");
        run(BootSector.SPIN, "--max-instructions=5000001", "--report", "json=" + report);
        assertTrue(Files.readString(report).contains("\"instructions\": 5000001,"));
    }

    @Test
    void helpDocumentsEveryCode() {
        String help = CommandRun.of("run", "--help").out();
        for (ExitCode code : ExitCode.values()) {
            assertTrue(
                    help.lines().anyMatch(line -> line.matches(" +" + code.number() + " +\\S.*")),
                    () -> "no " + code.number() + " in\n" + help);
        }
    }

    @Test
    void tripleFaultShowsTheRegisters() throws Exception {
        assertTrue(run(BootSector.TRIPLE_FAULT).err().contains("EAX="));
    }
}
