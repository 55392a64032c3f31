package org.ring0.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ring0.devices.input.Key;
import org.ring0.devices.input.KeyEvent;

class KeyDecoderTest {
    private final KeyDecoder decoder = new KeyDecoder();

    private List<KeyEvent> decode(String characters) {
        List<KeyEvent> events = new ArrayList<>();
        characters.chars().forEach(c -> events.addAll(decoder.accept(c)));
        return events;
    }

    /** The keys pressed in order and released in the opposite order. */
    private static List<KeyEvent> chord(Key... keys) {
        List<KeyEvent> events = new ArrayList<>();
        for (Key key : keys) {
            events.add(new KeyEvent(key, true));
        }
        for (Key key : List.of(keys).reversed()) {
            events.add(new KeyEvent(key, false));
        }
        return events;
    }

    @Test
    void charactersAreTyped() {
        assertEquals(chord(Key.A), decode("a"));
        assertEquals(chord(Key.LEFT_SHIFT, Key.A), decode("A"));
        assertEquals(chord(Key.ENTER), decode("\r"));
        assertEquals(chord(Key.BACKSPACE), decode("\u007f"));
        assertEquals(chord(Key.TAB), decode("\t"));
        assertEquals(List.of(), decode("ß"));
    }

    @Test
    void controlCharactersAreTypedWithCtrl() {
        assertEquals(chord(Key.LEFT_CTRL, Key.C), decode("\u0003"));
        assertEquals(chord(Key.LEFT_CTRL, Key.SPACE), decode("\u0000"));
        assertEquals(chord(Key.LEFT_CTRL, Key.BACKSLASH), decode("\u001c"));
    }

    @Test
    void cursorAndEditingKeysOfAllFlavours() {
        assertEquals(chord(Key.UP), decode("\u001b[A"));
        assertEquals(chord(Key.UP), decode("\u001bOA"));
        assertEquals(chord(Key.HOME), decode("\u001b[H"));
        assertEquals(chord(Key.HOME), decode("\u001b[1~"));
        assertEquals(chord(Key.DELETE), decode("\u001b[3~"));
        assertEquals(chord(Key.PAGE_DOWN), decode("\u001b[6~"));
        assertEquals(chord(Key.LEFT_SHIFT, Key.TAB), decode("\u001b[Z"));
    }

    @Test
    void functionKeysOfAllFlavours() {
        assertEquals(chord(Key.F1), decode("\u001bOP"));
        assertEquals(chord(Key.F1), decode("\u001b[11~"));
        assertEquals(chord(Key.F1), decode("\u001b[[A"));
        assertEquals(chord(Key.F5), decode("\u001b[[E"));
        assertEquals(chord(Key.F10), decode("\u001b[21~"));
        assertEquals(chord(Key.F12), decode("\u001b[24~"));
    }

    @Test
    void modifiersComeWithTheSequence() {
        assertEquals(chord(Key.LEFT_CTRL, Key.RIGHT), decode("\u001b[1;5C"));
        assertEquals(chord(Key.LEFT_SHIFT, Key.LEFT_ALT, Key.F5), decode("\u001b[15;4~"));
        assertEquals(chord(Key.LEFT_CTRL, Key.LEFT_ALT, Key.DELETE), decode("\u001b[3;7~"));
    }

    @Test
    void escapeBeforeACharacterIsAlt() {
        assertEquals(chord(Key.LEFT_ALT, Key.X), decode("\u001bx"));
        assertEquals(chord(Key.LEFT_ALT, Key.LEFT_CTRL, Key.A), decode("\u001b\u0001"));
    }

    @Test
    void escapeAloneIsTheEscapeKeyOnceNothingFollows() {
        assertEquals(List.of(), decode("\u001b"));
        assertTrue(decoder.pending());
        assertEquals(chord(Key.ESC), decoder.pause());
        assertFalse(decoder.pending());
        assertEquals(List.of(), decoder.pause());
        assertEquals(chord(Key.ESC), decode("\u001b\u001b"));
        assertEquals(chord(Key.ESC), decoder.pause());
        assertEquals(List.of(), decode("\u001b["));
        assertEquals(chord(Key.LEFT_ALT, Key.LEFT_BRACKET), decoder.pause());
    }

    @Test
    void unknownSequencesAreDroppedWhole() {
        assertEquals(List.of(), decode("\u001b[?62;4c"));
        assertEquals(List.of(), decode("\u001b[99~"));
        assertEquals(List.of(), decode("\u001b[[z"));
        assertEquals(chord(Key.B), decode("b"));
    }

    @Test
    void garbageNeverThrowsAndKeysAlwaysComeUpAgain() {
        Random random = new Random(3);
        String alphabet = "\u001b[O;0123456789~ABHZ\u0001x\uffff";
        List<Key> down = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            char character = alphabet.charAt(random.nextInt(alphabet.length()));
            List<KeyEvent> events = random.nextInt(10) == 0 ? decoder.pause() : decoder.accept(character);
            for (KeyEvent event : events) {
                if (event.pressed()) {
                    down.add(event.key());
                } else {
                    assertTrue(down.remove(event.key()));
                }
            }
            assertTrue(down.isEmpty());
        }
    }

    @Test
    void ctrlAXLeavesAndCtrlATwiceIsCtrlA() {
        LeaveKeys keys = new LeaveKeys();
        assertEquals('x', keys.accept('x'));
        assertEquals(LeaveKeys.NOTHING, keys.accept(1));
        assertEquals(1, keys.accept(1));
        assertEquals(LeaveKeys.NOTHING, keys.accept(1));
        assertEquals(LeaveKeys.NOTHING, keys.accept('q'));
        assertEquals('q', keys.accept('q'));
        assertEquals(LeaveKeys.NOTHING, keys.accept(1));
        assertEquals(LeaveKeys.LEAVE, keys.accept('x'));
    }
}
