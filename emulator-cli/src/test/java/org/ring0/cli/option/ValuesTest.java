package org.ring0.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/** What may be written for sizes, times, counts and text. */
class ValuesTest {
    @ParameterizedTest
    @CsvSource({"64M, 67108864", "1G, 1073741824", "16, 16777216", "512MiB, 536870912", "2048k, 2097152"})
    void sizesHaveUnits(String text, long bytes) {
        assertEquals(bytes, new MemorySize().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"5s, 5000", "250ms, 250", "2m, 120000", "1.5, 1500", "1h, 3600000"})
    void durationsHaveUnits(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), new TimeSpan().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "1_000_000, 1000000", "500M, 500000000", "2G, 2000000000"})
    void countsAreDecimal(String text, long count) {
        assertEquals(count, new InstructionCount().convert(text));
    }

    @Test
    void escapesStandForCharacters() {
        assertEquals("a\n\t\u001b\\A", new EscapedText().convert("a\\n\\t\\e\\\\\\x41"));
        assertThrows(TypeConversionException.class, () -> new EscapedText().convert("\\"));
    }
}
