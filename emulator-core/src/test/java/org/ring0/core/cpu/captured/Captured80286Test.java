package org.ring0.core.cpu.captured;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ring0.testing.GuestPackages;

/**
 * Single instructions captured from a real 80286 in real mode (SingleStepTests/80286 by Daniel Balsom), held against the
 * interpreter. What a 386 does otherwise is filtered by {@link Filter}, reason by reason.
 */
class Captured80286Test {
    private static final int SHOWN = 5;

    @TestFactory
    Stream<DynamicTest> everyInstructionLeavesWhatTheRealCpuLeft() throws IOException {
        Path metadata = GuestPackages.shared("data/sst80286/metadata.json");
        JsonObject opcodes = JsonParser.parseString(Files.readString(metadata))
                .getAsJsonObject()
                .getAsJsonObject("opcodes");
        List<Path> files;
        try (Stream<Path> listed = Files.list(metadata.getParent())) {
            files = listed.filter(f -> f.toString().endsWith(".MOO.gz"))
                    .sorted()
                    .toList();
        }
        return files.stream().map(file -> DynamicTest.dynamicTest(name(file), () -> check(file, opcodes)));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".MOO.gz", "");
    }

    private static void check(Path file, JsonObject opcodes) throws IOException {
        Filter filter = new Filter(name(file), opcodes);
        List<String> differences = new ArrayList<>();
        try (RealModeMachine machine = new RealModeMachine()) {
            for (MooFile.Test test : MooFile.read(file)) {
                if (filter.takes(test)) {
                    String difference = machine.run(test, filter);
                    if (!difference.isEmpty()) {
                        differences.add("%d %s: %s".formatted(test.index(), test.name(), difference));
                    }
                }
            }
        }
        assertEquals(
                List.of(),
                differences.subList(0, Math.min(SHOWN, differences.size())),
                () -> differences.size() + " differ");
    }
}
