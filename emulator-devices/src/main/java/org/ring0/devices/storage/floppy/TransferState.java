package org.ring0.devices.storage.floppy;

/**
 * How far a command that moves sectors has come.
 *
 * @param step what happens at cycle {@code dueAt}
 * @param walk the address of the next sector
 * @param matched whether READ TRACK has met the address it was given
 * @param data the bytes of the sector at hand, {@code position} of which the host has moved
 */
public record TransferState(
        Step step, long dueAt, SectorWalk walk, boolean matched, int st1, int st2, byte[] data, int position) {
    /** The end of a delay. */
    public enum Step {
        NONE,
        /** The next sector has passed under the head. */
        SECTOR,
        /** The data from the host is to be written. */
        STORE,
        /** The command fails with the status bits collected. */
        FAIL,
        /** An address has passed under the head. */
        IDENTIFY
    }

    public static final TransferState POWER_ON =
            new TransferState(Step.NONE, -1, SectorWalk.POWER_ON, false, 0, 0, new byte[0], 0);

    public TransferState {
        if (data.length > SectorTransfer.BUFFER || position < 0 || position > data.length) {
            throw new IllegalArgumentException("not a transfer's state");
        }
    }
}
