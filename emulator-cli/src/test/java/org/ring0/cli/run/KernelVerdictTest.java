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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.cli.report.ReportSchema;
import org.ring0.embed.Vm;

/**
 * Kernels in C that end in every way that matters, by the command line: src/test/resources/guest has their sources, whose
 * functions and lines the verdicts must name.
 */
class KernelVerdictTest {
    private static final Path GUESTS = Path.of("src/test/resources/guest");

    @TempDir
    private Path folder;

    private static CommandRun run(String kernel, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--kernel", GUESTS.resolve(kernel).toString(), "--memory", "16M"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private JsonObject report(String kernel, int code, String... options) throws Exception {
        Path report = folder.resolve("report.json");
        List<String> all = new ArrayList<>(List.of("--report", "json=" + report));
        all.addAll(List.of(options));
        CommandRun run = run(kernel, all.toArray(String[]::new));
        assertEquals(code, run.code(), run::err);
        String text = Files.readString(report);
        assertEquals(List.of(), new ReportSchema().complaints(text));
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /** The line of a source on which a text stands. */
    private static int line(String source, String text) throws Exception {
        List<String> lines = Files.readAllLines(GUESTS.resolve(source));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError("no " + text + " in " + source);
    }

    private static List<String> functions(JsonObject autopsy) {
        return autopsy.getAsJsonArray("stack").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(frame -> frame.get("symbol").getAsString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"exit0.elf, 0", "exit7.elf, 1"})
    void aKernelThatExitsHasNoAutopsy(String kernel, int code) {
        CommandRun run = run(kernel);
        assertEquals(code, run.code(), run::err);
        assertFalse(run.err().contains("autopsy"), run::err);
    }

    @Test
    void anExitValueIsReported() throws Exception {
        assertEquals(7, report("exit7.elf", 1).get("debugExit").getAsInt());
    }

    @ParameterizedTest
    @EnumSource(MachineOptions.EngineChoice.class)
    void aTripleFaultNamesTheFunctionTheLineAndThePage(MachineOptions.EngineChoice engine) throws Exception {
        CommandRun run = run("triplefault.elf", "--engine", engine.name());
        assertEquals(3, run.code(), run::err);
        int line = line("triplefault.c", "*wild = 0xdead");
        String sentence = "ring0: triple fault at crash+0xd (triplefault.c:%d)".formatted(line);
        assertEquals(sentence, run.err().lines().toList().getLast());
        for (String expected : List.of(
                "autopsy: triple fault at 0008:00101093 crash+0xd (triplefault.c:%d)".formatted(line),
                "#PF page fault, error code 0002: a write in supervisor mode at 00c0ffe0, where no page is present",
                "PD entry 3 at physical 0010600c: 00000000, not present",
                "IDT entry 14 at 00000070: 0000000000000000, empty: no handler is installed",
                "its delivery raised #GP general protection, error code 0073: about IDT entry 14",
                "both together: #DF double fault",
                "> 00101093  c7 05 e0 ff c0 00 ad de 00 00 mov dword [0xc0ffe0],0xdead",
                "kernel_main+0x1f (triplefault.c:%d)".formatted(line("triplefault.c", "crash(2)")))) {
            assertTrue(run.err().contains(expected), () -> "no '" + expected + "' in\n" + run.err());
        }
    }

    @Test
    void aTripleFaultIsReportedInParts() throws Exception {
        JsonObject autopsy = report("triplefault.elf", 3).getAsJsonObject("autopsy");
        assertEquals(List.of("crash", "crash", "crash", "kernel_main", "_start"), functions(autopsy));
        JsonObject at = autopsy.getAsJsonObject("at");
        assertEquals("triplefault.c", at.get("file").getAsString());
        assertEquals(line("triplefault.c", "*wild = 0xdead"), at.get("line").getAsInt());
        assertEquals("00101093", at.get("address").getAsString());
        List<Integer> vectors = autopsy.getAsJsonArray("exceptions").asList().stream()
                .map(each -> each.getAsJsonObject().get("vector").getAsInt())
                .toList();
        assertEquals(List.of(14, 13, 8, 13), vectors);
    }

    /** lost.elf is built as kernels are: -O2, without frame pointers. */
    @Test
    void aKernelWithoutFramePointersHasItsStackByCallFrameInformation() throws Exception {
        JsonObject autopsy = report("lost.elf", 3).getAsJsonObject("autopsy");
        assertEquals(List.of("take", "allocate", "allocate", "allocate", "kernel_main", "_start"), functions(autopsy));
        List<JsonObject> frames = autopsy.getAsJsonArray("stack").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
        assertEquals("registers", frames.getFirst().get("by").getAsString());
        for (JsonObject frame : frames.subList(1, frames.size())) {
            assertEquals("callFrameInformation", frame.get("by").getAsString());
            assertTrue(frame.get("certain").getAsBoolean());
        }
        assertEquals(line("lost.c", "take(heap"), frames.get(1).get("line").getAsInt());
        assertTrue(run("lost.elf").err().contains("stack, by call frame information:"));
    }

    @Test
    void aPanicNamesWhoPanicked() throws Exception {
        JsonObject report = report("panic.elf", 6, "--fail-on", "Kernel panic: .*$");
        assertEquals("ForbiddenOutput", report.get("verdict").getAsString());
        List<String> functions = functions(report.getAsJsonObject("autopsy"));
        assertTrue(functions.containsAll(List.of("panic", "check_heap", "kernel_main")), functions::toString);
        String text = report.get("details").getAsString();
        assertTrue(text.contains("check_heap+0x18 (panic.c:%d)".formatted(line("panic.c", "panic(\"heap"))), text);
    }

    @Test
    void aSpinNamesItsLoopItsWordAndThatNoInterruptCanEndIt() throws Exception {
        JsonObject report = report("spin.elf", 5, "--max-instructions=2M");
        JsonObject diagnosis = report.getAsJsonObject("diagnosis");
        String line = "wait_for_tick (spin.c:%d)".formatted(line("spin.c", "while (ticks == 0)"));
        assertEquals(
                "spinning in 3 instructions at " + line + ", with interrupts off",
                diagnosis.get("headline").getAsString());
        assertFalse(diagnosis.get("interruptsOn").getAsBoolean());
        assertEquals(
                "the budget is spent: instructions; spinning in 3 instructions at " + line + ", with interrupts off",
                report.get("sentence").getAsString());
        JsonObject word =
                diagnosis.getAsJsonObject("next").getAsJsonArray("words").get(0).getAsJsonObject();
        assertEquals("ticks", word.getAsJsonObject("at").get("symbol").getAsString());
        assertEquals("00000000", word.get("value").getAsString());
        assertEquals(List.of("wait_for_tick", "kernel_main", "_start"), functions(report.getAsJsonObject("autopsy")));
    }

    @Test
    void aDiagnosisDoesNotChangeWhatIsReported() throws Exception {
        JsonObject report = report("spin.elf", 5, "--max-instructions=1234567");
        try (Vm vm =
                Vm.builder().kernel(GUESTS.resolve("spin.elf")).memory("16M").build()) {
            vm.step(1_234_567);
            assertEquals(vm.digest(), report.get("digest").getAsString());
            assertEquals(vm.instructions(), report.get("instructions").getAsLong());
            assertTrue(vm.hangDiagnosis().footprints().spinning());
            assertTrue(vm.autopsy().text().contains("wait_for_tick"));
            assertEquals(vm.digest(), report.get("digest").getAsString());
        }
    }

    @Test
    void aLoopOnAPortNamesThePort() throws Exception {
        String err = run(BootSector.SERIAL_ECHO, "--max-instructions=8M").err();
        assertTrue(err.contains("reads port 3fd (COM1) "), err);
        assertTrue(err.contains("diagnosis: spinning in 3 instructions at 00007c07, with interrupts on"), err);
    }

    @Test
    void aHaltedGuestIsToldWhetherAnythingCanWakeIt() throws Exception {
        String dead = run(BootSector.HALT).err();
        assertTrue(dead.contains("diagnosis: halted with interrupts off"), dead);
        assertTrue(dead.contains("(IF=0): only an NMI or a reset wakes the CPU"), dead);
        String idle = run(BootSector.IDLE, "--max-guest-time=2s").err();
        assertTrue(idle.contains("diagnosis: halted with interrupts on"), idle);
        assertTrue(idle.contains("the next timer of a device is due in 0.0"), idle);
        assertTrue(idle.contains("08 "), idle);
    }

    private CommandRun run(BootSector guest, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run", guest.in(folder), "--memory=8M"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void anAutopsyIsWrittenWhenAskedFor() throws Exception {
        Path file = folder.resolve("autopsy.txt");
        CommandRun run = run("exit0.elf", "--autopsy", file.toString());
        assertEquals(0, run.code(), run::err);
        String text = Files.readString(file);
        assertTrue(text.contains("kernel_main") && text.contains("(exit0.c:"), text);
        assertFalse(run.err().contains("registers"), run::err);
    }

    @Test
    void symbolsComeFromAnotherFile() throws Exception {
        String symbols = GUESTS.resolve("exit0.elf").toString();
        CommandRun run = run("triplefault.elf", "--symbols", symbols);
        assertEquals(3, run.code(), run::err);
        assertFalse(run.err().contains("triplefault.c"), run::err);
    }

    /** docs/guide/ci.md shows two runs, whose lines must be those that are printed. */
    @ParameterizedTest
    @CsvSource({"triplefault.elf", "spin.elf"})
    void theGuideShowsWhatIsPrinted(String kernel) throws Exception {
        String command = "$ ring0 run --kernel " + kernel;
        List<String> lines = Files.readAllLines(Path.of("../docs/guide/ci.md"));
        int at = 0;
        while (!lines.get(at).startsWith(command)) {
            at++;
        }
        String options = lines.get(at).substring(command.length()).strip();
        List<String> printed = run(kernel, options.isEmpty() ? new String[0] : options.split(" "))
                .err()
                .lines()
                .toList();
        for (at++; !lines.get(at).equals("```"); at++) {
            String line = lines.get(at);
            assertTrue(line.strip().equals("...") || printed.contains(line), () -> line + "\nis not in\n" + printed);
        }
    }

    @Test
    void branchesOfTwoEnginesAreRefused() {
        CommandRun run = run("exit0.elf", "--branches", "--engine=lockstep");
        assertEquals(2, run.code(), run::err);
        assertTrue(run.err().contains("--branches needs a run with one engine"), run::err);
    }

    @Test
    void aFileWithoutSymbolsIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no symbols here");
        CommandRun run = run("exit0.elf", "--symbols", text.toString());
        assertEquals(2, run.code(), run::err);
        assertTrue(run.err().contains("notes.txt is not an ELF file"), run::err);
        CommandRun missing =
                run("exit0.elf", "--symbols", folder.resolve("gone").toString());
        assertEquals(2, missing.code(), missing::err);
        assertTrue(missing.err().contains("gone does not exist"), missing::err);
    }
}
