package org.ring0.devices.board.gate;

import org.ring0.devices.input.KeyEvent;

/** Something from outside that a PC takes while it runs. */
public sealed interface PcInput {
    /** A key of the keyboard goes down or up. */
    record KeyMoved(KeyEvent event) implements PcInput {}

    /**
     * Bytes arrive on a serial line.
     *
     * @param line 0 is COM1
     */
    record SerialBytes(int line, byte[] bytes) implements PcInput {}

    /** The mouse is moved, in counts, and its wheel turned, in notches. */
    record MouseMoved(int right, int up, int wheel) implements PcInput {}

    /** The mouse's buttons that are held from now on, as {@code Ps2Mouse} has them. */
    record MouseButtons(int held) implements PcInput {}

    /** The ACPI power button is pressed. */
    record PowerButton() implements PcInput {}

    /** The NMI button is pressed, as servers have one. */
    record NmiButton() implements PcInput {}

    /** The reset button is pressed. */
    record ResetButton() implements PcInput {}
}
