package org.ring0.devices.storage.floppy;

import java.util.List;

/**
 * The state of the controller and its two drives.
 *
 * @param rate bits 1:0 of DSR and CCR
 * @param settings what commands have set
 * @param lastEot what DUMPREG reports as SC/EOT
 * @param fifo the bytes of the command so far, or of the result; {@code position} of a result have been read
 * @param commandBytes the command in execution
 * @param interrupt whether INT is wanted
 * @param pollingDueAt when the drives will have been polled after a reset, or -1
 * @param pollsToReport how many of the four drives SENSE INTERRUPT STATUS has yet to report after that
 */
public record FdcState(
        int digitalOutput,
        int tape,
        int rate,
        FdcSettings settings,
        int lastEot,
        Phase phase,
        byte[] fifo,
        int position,
        byte[] commandBytes,
        boolean interrupt,
        long pollingDueAt,
        int pollsToReport,
        List<SeekState> seeks,
        List<FloppyDrive.State> drives,
        TransferState transfer) {

    /** What the FIFO is for. */
    public enum Phase {
        COMMAND,
        EXECUTION,
        DATA_TO_HOST,
        DATA_FROM_HOST,
        RESULT
    }

    /** In reset, as DOR is zero after power-on. */
    public static final FdcState POWER_ON = new FdcState(
            0,
            0,
            FdcBits.RATE_250K,
            FdcSettings.POWER_ON,
            0,
            Phase.COMMAND,
            new byte[0],
            0,
            new byte[I82077Fdc.FIFO_LENGTH],
            false,
            -1,
            0,
            List.of(SeekState.POWER_ON, SeekState.POWER_ON, SeekState.POWER_ON, SeekState.POWER_ON),
            List.of(FloppyDrive.State.POWER_ON, FloppyDrive.State.POWER_ON),
            TransferState.POWER_ON);

    public FdcState {
        boolean valid = seeks.size() == 4
                && drives.size() == 2
                && fifo.length <= (phase == Phase.COMMAND ? I82077Fdc.LONGEST_COMMAND - 1 : I82077Fdc.FIFO_LENGTH)
                && position >= 0
                && position <= fifo.length
                && commandBytes.length == I82077Fdc.FIFO_LENGTH
                && pollsToReport >= 0
                && pollsToReport <= 4
                && rate >= 0
                && rate <= FdcBits.DSR_RATE;
        if (!valid) {
            throw new IllegalArgumentException("not a floppy controller's state");
        }
    }
}
