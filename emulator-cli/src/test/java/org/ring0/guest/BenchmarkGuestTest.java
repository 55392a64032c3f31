package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.testing.GuestPackages;

/** The quick benchmark's checksums, which are the same on every machine. */
class BenchmarkGuestTest {
    private static final String NAME = "quick32";
    private static final int SECONDS = 60;

    private static Map<String, String> expected() throws Exception {
        for (String line : Files.readAllLines(GuestPackages.shared("bench/checksums.txt"))) {
            if (line.startsWith(NAME + " ")) {
                return pairs("(\\S+) ([0-9a-f]{8})", line);
            }
        }
        throw new AssertionError("no line " + NAME);
    }

    private static Map<String, String> pairs(String regex, String text) {
        Map<String, String> pairs = new TreeMap<>();
        Matcher matcher = Pattern.compile(regex).matcher(text);
        while (matcher.find()) {
            pairs.put(matcher.group(1), matcher.group(2));
        }
        return pairs;
    }

    private static void assertChecksums(PcConfig config) throws Exception {
        try (GuestPc pc = new GuestPc(config)) {
            pc.awaitSerial("ALLDONE", SECONDS);
            assertEquals(expected(), pairs("END (\\S+) ([0-9a-f]{8})", pc.serial()));
        }
    }

    @Test
    void kernelStartedByMultibootComputesWhatOtherMachinesDo() throws Exception {
        Path elf = GuestPackages.shared("bench/built/" + NAME + ".elf");
        BootFile kernel = new BootFile(NAME, Files.readAllBytes(elf));
        assertChecksums(Guests.pc().withKernel(new PcConfig.Kernel(kernel, "", List.of())));
    }

    @ParameterizedTest
    @EnumSource
    void floppyComputesWhatOtherMachinesDo(Bios bios) throws Exception {
        Path image = GuestPackages.shared("bench/built/" + NAME + ".img");
        assertChecksums(Medium.FLOPPY.in(bios.in(Guests.pc()), image));
    }
}
