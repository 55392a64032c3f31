package org.ring0.devices.board.record;

import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.gate.PcInput;

/** What a recording tells of one moment: at a cycle, after so many instructions. */
public sealed interface Entry {
    long cycle();

    long instructions();

    /** Whether a run has ended in the midst of an instruction that shuts the CPU down. */
    static boolean isShutDown(StopReason reason) {
        return reason instanceof StopReason.TripleFault || reason instanceof StopReason.Unimplemented;
    }

    /** Whether a guest ends its run in this way, each time that it is run. */
    static boolean isTheGuests(StopReason reason) {
        return switch (reason) {
            case StopReason.PoweredOff() -> true;
            case StopReason.DebugExit exit -> true;
            case StopReason.TripleFault fault -> true;
            case StopReason.Halted halted -> true;
            case StopReason.Reset() -> true;
            case StopReason.Unimplemented lack -> true;
            default -> false;
        };
    }

    /** An input was taken. */
    record Input(long cycle, long instructions, PcInput input) implements Entry {}

    /**
     * The run was here.
     *
     * @param checksum of the CPU's state
     */
    record Mark(long cycle, long instructions, int checksum) implements Entry {}

    /**
     * The run was interrupted, and went on: an input that follows at the same cycle came in between, at once.
     *
     * @param shutDown whether the next instruction had shut the CPU down
     */
    record Pause(long cycle, long instructions, boolean shutDown) implements Entry {}

    /**
     * The run ended.
     *
     * @param digest the machine's
     * @param shutDown whether the next instruction shut the CPU down
     * @param sentence how it ended
     */
    record End(long cycle, long instructions, String digest, boolean shutDown, String sentence) implements Entry {}
}
