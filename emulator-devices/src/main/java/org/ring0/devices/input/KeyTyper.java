package org.ring0.devices.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns text and names of keys into what fingers do on a keyboard with the US layout. */
public final class KeyTyper {
    private record Stroke(Key key, boolean shift) {}

    private static final Map<Character, Stroke> US = table();

    private KeyTyper() {}

    private static Map<Character, Stroke> table() {
        Map<Character, Stroke> table = new HashMap<>();
        for (char c = 'a'; c <= 'z'; c++) {
            Key key = Key.valueOf(String.valueOf((char) (c - 'a' + 'A')));
            table.put(c, new Stroke(key, false));
            table.put((char) (c - 'a' + 'A'), new Stroke(key, true));
        }
        row(table, "`1234567890-=", "~!@#$%^&*()_+", Key.GRAVE, Key.DIGIT_1);
        row(table, "[]\\", "{}|", Key.LEFT_BRACKET, Key.RIGHT_BRACKET);
        row(table, ";'", ":\"", Key.SEMICOLON, Key.APOSTROPHE);
        row(table, ",./", "<>?", Key.COMMA, Key.DOT);
        table.put(' ', new Stroke(Key.SPACE, false));
        table.put('\n', new Stroke(Key.ENTER, false));
        table.put('\r', new Stroke(Key.ENTER, false));
        table.put('\t', new Stroke(Key.TAB, false));
        table.put('\b', new Stroke(Key.BACKSPACE, false));
        table.put('\u007f', new Stroke(Key.BACKSPACE, false));
        table.put('\u001b', new Stroke(Key.ESC, false));
        return Map.copyOf(table);
    }

    /** A row of keys that are neighbours in {@link Key} as they are on the keyboard; {@code second} checks the order. */
    private static void row(Map<Character, Stroke> table, String plain, String shifted, Key first, Key second) {
        if (second.ordinal() != first.ordinal() + 1) {
            throw new IllegalStateException(first + " and " + second + " are no neighbours");
        }
        for (int i = 0; i < plain.length(); i++) {
            Key key = Key.values()[first.ordinal() + i];
            table.put(plain.charAt(i), new Stroke(key, false));
            table.put(shifted.charAt(i), new Stroke(key, true));
        }
    }

    /** Whether the US layout has {@code character}. */
    public static boolean canType(char character) {
        return US.containsKey(character) || character > 0 && character <= 26;
    }

    /**
     * The events of typing {@code text}. Line feed is Enter; other control characters are typed with Ctrl.
     *
     * @throws IllegalArgumentException for a character that the layout lacks
     */
    public static List<KeyEvent> type(String text) {
        List<KeyEvent> events = new ArrayList<>();
        for (char c : text.toCharArray()) {
            Stroke stroke = US.get(c);
            if (stroke != null) {
                press(events, stroke.shift ? List.of(Key.LEFT_SHIFT, stroke.key) : List.of(stroke.key));
            } else if (canType(c)) {
                press(events, List.of(Key.LEFT_CTRL, US.get((char) (c - 1 + 'a')).key));
            } else {
                throw new IllegalArgumentException("the US keyboard has no '%s' (U+%04X)".formatted(c, (int) c));
            }
        }
        return List.copyOf(events);
    }

    /**
     * The events of a list of strokes such as {@code down,ret,f12,ctrl-alt-del}.
     *
     * @throws IllegalArgumentException for a name that is no key
     */
    public static List<KeyEvent> keys(String strokes) {
        List<KeyEvent> events = new ArrayList<>();
        for (String stroke : strokes.split(",", -1)) {
            press(events, KeyNames.stroke(stroke));
        }
        return List.copyOf(events);
    }

    /** Down in order, up in the opposite order. */
    private static void press(List<KeyEvent> events, List<Key> keys) {
        keys.forEach(key -> events.add(new KeyEvent(key, true)));
        keys.reversed().forEach(key -> events.add(new KeyEvent(key, false)));
    }
}
