package org.ring0.devices.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of keys as people write them on a command line: {@code ret}, {@code f12}, {@code ctrl-alt-del}. Those of {@link Key} in
 * lower case, and those of QEMU's {@code sendkey}.
 */
final class KeyNames {
    private static final Map<String, Key> BY_NAME = table();

    private KeyNames() {}

    private static Map<String, Key> table() {
        Map<String, Key> names = new HashMap<>();
        for (Key key : Key.values()) {
            names.put(key.name().toLowerCase(java.util.Locale.ROOT), key);
        }
        for (int digit = 0; digit <= 9; digit++) {
            names.put(Integer.toString(digit), Key.valueOf("DIGIT_" + digit));
        }
        names.put("ret", Key.ENTER);
        names.put("return", Key.ENTER);
        names.put("escape", Key.ESC);
        names.put("spc", Key.SPACE);
        names.put("del", Key.DELETE);
        names.put("ins", Key.INSERT);
        names.put("pgup", Key.PAGE_UP);
        names.put("pgdn", Key.PAGE_DOWN);
        names.put("shift", Key.LEFT_SHIFT);
        names.put("shift_r", Key.RIGHT_SHIFT);
        names.put("ctrl", Key.LEFT_CTRL);
        names.put("ctrl_r", Key.RIGHT_CTRL);
        names.put("alt", Key.LEFT_ALT);
        names.put("alt_r", Key.RIGHT_ALT);
        names.put("altgr", Key.RIGHT_ALT);
        names.put("meta", Key.LEFT_META);
        names.put("bksp", Key.BACKSPACE);
        names.put("print", Key.PRINT_SCREEN);
        names.put("sysrq", Key.PRINT_SCREEN);
        names.put("break", Key.PAUSE);
        names.put("grave_accent", Key.GRAVE);
        names.put("less", Key.ISO);
        names.put("bracket_left", Key.LEFT_BRACKET);
        names.put("bracket_right", Key.RIGHT_BRACKET);
        names.put("meta_l", Key.LEFT_META);
        names.put("meta_r", Key.RIGHT_META);
        names.put("compose", Key.MENU);
        names.put("kp_divide", Key.KP_SLASH);
        names.put("kp_multiply", Key.KP_ASTERISK);
        names.put("kp_subtract", Key.KP_MINUS);
        names.put("kp_add", Key.KP_PLUS);
        names.put("kp_decimal", Key.KP_DOT);
        return Map.copyOf(names);
    }

    /** The keys of one stroke, in the order in which they are pressed. */
    static List<Key> stroke(String text) {
        List<Key> keys = new ArrayList<>();
        for (String name : text.split("-", -1)) {
            Key key = BY_NAME.get(name.strip().toLowerCase(java.util.Locale.ROOT));
            if (key == null) {
                throw new IllegalArgumentException("no such key: '" + name + "' in '" + text + "'");
            }
            keys.add(key);
        }
        return keys;
    }
}
