package org.ring0.embed;

import java.util.List;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.input.KeyEvent;
import org.ring0.devices.input.KeyTyper;
import org.ring0.devices.input.ScriptedKeys;

/**
 * The PS/2 keyboard, with the US layout. Keys go down and up in guest time while the machine runs, at the pace of a fast
 * typist who waits for a slow machine. May be used from any thread.
 */
public final class Keyboard {
    private final PcBoard board;
    private final ScriptedKeys keys;

    Keyboard(PcBoard board) {
        this.board = board;
        keys = new ScriptedKeys(
                new ClockDomain(board.machine().clock(), 1_000_000),
                board.machine().scheduler(),
                board.keyboard()::idle,
                event -> board.inputs().accept(new PcInput.KeyMoved(event)));
    }

    /**
     * Types text; line feed is Enter.
     *
     * @throws IllegalArgumentException for a character that the layout lacks
     */
    public void type(String text) {
        play(KeyTyper.type(Arguments.given(text, "text")));
    }

    /**
     * Presses keys by name, such as {@code down,ret,ctrl-alt-del}.
     *
     * @throws IllegalArgumentException for a name that is no key
     */
    public void press(String names) {
        play(KeyTyper.keys(Arguments.given(names, "key")));
    }

    /** Plays key events one after the other. */
    public void play(List<KeyEvent> events) {
        List<KeyEvent> all = List.copyOf(Arguments.given(events, "key event"));
        board.machine().inputs().post(() -> keys.play(all));
    }
}
