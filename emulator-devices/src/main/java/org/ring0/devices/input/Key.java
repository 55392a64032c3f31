package org.ring0.devices.input;

import static org.ring0.devices.input.Key.Kind.MAKE_BREAK;
import static org.ring0.devices.input.Key.Kind.MAKE_ONLY;
import static org.ring0.devices.input.Key.Kind.TYPEMATIC;

/**
 * The keys of the 104-key keyboard and the ISO key, with their codes in scan code sets 2 and 3 (IBM PS/2 technical reference,
 * "Keyboard"). A key whose code in set 2 has the prefix E0 has 1 in the upper byte. Set 1 follows from set 2.
 */
public enum Key {
    ESC(0x76, 0x08, MAKE_ONLY),
    F1(0x05, 0x07, MAKE_ONLY),
    F2(0x06, 0x0f, MAKE_ONLY),
    F3(0x04, 0x17, MAKE_ONLY),
    F4(0x0c, 0x1f, MAKE_ONLY),
    F5(0x03, 0x27, MAKE_ONLY),
    F6(0x0b, 0x2f, MAKE_ONLY),
    F7(0x83, 0x37, MAKE_ONLY),
    F8(0x0a, 0x3f, MAKE_ONLY),
    F9(0x01, 0x47, MAKE_ONLY),
    F10(0x09, 0x4f, MAKE_ONLY),
    F11(0x78, 0x56, MAKE_ONLY),
    F12(0x07, 0x5e, MAKE_ONLY),
    PRINT_SCREEN(0x17c, 0x57, MAKE_ONLY),
    SCROLL_LOCK(0x7e, 0x5f, MAKE_ONLY),
    PAUSE(0x77, 0x62, MAKE_ONLY),
    GRAVE(0x0e, 0x0e, TYPEMATIC),
    DIGIT_1(0x16, 0x16, TYPEMATIC),
    DIGIT_2(0x1e, 0x1e, TYPEMATIC),
    DIGIT_3(0x26, 0x26, TYPEMATIC),
    DIGIT_4(0x25, 0x25, TYPEMATIC),
    DIGIT_5(0x2e, 0x2e, TYPEMATIC),
    DIGIT_6(0x36, 0x36, TYPEMATIC),
    DIGIT_7(0x3d, 0x3d, TYPEMATIC),
    DIGIT_8(0x3e, 0x3e, TYPEMATIC),
    DIGIT_9(0x46, 0x46, TYPEMATIC),
    DIGIT_0(0x45, 0x45, TYPEMATIC),
    MINUS(0x4e, 0x4e, TYPEMATIC),
    EQUAL(0x55, 0x55, TYPEMATIC),
    BACKSPACE(0x66, 0x66, TYPEMATIC),
    TAB(0x0d, 0x0d, TYPEMATIC),
    Q(0x15, 0x15, TYPEMATIC),
    W(0x1d, 0x1d, TYPEMATIC),
    E(0x24, 0x24, TYPEMATIC),
    R(0x2d, 0x2d, TYPEMATIC),
    T(0x2c, 0x2c, TYPEMATIC),
    Y(0x35, 0x35, TYPEMATIC),
    U(0x3c, 0x3c, TYPEMATIC),
    I(0x43, 0x43, TYPEMATIC),
    O(0x44, 0x44, TYPEMATIC),
    P(0x4d, 0x4d, TYPEMATIC),
    LEFT_BRACKET(0x54, 0x54, TYPEMATIC),
    RIGHT_BRACKET(0x5b, 0x5b, TYPEMATIC),
    BACKSLASH(0x5d, 0x5c, TYPEMATIC),
    CAPS_LOCK(0x58, 0x14, MAKE_BREAK),
    A(0x1c, 0x1c, TYPEMATIC),
    S(0x1b, 0x1b, TYPEMATIC),
    D(0x23, 0x23, TYPEMATIC),
    F(0x2b, 0x2b, TYPEMATIC),
    G(0x34, 0x34, TYPEMATIC),
    H(0x33, 0x33, TYPEMATIC),
    J(0x3b, 0x3b, TYPEMATIC),
    K(0x42, 0x42, TYPEMATIC),
    L(0x4b, 0x4b, TYPEMATIC),
    SEMICOLON(0x4c, 0x4c, TYPEMATIC),
    APOSTROPHE(0x52, 0x52, TYPEMATIC),
    ENTER(0x5a, 0x5a, TYPEMATIC),
    LEFT_SHIFT(0x12, 0x12, MAKE_BREAK),
    ISO(0x61, 0x13, TYPEMATIC),
    Z(0x1a, 0x1a, TYPEMATIC),
    X(0x22, 0x22, TYPEMATIC),
    C(0x21, 0x21, TYPEMATIC),
    V(0x2a, 0x2a, TYPEMATIC),
    B(0x32, 0x32, TYPEMATIC),
    N(0x31, 0x31, TYPEMATIC),
    M(0x3a, 0x3a, TYPEMATIC),
    COMMA(0x41, 0x41, TYPEMATIC),
    DOT(0x49, 0x49, TYPEMATIC),
    SLASH(0x4a, 0x4a, TYPEMATIC),
    RIGHT_SHIFT(0x59, 0x59, MAKE_BREAK),
    LEFT_CTRL(0x14, 0x11, MAKE_BREAK),
    LEFT_ALT(0x11, 0x19, MAKE_BREAK),
    SPACE(0x29, 0x29, TYPEMATIC),
    RIGHT_ALT(0x111, 0x39, MAKE_ONLY),
    RIGHT_CTRL(0x114, 0x58, MAKE_ONLY),
    LEFT_META(0x11f, 0x8b, MAKE_ONLY),
    RIGHT_META(0x127, 0x8c, MAKE_ONLY),
    MENU(0x12f, 0x8d, MAKE_ONLY),
    INSERT(0x170, 0x67, MAKE_ONLY),
    HOME(0x16c, 0x6e, MAKE_ONLY),
    PAGE_UP(0x17d, 0x6f, MAKE_ONLY),
    DELETE(0x171, 0x64, TYPEMATIC),
    END(0x169, 0x65, MAKE_ONLY),
    PAGE_DOWN(0x17a, 0x6d, MAKE_ONLY),
    UP(0x175, 0x63, TYPEMATIC),
    LEFT(0x16b, 0x61, TYPEMATIC),
    DOWN(0x172, 0x60, TYPEMATIC),
    RIGHT(0x174, 0x6a, TYPEMATIC),
    NUM_LOCK(0x77, 0x76, MAKE_ONLY),
    KP_SLASH(0x14a, 0x77, MAKE_ONLY),
    KP_ASTERISK(0x7c, 0x7e, MAKE_ONLY),
    KP_MINUS(0x7b, 0x84, MAKE_ONLY),
    KP_PLUS(0x79, 0x7c, TYPEMATIC),
    KP_ENTER(0x15a, 0x79, MAKE_ONLY),
    KP_DOT(0x71, 0x71, MAKE_ONLY),
    KP_0(0x70, 0x70, MAKE_ONLY),
    KP_1(0x69, 0x69, MAKE_ONLY),
    KP_2(0x72, 0x72, MAKE_ONLY),
    KP_3(0x7a, 0x7a, MAKE_ONLY),
    KP_4(0x6b, 0x6b, MAKE_ONLY),
    KP_5(0x73, 0x73, MAKE_ONLY),
    KP_6(0x74, 0x74, MAKE_ONLY),
    KP_7(0x6c, 0x6c, MAKE_ONLY),
    KP_8(0x75, 0x75, MAKE_ONLY),
    KP_9(0x7d, 0x7d, MAKE_ONLY);

    /** What a key of set 3 sends after power-on. In sets 1 and 2 all keys repeat and send a break code. */
    public enum Kind {
        TYPEMATIC,
        MAKE_BREAK,
        MAKE_ONLY,
        TYPEMATIC_MAKE_BREAK
    }

    private final int set2;
    private final int set3;
    private final Kind kind;

    Key(int set2, int set3, Kind kind) {
        this.set2 = set2;
        this.set3 = set3;
        this.kind = kind;
    }

    /** The code in set 2 without prefixes. */
    int set2() {
        return set2 & 0xff;
    }

    /** Whether the code in set 2 has the prefix E0. */
    boolean extended() {
        return set2 > 0xff;
    }

    int set3() {
        return set3;
    }

    Kind kind() {
        return kind;
    }
}
