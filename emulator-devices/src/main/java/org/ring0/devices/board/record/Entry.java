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

    /** An input was taken. */
    record Input(long cycle, long instructions, PcInput input) implements Entry {}

    /**
     * The run was here.
     *
     * @param checksum of the CPU's state
     */
    record Mark(long cycle, long instructions, int checksum) implements Entry {}

    /**
     * The run ended.
     *
     * @param digest the machine's
     * @param shutDown whether the next instruction shut the CPU down
     * @param sentence how it ended
     */
    record End(long cycle, long instructions, String digest, boolean shutDown, String sentence) implements Entry {}
}
