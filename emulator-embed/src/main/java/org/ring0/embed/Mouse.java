package org.ring0.embed;

import java.util.Set;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.input.Ps2Mouse;

/** The PS/2 mouse. May be used from any thread. */
public final class Mouse {
    /** The buttons. */
    public enum Button {
        LEFT(Ps2Mouse.LEFT),
        RIGHT(Ps2Mouse.RIGHT),
        MIDDLE(Ps2Mouse.MIDDLE);

        private final int bit;

        Button(int bit) {
            this.bit = bit;
        }
    }

    private final PcBoard board;

    Mouse(PcBoard board) {
        this.board = board;
    }

    /** Moves it by so many counts, and turns the wheel by so many notches. */
    public void move(int right, int up, int wheel) {
        post(new PcInput.MouseMoved(right, up, wheel));
    }

    /** The buttons that are held from now on; those that are not named are let go. */
    public void hold(Set<Button> buttons) {
        int held = Arguments.given(buttons, "set of buttons").stream()
                .mapToInt(button -> button.bit)
                .sum();
        post(new PcInput.MouseButtons(held));
    }

    private void post(PcInput input) {
        board.machine().inputs().post(() -> board.inputs().accept(input));
    }
}
