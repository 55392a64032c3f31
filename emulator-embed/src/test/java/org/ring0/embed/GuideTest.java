package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every piece of Java in the guide and in README.md is a piece of a test. */
class GuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final List<String> SOURCES = List.of(
            "emulator-embed/src/test/java/org/ring0/embed/GuideExamplesTest.java",
            "docs/samples/junit/src/test/java/com/example/kernel/KernelTest.java");

    @Test
    void examplesOfTheGuideAreExecuted() throws IOException {
        assertTrue(check("docs/guide/embedding.md") >= 9);
    }

    @Test
    void examplesOfTheReadmeAreExecuted() throws IOException {
        assertTrue(check("README.md") >= 2);
    }

    /** Returns how many examples there are. */
    private static int check(String document) throws IOException {
        String executed = "";
        for (String source : SOURCES) {
            executed += unindented(Files.readString(ROOT.resolve(source)));
        }
        List<String> missing = new ArrayList<>();
        Matcher examples = JAVA.matcher(Files.readString(ROOT.resolve(document)));
        int count = 0;
        for (; examples.find(); count++) {
            if (!executed.contains(unindented(examples.group(1)))) {
                missing.add(examples.group(1));
            }
        }
        assertEquals(List.of(), missing, "in " + document + " but in no test");
        return count;
    }

    private static String unindented(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
