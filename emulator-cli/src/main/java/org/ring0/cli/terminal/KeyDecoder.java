package org.ring0.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ring0.devices.input.Key;
import org.ring0.devices.input.KeyEvent;
import org.ring0.devices.input.KeyTyper;

/**
 * Turns the characters that a terminal sends into what was done on a keyboard: the sequences of xterm, of the VT220 and of
 * the Linux console. A terminal tells no releases, so each key goes down and up at once. A character that the US layout
 * lacks is dropped.
 */
final class KeyDecoder {
    private static final int ESC = 0x1b;
    private static final int LONGEST_SEQUENCE = 16;
    private static final int SHIFT = 1;
    private static final int ALT = 2;
    private static final int CTRL = 4;
    private static final int META = 8;

    /** By the final character of a CSI or SS3 sequence. */
    private static final Map<Character, Key> BY_FINAL = Map.ofEntries(
            Map.entry('A', Key.UP),
            Map.entry('B', Key.DOWN),
            Map.entry('C', Key.RIGHT),
            Map.entry('D', Key.LEFT),
            Map.entry('E', Key.KP_5),
            Map.entry('F', Key.END),
            Map.entry('H', Key.HOME),
            Map.entry('M', Key.KP_ENTER),
            Map.entry('P', Key.F1),
            Map.entry('Q', Key.F2),
            Map.entry('R', Key.F3),
            Map.entry('S', Key.F4));

    /** By the number of a CSI sequence that ends with a tilde. */
    private static final Map<Integer, Key> BY_NUMBER = Map.ofEntries(
            Map.entry(1, Key.HOME),
            Map.entry(2, Key.INSERT),
            Map.entry(3, Key.DELETE),
            Map.entry(4, Key.END),
            Map.entry(5, Key.PAGE_UP),
            Map.entry(6, Key.PAGE_DOWN),
            Map.entry(7, Key.HOME),
            Map.entry(8, Key.END),
            Map.entry(11, Key.F1),
            Map.entry(12, Key.F2),
            Map.entry(13, Key.F3),
            Map.entry(14, Key.F4),
            Map.entry(15, Key.F5),
            Map.entry(17, Key.F6),
            Map.entry(18, Key.F7),
            Map.entry(19, Key.F8),
            Map.entry(20, Key.F9),
            Map.entry(21, Key.F10),
            Map.entry(23, Key.F11),
            Map.entry(24, Key.F12));

    private final StringBuilder sequence = new StringBuilder();

    /** Whether a sequence has begun, so that {@link #pause} may have something to say. */
    boolean pending() {
        return !sequence.isEmpty();
    }

    /** Takes a character; the events that are complete with it. */
    List<KeyEvent> accept(int character) {
        if (sequence.isEmpty() && character != ESC) {
            return typed(character, 0);
        }
        sequence.append((char) character);
        if (sequence.length() == 1) {
            return List.of();
        }
        char kind = sequence.charAt(1);
        if (kind == '[' || kind == 'O') {
            return sequence.length() == 2 ? List.of() : controlSequence(kind, (char) character);
        }
        sequence.setLength(0);
        if (character == ESC) {
            sequence.append((char) ESC);
            return stroke(Key.ESC, 0);
        }
        return typed(character, ALT);
    }

    /** To be called when nothing has followed for a moment: what looked like a sequence was keys. */
    List<KeyEvent> pause() {
        List<KeyEvent> events = switch (sequence.length()) {
            case 0 -> List.of();
            case 1 -> stroke(Key.ESC, 0);
            case 2 -> typed(sequence.charAt(1), ALT);
            default -> List.of();
        };
        sequence.setLength(0);
        return events;
    }

    private List<KeyEvent> controlSequence(char kind, char last) {
        boolean linuxConsole = sequence.length() == 3 && kind == '[' && last == '[';
        boolean parameter = last >= ' ' && last < '@';
        if ((linuxConsole || parameter) && sequence.length() < LONGEST_SEQUENCE) {
            return List.of();
        }
        String parameters = sequence.substring(2, sequence.length() - 1);
        sequence.setLength(0);
        if (parameters.equals("[")) {
            return last >= 'A' && last <= 'E' ? stroke(Key.values()[Key.F1.ordinal() + last - 'A'], 0) : List.of();
        }
        int[] numbers = numbers(parameters);
        int modifiers = Math.max(0, numbers[1] - 1);
        if (kind == '[' && last == 'Z') {
            return stroke(Key.TAB, SHIFT);
        }
        Key key = last == '~' ? BY_NUMBER.get(numbers[0]) : BY_FINAL.get(last);
        return key == null ? List.of() : stroke(key, modifiers);
    }

    /** The first two numbers of a parameter string; a missing one is 0. */
    private static int[] numbers(String parameters) {
        int[] numbers = new int[2];
        String[] parts = parameters.split(";", -1);
        for (int i = 0; i < Math.min(2, parts.length); i++) {
            boolean number = parts[i].length() < 4
                    && !parts[i].isEmpty()
                    && parts[i].chars().allMatch(c -> c >= '0' && c <= '9');
            numbers[i] = number ? Integer.parseInt(parts[i]) : 0;
        }
        return numbers;
    }

    private static List<KeyEvent> typed(int character, int modifiers) {
        return switch (character) {
            case 0x00 -> stroke(Key.SPACE, modifiers | CTRL);
            case 0x1c -> stroke(Key.BACKSLASH, modifiers | CTRL);
            case 0x1d -> stroke(Key.RIGHT_BRACKET, modifiers | CTRL);
            case 0x1e -> stroke(Key.DIGIT_6, modifiers | CTRL | SHIFT);
            case 0x1f -> stroke(Key.MINUS, modifiers | CTRL | SHIFT);
            default -> {
                boolean known = character <= Character.MAX_VALUE && KeyTyper.canType((char) character);
                List<KeyEvent> events = known ? KeyTyper.type(Character.toString(character)) : List.of();
                yield known ? held(modifiers, events) : List.of();
            }
        };
    }

    private static List<KeyEvent> stroke(Key key, int modifiers) {
        return held(modifiers, List.of(new KeyEvent(key, true), new KeyEvent(key, false)));
    }

    /** The events with the modifier keys held down around them. */
    private static List<KeyEvent> held(int modifiers, List<KeyEvent> events) {
        List<Key> keys = new ArrayList<>();
        if ((modifiers & SHIFT) != 0) {
            keys.add(Key.LEFT_SHIFT);
        }
        if ((modifiers & CTRL) != 0) {
            keys.add(Key.LEFT_CTRL);
        }
        if ((modifiers & ALT) != 0) {
            keys.add(Key.LEFT_ALT);
        }
        if ((modifiers & META) != 0) {
            keys.add(Key.LEFT_META);
        }
        List<KeyEvent> all = new ArrayList<>();
        keys.forEach(key -> all.add(new KeyEvent(key, true)));
        all.addAll(events);
        keys.reversed().forEach(key -> all.add(new KeyEvent(key, false)));
        return List.copyOf(all);
    }
}
