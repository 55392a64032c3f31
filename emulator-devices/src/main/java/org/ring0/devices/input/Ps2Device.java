package org.ring0.devices.input;

/** What hangs on a PS/2 port, seen from the keyboard controller. */
public interface Ps2Device {
    /** Takes a byte (0 to 255) that the controller sends. */
    void receive(int value);

    /** Whether the device has a byte to send. */
    boolean hasOutput();

    /** The device's next byte; only to be called when there is one. */
    int takeOutput();

    /** The controller asks to be told when the device has something to send. */
    void onOutput(Runnable ready);
}
