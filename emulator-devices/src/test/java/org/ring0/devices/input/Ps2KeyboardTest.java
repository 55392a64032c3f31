package org.ring0.devices.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class Ps2KeyboardTest {
    private VirtualTime time;
    private Ps2Keyboard keyboard;

    @BeforeEach
    void build() {
        time = new VirtualTime();
        keyboard = new Ps2Keyboard(time.domain(1_000_000), time.scheduler);
    }

    /** Sends bytes, one after the other, and returns everything that comes back. */
    private String exchange(int... values) {
        StringBuilder answer = new StringBuilder();
        for (int value : values) {
            keyboard.receive(value);
            answer.append(output());
        }
        return answer.toString();
    }

    private String output() {
        StringBuilder hex = new StringBuilder();
        while (keyboard.hasOutput()) {
            hex.append(HexFormat.of().toHexDigits((byte) keyboard.takeOutput()));
        }
        return hex.toString();
    }

    private void press(Key key) {
        keyboard.key(new KeyEvent(key, true));
    }

    private void release(Key key) {
        keyboard.key(new KeyEvent(key, false));
    }

    private String stroke(Key key) {
        press(key);
        release(key);
        return output();
    }

    @Test
    void set2SendsMakeAndBreakCodes() {
        assertEquals("1cf01c", stroke(Key.A));
        assertEquals("83f083", stroke(Key.F7));
        assertEquals("e075e0f075", stroke(Key.UP));
        assertEquals("e05ae0f05a", stroke(Key.KP_ENTER));
    }

    @Test
    void set1IsWhatTheControllerWouldTranslate() {
        assertEquals("fafa", exchange(0xf0, 0x01));
        assertEquals("1e9e", stroke(Key.A));
        assertEquals("e048e0c8", stroke(Key.UP));
        assertEquals("e11d45e19dc5", stroke(Key.PAUSE));
        assertEquals("e02ae037e0b7e0aa", stroke(Key.PRINT_SCREEN));
    }

    @Test
    void set3HasOneCodeAKeyAndBreaksOnlyWhereProgrammed() {
        exchange(0xf0, 0x03);
        assertEquals("1c", stroke(Key.A));
        assertEquals("63", stroke(Key.UP));
        assertEquals("12f012", stroke(Key.LEFT_SHIFT));
        assertEquals("fafafa", exchange(0xfc, 0x1c, 0x63));
        exchange(0xf4);
        assertEquals("1cf01c", stroke(Key.A));
        assertEquals("fa", exchange(0xfa));
        assertEquals("66f066", stroke(Key.BACKSPACE));
        assertEquals("fa", exchange(0xf9));
        assertEquals("66", stroke(Key.BACKSPACE));
    }

    @Test
    void pauseAndPrintScreenDependOnTheirNeighbours() {
        assertEquals("e11477e1f014f077", stroke(Key.PAUSE));
        assertEquals("e012e07ce0f07ce0f012", stroke(Key.PRINT_SCREEN));
        press(Key.LEFT_CTRL);
        output();
        assertEquals("e07ee0f07e", stroke(Key.PAUSE));
        assertEquals("e07ce0f07c", stroke(Key.PRINT_SCREEN));
        release(Key.LEFT_CTRL);
        press(Key.LEFT_ALT);
        output();
        assertEquals("84f084", stroke(Key.PRINT_SCREEN));
    }

    @Test
    void identifiesEchoesAndTellsItsSet() {
        assertEquals("faab83", exchange(0xf2));
        assertEquals("ee", exchange(0xee));
        assertEquals("fafa02", exchange(0xf0, 0x00));
        assertEquals("fafe", exchange(0xf0, 0x04));
    }

    @Test
    void unknownCommandsAskForAResend() {
        assertEquals("fe", exchange(0x00));
        assertEquals("fe", exchange(0xef));
        assertEquals("fe", exchange(0xf1));
    }

    @Test
    void resendRepeatsTheLastByte() {
        exchange(0xf2);
        assertEquals("83", exchange(0xfe));
    }

    @Test
    void ledsAreSet() {
        assertEquals("fafa", exchange(0xed, 0x05));
        assertEquals(5, keyboard.leds());
    }

    @Test
    void commandInPlaceOfAnOptionIsTaken() {
        assertEquals("faee", exchange(0xed, 0xee));
        assertEquals("fe", exchange(0x02));
    }

    @Test
    void resetTestsItselfAndRestoresTheDefaults() {
        exchange(0xf0, 0x01, 0xed, 0x07);
        assertEquals("fa", exchange(0xff));
        time.passMillis(1);
        assertEquals("aa", output());
        assertEquals(0, keyboard.leds());
        assertEquals("1cf01c", stroke(Key.A));
    }

    @Test
    void disabledKeyboardSendsNothing() {
        assertEquals("fa", exchange(0xf5));
        assertEquals("", stroke(Key.A));
        assertEquals("fa", exchange(0xf4));
        assertEquals("1cf01c", stroke(Key.A));
    }

    @Test
    void heldKeyRepeatsAfterItsDelayAtItsRate() {
        press(Key.A);
        output();
        time.passMillis(499);
        assertEquals("", output());
        time.passMillis(2);
        assertEquals("1c", output());
        time.passMillis(92);
        assertEquals("1c", output());
        release(Key.A);
        assertEquals("f01c", output());
        time.passMillis(5000);
        assertEquals("", output());
    }

    @Test
    void typematicRateAndDelayAreProgrammable() {
        exchange(0xf3, 0x00);
        press(Key.A);
        output();
        time.passMillis(251);
        assertEquals("1c", output());
        time.passMillis(33);
        assertEquals("1c", output());
    }

    @Test
    void repeatsDoNotPileUpWhileNobodyReads() {
        press(Key.A);
        time.passMillis(10_000);
        assertEquals("1c", output());
    }

    @Test
    void anotherKeyTakesOverTheRepetition() {
        press(Key.A);
        press(Key.B);
        release(Key.A);
        output();
        time.passMillis(501);
        assertEquals("32", output());
    }

    @Test
    void fullBufferEndsInAnOverrunCode() {
        for (int i = 0; i < 10; i++) {
            press(Key.A);
            release(Key.A);
        }
        assertEquals("1cf01c".repeat(5) + "1c" + "00", output());
        assertEquals("1cf01c", stroke(Key.A));
    }

    @Test
    void resetOfTheMachineKeepsTheKeysThatAreHeld() {
        press(Key.LEFT_CTRL);
        keyboard.reset();
        assertEquals("e07ee0f07e", stroke(Key.PAUSE));
    }

    @Test
    void everyKeyHasItsOwnCodes() {
        var seen = new java.util.HashSet<String>();
        for (Key key : Key.values()) {
            String codes = stroke(key);
            assertFalse(codes.isEmpty());
            assertTrue(seen.add(codes), key + " shares " + codes);
        }
    }

    @Test
    void restoredKeyboardGoesOnTheSameWay() {
        exchange(0xf0, 0x03, 0xed, 0x02, 0xf8);
        press(Key.A);
        exchange(0xfc);
        Ps2Keyboard other = new Ps2Keyboard(time.domain(1_000_000), time.scheduler);
        States.transfer(keyboard, other);
        time.passMillis(700);
        assertEquals(2, other.leds());
        States.assertSame(keyboard, other);
    }
}
