package org.ring0.devices.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.VirtualTime;

class KeyTyperTest {
    private static String show(List<KeyEvent> events) {
        return events.stream()
                .map(event -> (event.pressed() ? "+" : "-") + event.key())
                .collect(Collectors.joining(" "));
    }

    @Test
    void textBecomesStrokesOfTheUsLayout() {
        assertEquals("+L -L +S -S +ENTER -ENTER", show(KeyTyper.type("ls\n")));
        assertEquals("+LEFT_SHIFT +A -A -LEFT_SHIFT", show(KeyTyper.type("A")));
        assertEquals("+LEFT_SHIFT +DIGIT_9 -DIGIT_9 -LEFT_SHIFT +BACKSLASH -BACKSLASH", show(KeyTyper.type("(\\")));
        assertEquals("+LEFT_CTRL +B -B -LEFT_CTRL", show(KeyTyper.type("\u0002")));
    }

    @Test
    void everyPrintableAsciiCharacterCanBeTyped() {
        for (char c = ' '; c < 0x7f; c++) {
            assertTrue(KeyTyper.canType(c), "cannot type " + c);
        }
        assertFalse(KeyTyper.canType('é'));
        assertThrows(IllegalArgumentException.class, () -> KeyTyper.type("é"));
    }

    @Test
    void namedKeysAndCombinationsArePressedTogether() {
        assertEquals("+DOWN -DOWN +ENTER -ENTER +F12 -F12", show(KeyTyper.keys("down,ret,f12")));
        assertEquals("+LEFT_CTRL +LEFT_ALT +DELETE -DELETE -LEFT_ALT -LEFT_CTRL", show(KeyTyper.keys("ctrl-alt-del")));
        assertEquals("+DIGIT_5 -DIGIT_5 +C -C", show(KeyTyper.keys("5,c")));
    }

    @Test
    void unknownKeysAreNamedInTheError() {
        var e = assertThrows(IllegalArgumentException.class, () -> KeyTyper.keys("down,bogus"));
        assertTrue(e.getMessage().contains("bogus"));
        assertThrows(IllegalArgumentException.class, () -> KeyTyper.keys(""));
    }

    @Test
    void scriptWaitsForTheGuestToRead() {
        VirtualTime time = new VirtualTime();
        ClockDomain microseconds = time.domain(1_000_000);
        Ps2Keyboard keyboard = new Ps2Keyboard(microseconds, time.scheduler);
        ScriptedKeys script = new ScriptedKeys(microseconds, time.scheduler, keyboard);
        script.play(KeyTyper.type("hello"));
        time.passMillis(100);
        assertEquals(0x33, keyboard.takeOutput());
        assertFalse(keyboard.hasOutput());
        StringBuilder codes = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            time.passMillis(5);
            while (keyboard.hasOutput()) {
                codes.append(Integer.toHexString(keyboard.takeOutput())).append(' ');
            }
        }
        assertTrue(script.done());
        assertEquals("f0 33 24 f0 24 4b f0 4b 4b f0 4b 44 f0 44 ", codes.toString());
        assertEquals(Long.MAX_VALUE, time.scheduler.nextDeadline());
    }
}
