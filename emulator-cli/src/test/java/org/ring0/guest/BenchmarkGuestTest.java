package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.testing.GuestPackages;

/** The quick benchmark's checksums, which are the same on every machine. */
class BenchmarkGuestTest {
    private static final int SECONDS = 60;

    private static Map<String, String> expected(String name) throws Exception {
        for (String line : Files.readAllLines(GuestPackages.shared("bench/checksums.txt"))) {
            if (line.startsWith(name + " ")) {
                return pairs("(\\S+) ([0-9a-f]{8})", line);
            }
        }
        throw new AssertionError("no line " + name);
    }

    private static Map<String, String> pairs(String regex, String text) {
        Map<String, String> pairs = new TreeMap<>();
        Matcher matcher = Pattern.compile(regex).matcher(text);
        while (matcher.find()) {
            pairs.put(matcher.group(1), matcher.group(2));
        }
        return pairs;
    }

    private static void assertChecksums(String name, PcConfig config) throws Exception {
        try (GuestPc pc = new GuestPc(config)) {
            pc.awaitSerial("ALLDONE", SECONDS);
            assertEquals(expected(name), pairs("END (\\S+) ([0-9a-f]{8})", pc.serial()));
        }
    }

    private static PcConfig pc(String cpu) {
        return Guests.withCpu(Guests.pc(), CpuModel.named(cpu).orElseThrow());
    }

    /** The p6 has FXSR without SSE, and the 32-bit benchmark sets the bits of CR4 that came with both. */
    @ParameterizedTest
    @CsvSource({"quick32, p6", "quick64, x86-64-v2"})
    void kernelStartedByMultibootComputesWhatOtherMachinesDo(String name, String cpu) throws Exception {
        Path elf = GuestPackages.shared("bench/built/" + name + ".elf");
        BootFile kernel = new BootFile(name, Files.readAllBytes(elf));
        assertChecksums(name, pc(cpu).withKernel(new PcConfig.Kernel(kernel, "", List.of())));
    }

    @ParameterizedTest
    @CsvSource({"quick32, OWN, x86-64-v2", "quick32, SEABIOS, p6", "quick64, OWN, x86-64-v2"})
    void floppyComputesWhatOtherMachinesDo(String name, Bios bios, String cpu) throws Exception {
        Path image = GuestPackages.shared("bench/built/" + name + ".img");
        assertChecksums(name, Medium.FLOPPY.in(bios.in(pc(cpu)), image));
    }
}
