package org.ring0.devices.input;

import java.util.Arrays;

/** The codes that a key sends in each of the three scan code sets. */
final class ScanCodeEncoder {
    private static final int E0 = 0xe0;
    private static final int E1 = 0xe1;
    private static final int BREAK = ScanCodes.BREAK_PREFIX;
    private static final int[] NOTHING = {};
    private static final int[] PAUSE = {E1, 0x14, 0x77, E1, BREAK, 0x14, BREAK, 0x77};
    private static final int[] CTRL_BREAK = {E0, 0x7e, E0, BREAK, 0x7e};
    private static final int[] PRINT_SCREEN_MAKE = {E0, 0x12, E0, 0x7c};
    private static final int[] PRINT_SCREEN_BREAK = {E0, BREAK, 0x7c, E0, BREAK, 0x12};
    private static final int SYS_REQ = 0x84;

    private ScanCodeEncoder() {}

    /** Which of the keys that change another key's code are held. */
    record Modifiers(boolean shift, boolean ctrl, boolean alt) {}

    /** The bytes for {@code key} in set 1, 2 or 3. */
    static int[] encode(int set, Key key, boolean pressed, Modifiers held) {
        return switch (set) {
            case 1 -> toSet1(set2(key, pressed, held));
            case 3 -> pressed ? new int[] {key.set3()} : new int[] {BREAK, key.set3()};
            default -> set2(key, pressed, held);
        };
    }

    private static int[] set2(Key key, boolean pressed, Modifiers held) {
        if (key == Key.PAUSE) {
            return pressed ? held.ctrl() ? CTRL_BREAK : PAUSE : NOTHING;
        }
        if (key == Key.PRINT_SCREEN && held.alt()) {
            return pressed ? new int[] {SYS_REQ} : new int[] {BREAK, SYS_REQ};
        }
        if (key == Key.PRINT_SCREEN && !held.shift() && !held.ctrl()) {
            return pressed ? PRINT_SCREEN_MAKE : PRINT_SCREEN_BREAK;
        }
        if (key.extended()) {
            return pressed ? new int[] {E0, key.set2()} : new int[] {E0, BREAK, key.set2()};
        }
        return pressed ? new int[] {key.set2()} : new int[] {BREAK, key.set2()};
    }

    private static int[] toSet1(int[] set2) {
        int[] set1 = new int[set2.length];
        int length = 0;
        boolean released = false;
        for (int code : set2) {
            if (code == BREAK) {
                released = true;
            } else {
                boolean prefix = code == E0 || code == E1;
                set1[length++] = prefix ? code : ScanCodes.translate(code, released);
                released &= prefix;
            }
        }
        return Arrays.copyOf(set1, length);
    }
}
