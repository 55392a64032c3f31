package org.ring0.core.cpu.translator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the translator makes of small pieces of guest code, compared with what was approved: the files of
 * {@code src/test/resources/translated}. A change there is no mistake as such, but has to be looked at.
 */
class ApprovedTranslationTest {
    private static final Path FOLDER = Path.of("src/test/resources/translated");
    /** Takes what the translator writes now as approved. */
    private static final String APPROVE = "ring0.approve";

    private static final int CONTEXT = 3;

    @TestFactory
    List<DynamicTest> translationIsTheApprovedOne() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
                .toList();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    private static void check(Path file) throws IOException {
        String text = Files.readString(file);
        Snippet snippet = Snippet.of(text);
        String now = snippet.head() + "\n" + translation(snippet);
        if (Boolean.getBoolean(APPROVE)) {
            Files.writeString(file, now);
        } else if (!now.equals(text)) {
            fail(file + " is not what is translated now:\n"
                    + difference(text.lines().toList(), now.lines().toList())
                    + "If the new code is right, take it over with -D" + APPROVE + "=true (CONTRIBUTING.md)");
        }
    }

    private static String translation(Snippet snippet) {
        RegionListing listing = snippet.translate();
        return listing.instructions().size() + " instructions\n" + listing.bytecode();
    }

    /** The first lines that differ, with some before them. */
    private static String difference(List<String> approved, List<String> now) {
        int first = 0;
        while (first < approved.size()
                && first < now.size()
                && approved.get(first).equals(now.get(first))) {
            first++;
        }
        StringBuilder text = new StringBuilder();
        for (int n = Math.max(0, first - CONTEXT); n < first; n++) {
            text.append("      ").append(approved.get(n)).append('\n');
        }
        append(text, "  -   ", approved, first);
        append(text, "  +   ", now, first);
        return "line " + (first + 1) + "\n" + text;
    }

    private static void append(StringBuilder text, String mark, List<String> lines, int from) {
        lines.stream()
                .skip(from)
                .limit(CONTEXT)
                .forEach(line -> text.append(mark).append(line).append('\n'));
    }

    @Test
    void differenceBeginsAtTheFirstLineThatDiffers() {
        assertEquals(
                "line 5\n      b\n      c\n      d\n  -   e\n  -   f\n  +   E\n",
                difference(List.of("a", "b", "c", "d", "e", "f"), List.of("a", "b", "c", "d", "E")));
    }
}
