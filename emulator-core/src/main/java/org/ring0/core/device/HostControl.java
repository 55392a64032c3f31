package org.ring0.core.device;

/** What a device may ask of the machine around it: the wires of the power supply and of the reset line. */
public interface HostControl {
    /** The guest switched the machine off (ACPI S5, APM). */
    void powerOff();

    /** The guest asked for a hardware reset (8042, port 92h, CF9h). */
    void reset();

    /** The guest wrote {@code value} to the debug-exit port. */
    void debugExit(int value);

    /** The host failed to read or write an image: the guest gets the device's error bits, and the run ends. */
    void hostError(String sentence);
}
