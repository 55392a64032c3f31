package org.ring0.devices.board.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A serial line's bytes as lines. */
class SerialTextTest {
    private final SerialText text = new SerialText();
    private final List<String> ended = new ArrayList<>();

    SerialTextTest() {
        text.add(end -> {
            if (end) {
                ended.add(text.since(SerialText.Position.START).toString());
            }
        });
    }

    private void send(String bytes) {
        bytes.chars().forEach(text::send);
    }

    @Test
    void returnAndLineFeedEndALineOnce() {
        send("one\r\ntwo\nthree");
        assertEquals(List.of("one", "two"), ended);
    }

    @Test
    void escapeSequencesAreLeftOut() {
        send("\u001b[2J\u001b[1;31mred\u001b[0m\u001bc and plain\n");
        assertEquals(List.of("red and plain"), ended);
    }

    @Test
    void backspaceTakesBack() {
        send("lss\b \b\n");
        assertEquals(List.of("ls"), ended.stream().map(String::strip).toList());
    }

    @Test
    void positionHidesWhatCameBefore() {
        send("boot: ");
        SerialText.Position start = text.position();
        send("linux");
        assertEquals("linux", text.since(start).toString());
        send("\nnext");
        assertEquals("next", text.since(start).toString());
    }

    @Test
    void endlessLineIsCutIntoPieces() {
        send("x".repeat(5000));
        assertEquals(4, ended.size());
        assertEquals(1024, ended.getFirst().length());
    }
}
