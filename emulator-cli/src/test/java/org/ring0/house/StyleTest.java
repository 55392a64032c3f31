package org.ring0.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a formatter and a ruler can say about style. */
class StyleTest {
    private static final int MAX_LINES = 600;
    private static final int MAX_TABLE_LINES = 900;

    @Test
    void everyFileIsFormatted() throws Exception {
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build());
        List<String> wrong = new ArrayList<>();
        for (Path file : Sources.java()) {
            String text = Files.readString(file);
            String formatted = formatter.formatSourceAndFixImports(text);
            if (!formatted.equals(text) && Boolean.getBoolean("ring0.format")) {
                Files.writeString(file, formatted);
            } else if (!formatted.equals(text)) {
                wrong.add(name(file));
            }
        }
        assertEquals(List.of(), wrong, "not as palantir-java-format writes it (CONTRIBUTING.md says how to format)");
    }

    @Test
    void noFileIsLongerThanItMayBe() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Sources.java()) {
            long lines = Files.readString(file).lines().count();
            String name = file.getFileName().toString();
            boolean table = name.endsWith("Rows.java") || name.equals("Mnemonic.java");
            if (lines > (table ? MAX_TABLE_LINES : MAX_LINES)) {
                tooLong.add(name(file) + " has " + lines + " lines");
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    void noFileIsCalledByWhatItIsNot() throws IOException {
        List<String> vague = new ArrayList<>();
        for (Path file : Sources.java()) {
            String path = name(file);
            if (path.matches(".*/(util|utils|impl|helper|manager)/.*|.*(Util|Utils|Impl|Helper|Manager)\\.java")) {
                vague.add(path);
            }
        }
        assertEquals(List.of(), vague);
    }

    private static String name(Path file) {
        return Sources.root().relativize(file).toString();
    }
}
