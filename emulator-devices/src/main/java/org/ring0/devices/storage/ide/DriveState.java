package org.ring0.devices.storage.ide;

/**
 * What every drive on the cable has: registers, buffer and where in a command it is.
 *
 * @param taskFile Features to Device, the previous value of each in bits 15:8
 * @param interrupt whether it asks for INTRQ
 * @param buffer the transfer at hand, {@code position} bytes of it done, handed over up to {@code blockEnd}
 * @param step what happens when a busy drive is ready, at cycle {@code readyAt}
 */
public record DriveState(
        int[] taskFile,
        int command,
        int status,
        int error,
        boolean interrupt,
        byte[] buffer,
        int position,
        int blockEnd,
        Phase phase,
        Step step,
        long readyAt) {

    /** Who moves next. */
    public enum Phase {
        /** The host, with a command. */
        IDLE,
        /** The drive: BSY. */
        BUSY,
        /** The host, reading the data register. */
        PIO_IN,
        /** The host, writing the data register. */
        PIO_OUT,
        /** The bus master, taking data. */
        DMA_IN,
        /** The bus master, giving data. */
        DMA_OUT
    }

    /** What a busy drive will have done when it is ready. */
    public enum Step {
        NONE,
        /** The end of a command without data. */
        COMPLETE,
        /** The end of a reset. */
        RESET,
        /** The end of EXECUTE DEVICE DIAGNOSTIC. */
        DIAGNOSTIC,
        /** The reply in the buffer can be read. */
        REPLY,
        /** The next sectors are in the buffer. */
        READ_BLOCK,
        /** The sectors in the buffer are on the medium. */
        WRITE_BLOCK,
        /** Sectors have been checked. */
        VERIFY,
        /** The cache is on the medium. */
        FLUSH,
        /** Ready for the twelve bytes of a packet. */
        ACCEPT_PACKET,
        /** The packet has been carried out. */
        EXECUTE_PACKET,
        /** The next block of a packet's data is ready. */
        PACKET_BLOCK
    }

    public DriveState {
        boolean valid = taskFile.length == 6
                && buffer.length <= TransferBuffer.CAPACITY
                && position >= 0
                && position <= blockEnd + 1
                && blockEnd <= buffer.length;
        if (!valid) {
            throw new IllegalArgumentException("not a drive's state");
        }
    }
}
