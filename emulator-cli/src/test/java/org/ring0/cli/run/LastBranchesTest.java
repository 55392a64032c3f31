package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.cli.report.ReportSchema;

/** Every autopsy has the last branches, though no run is made slower for them. */
class LastBranchesTest {
    private static final Path GUESTS = Path.of("src/test/resources/guest");

    @TempDir
    private Path folder;

    private JsonObject report(String kernel, int code, String... options) throws Exception {
        Path report = folder.resolve("report.json");
        List<String> all = new ArrayList<>(List.of(
                "run", "--kernel", GUESTS.resolve(kernel).toString(), "--memory=16M", "--report", "json=" + report));
        all.addAll(List.of(options));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertEquals(code, run.code(), run::err);
        String text = Files.readString(report);
        assertEquals(List.of(), new ReportSchema().complaints(text));
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static List<JsonObject> branches(JsonObject report) {
        JsonElement branches = report.getAsJsonObject("autopsy").get("branches");
        assertFalse(branches.isJsonNull(), report.getAsJsonObject("autopsy")::toString);
        return branches.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    @Test
    void branchesLeadToTheFault() throws Exception {
        List<JsonObject> branches = branches(report("triplefault.elf", 3));
        JsonObject last = branches.getLast();
        assertEquals("crash", last.getAsJsonObject("from").get("symbol").getAsString());
        assertEquals("00101086", last.getAsJsonObject("to").get("address").getAsString());
        // The loop that fills the page table is one entry, taken once less than it has rounds.
        assertTrue(branches.stream().anyMatch(branch -> branch.get("times").getAsInt() == 1023), branches::toString);
    }

    /** A run that records them is slower; the default runs again for them. Both are of the same state. */
    @ParameterizedTest
    @CsvSource({
        "triplefault.elf, 3, --verbose, --verbose",
        "panic.elf, 6, --fail-on, panic.*$",
        "spin.elf, 5, --max-instructions, 2M",
        "spin.elf, 5, --max-instructions, 12M",
        "exit7.elf, 1, --autopsy, /dev/null"
    })
    void branchesOfASecondRunAreThoseThatARecordingRunHas(String kernel, int code, String option, String value)
            throws Exception {
        String[] options =
                option.equals(value) ? new String[] {option} : new String[] {option, value, "--serial", "null"};
        JsonObject plain = report(kernel, code, options);
        String[] recording = Arrays.copyOf(options, options.length + 1);
        recording[options.length] = "--branches";
        JsonObject recorded = report(kernel, code, recording);
        assertEquals(plain.get("digest"), recorded.get("digest"));
        assertEquals(branches(recorded), branches(plain));
        assertEquals(
                recorded.getAsJsonObject("autopsy").get("branchesNote"),
                plain.getAsJsonObject("autopsy").get("branchesNote"));
    }

    @Test
    void branchesOfARunInLockstepAreFoundToo() throws Exception {
        JsonObject report = report("triplefault.elf", 3, "--engine", "lockstep");
        assertEquals(branches(report("triplefault.elf", 3)), branches(report));
    }

    /** Of a long loop nobody sees how the guest came into it, unless the whole run is looked at. */
    @Test
    void fewBranchesSayFromWhereOnThereWereNoOthers() throws Exception {
        JsonObject report = report("spin.elf", 5, "--max-instructions", "101M");
        assertEquals(1, branches(report).size());
        assertEquals(
                "no others after instruction 91000000",
                report.getAsJsonObject("autopsy").get("branchesNote").getAsString());
    }

    /** The second run must find the keys, the lines and the disk of the first one. */
    @Test
    void branchesAreFoundOfAGuestThatWasSentSomethingAndHasWritten() throws Exception {
        String disk = BootSector.COUNTS_AND_CRASHES.in(folder);
        for (int i = 1; i <= 2; i++) {
            String err = CommandRun.of("run", disk, "--memory=8M").err();
            assertTrue(err.contains("last branches, the latest last:\n"), err);
            assertEquals(i, Files.readAllBytes(Path.of(disk))[512]);
        }
        String err = CommandRun.of("run", disk + ",snapshot", "--memory=8M").err();
        assertTrue(err.contains("last branches, the latest last:\n"), err);
        assertEquals(2, Files.readAllBytes(Path.of(disk))[512]);
        Path autopsy = folder.resolve("autopsy.txt");
        CommandRun.of("run", BootSector.KEYS.in(folder), "--memory=8M", "--type", "abq", "--autopsy=" + autopsy);
        assertTrue(Files.readString(autopsy).contains("last branches, the latest last:\n"), autopsy::toString);
        Files.delete(autopsy);
        String echo = BootSector.SERIAL_ECHO.in(folder);
        CommandRun.withInput("hello q", "run", echo, "--memory=8M", "--serial=stdio", "--autopsy=" + autopsy);
        assertTrue(Files.readString(autopsy).contains("last branches, the latest last:\n"), autopsy::toString);
    }
}
