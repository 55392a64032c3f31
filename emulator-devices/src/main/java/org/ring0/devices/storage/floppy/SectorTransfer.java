package org.ring0.devices.storage.floppy;

import static org.ring0.devices.storage.floppy.FdcBits.*;

import java.util.Arrays;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.DmaChannel;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;
import org.ring0.devices.storage.floppy.TransferState.Step;

/**
 * The execution phase of the commands that look at the disk: reading, writing, verifying and formatting sectors, and READ ID
 * (Intel 290166, 5.1). One sector passes every {@value #SECTOR_NANOS} ns, which is faster than any real disk turns.
 */
final class SectorTransfer {
    static final int SECTOR_NANOS = 50_000;
    private static final int FIRST_SECTOR_NANOS = 80_000;
    /** Two turns at 300 a minute: after that a sector counts as not found. */
    private static final int TWO_TURNS_NANOS = 400_000_000;

    private static final int TURN_NANOS = TWO_TURNS_NANOS / 2;

    /** FORMAT TRACK takes four bytes for each of up to 255 sectors. */
    static final int BUFFER = 1024;

    private static final int SIZE_CODE_512 = 2;
    private static final int[] KILOBITS = {500, 300, 250, 1000};
    private static final int MULTI_TRACK = 0x80;
    private static final int MFM = 0x40;
    private static final int SKIP = 0x20;
    private static final int ENABLE_COUNT = 0x80;

    /** What a transfer needs of the chip around it. */
    interface Chip {
        /** The drive that the command addresses, or null. */
        FloppyDrive drive();

        /** The selected rate, as in bits 1:0 of DSR. */
        int rate();

        /** Whether data goes by DMA; otherwise through the FIFO. */
        boolean usesDma();

        /** The FIFO has data for the host, or wants some. */
        void requestData(boolean toHost);

        /** The command has ended: the seven result bytes. */
        void finish(int st0, int st1, int st2, int cylinder, int head, int sector, int sizeCode);
    }

    private final Chip chip;
    private final DmaChannel dma;
    private final ClockDomain nanoseconds;
    private final Timer timer;
    private final byte[] buffer = new byte[BUFFER];
    private FdcCommand command = FdcCommand.INVALID;
    private byte[] bytes = new byte[9];
    private Step step = Step.NONE;
    private long dueAt = -1;
    private SectorWalk at = SectorWalk.POWER_ON;
    private boolean matched;
    private int st1;
    private int st2;
    private int length;
    private int position;

    SectorTransfer(Chip chip, DmaChannel dma, Scheduler scheduler, ClockDomain nanoseconds) {
        this.chip = chip;
        this.dma = dma;
        this.nanoseconds = nanoseconds;
        timer = scheduler.timer(this::due);
    }

    /** Starts a command whose bytes are complete, after {@code seekNanos} for an implied seek. */
    void begin(FdcCommand wanted, byte[] commandBytes, long seekNanos) {
        adopt(wanted, commandBytes);
        boolean wholeTrack = command == FdcCommand.READ_TRACK;
        int left = wholeTrack ? u8(6) : isCounted() ? u8(8) : -1;
        at = new SectorWalk(u8(2), u8(3), wholeTrack ? 1 : u8(4), u8(1) >> 2 & 1, left);
        matched = false;
        st1 = 0;
        st2 = 0;
        FloppyDrive drive = chip.drive();
        if (drive == null || !drive.hasMedium()) {
            st1 = ST1_MISSING_ADDRESS_MARK;
            delay(Step.FAIL, TWO_TURNS_NANOS);
        } else if (command.isWrite() && drive.isWriteProtected()) {
            st1 = ST1_NOT_WRITABLE;
            delay(Step.FAIL, SECTOR_NANOS);
        } else {
            delay(command == FdcCommand.READ_ID ? Step.IDENTIFY : Step.SECTOR, seekNanos + FIRST_SECTOR_NANOS);
        }
    }

    /** The command at hand, after a restore. */
    void adopt(FdcCommand wanted, byte[] commandBytes) {
        command = wanted;
        bytes = commandBytes.clone();
    }

    /** A reset. */
    void cancel() {
        timer.disarm();
        step = Step.NONE;
        dueAt = -1;
        length = 0;
        position = 0;
    }

    /** A byte for the host, through the FIFO. */
    int takeByte() {
        if (position >= length) {
            return 0;
        }
        int value = buffer[position++] & 0xff;
        if (position == length) {
            passSector(false);
        } else {
            chip.requestData(true);
        }
        return value;
    }

    /** A byte from the host, through the FIFO. */
    void putByte(int value) {
        if (position >= length) {
            return;
        }
        buffer[position++] = (byte) value;
        if (position == length) {
            delay(Step.STORE, SECTOR_NANOS);
        } else {
            chip.requestData(false);
        }
    }

    private void due() {
        Step now = step;
        step = Step.NONE;
        dueAt = -1;
        FloppyDrive drive = chip.drive();
        if (drive == null || !drive.hasMedium()) {
            fail(ST1_MISSING_ADDRESS_MARK);
            return;
        }
        switch (now) {
            case SECTOR -> meetSector(drive);
            case STORE -> store(drive, false);
            case IDENTIFY -> identify(drive);
            case FAIL -> fail(0);
            case NONE -> {}
        }
    }

    private void meetSector(FloppyDrive drive) {
        if (command == FdcCommand.FORMAT_TRACK) {
            format(drive);
        } else if (!isFound(drive)) {
            fail(0);
        } else if (command.isWrite()) {
            fetch(drive, BlockBackend.SECTOR_SIZE);
        } else if (!drive.read(at.side(), at.sector(), buffer)) {
            st2 |= ST2_DATA_ERROR;
            fail(ST1_DATA_ERROR);
        } else {
            deliver();
        }
    }

    /** Whether the head meets the sector that the command names; sets the status bits if not. */
    private boolean isFound(FloppyDrive drive) {
        if (!hasAddressMarks(drive)) {
            st1 |= ST1_MISSING_ADDRESS_MARK;
        } else if (command == FdcCommand.READ_TRACK) {
            matched |= at.cylinder() == drive.track() && at.head() == at.side() && at.sector() == u8(4);
            st1 |= at.sector() > drive.format().sectorsPerTrack() ? ST1_NO_DATA : 0;
        } else if (at.cylinder() != drive.track()) {
            st1 |= ST1_NO_DATA;
            st2 |= at.cylinder() == 0xff ? ST2_BAD_CYLINDER : ST2_WRONG_CYLINDER;
        } else {
            boolean exists = at.head() == at.side()
                    && u8(5) == SIZE_CODE_512
                    && at.sector() >= 1
                    && at.sector() <= drive.format().sectorsPerTrack();
            st1 |= exists ? 0 : ST1_NO_DATA;
        }
        return st1 == 0;
    }

    private boolean hasAddressMarks(FloppyDrive drive) {
        return (u8(0) & MFM) != 0 && drive.isReadableAt(KILOBITS[chip.rate()]) && drive.isFormatted(at.side());
    }

    /** Sector data is in the buffer: to the host with it, unless the command only looks. */
    private void deliver() {
        if (command == FdcCommand.READ_DELETED_DATA) {
            // No image holds deleted data, so every sector has the other mark.
            st2 |= ST2_CONTROL_MARK;
        }
        boolean skipped = command == FdcCommand.READ_DELETED_DATA && (u8(0) & SKIP) != 0;
        if (command == FdcCommand.VERIFY || skipped) {
            passSector(false);
        } else if (chip.usesDma()) {
            int moved = dma.write(buffer, 0, BlockBackend.SECTOR_SIZE);
            if (isServed(moved, BlockBackend.SECTOR_SIZE)) {
                passSector(dma.terminalCount());
            }
        } else {
            exchange(BlockBackend.SECTOR_SIZE, true);
        }
    }

    /** Gets {@code wanted} bytes from the host, and then stores them. */
    private void fetch(FloppyDrive drive, int wanted) {
        if (!chip.usesDma()) {
            exchange(wanted, false);
            return;
        }
        int moved = dma.read(buffer, 0, wanted);
        if (isServed(moved, wanted)) {
            // The rest of a sector that the host cut short is filled with zeros.
            Arrays.fill(buffer, moved, wanted, (byte) 0);
            length = wanted;
            store(drive, dma.terminalCount());
        }
    }

    /** The controller cannot wait: data that DMA does not move in time is lost. */
    private boolean isServed(int moved, int wanted) {
        boolean served = moved == wanted || moved > 0 && dma.terminalCount();
        if (!served) {
            fail(ST1_OVERRUN);
        }
        return served;
    }

    private void exchange(int count, boolean toHost) {
        length = count;
        position = 0;
        chip.requestData(toHost);
    }

    private void store(FloppyDrive drive, boolean terminalCount) {
        boolean stored =
                command == FdcCommand.FORMAT_TRACK ? storeFormat(drive) : drive.write(at.side(), at.sector(), buffer);
        if (!stored) {
            st2 |= ST2_DATA_ERROR;
            fail(ST1_DATA_ERROR);
        } else if (command == FdcCommand.FORMAT_TRACK) {
            end(0);
        } else {
            passSector(terminalCount);
        }
    }

    private void format(FloppyDrive drive) {
        int count = u8(3) * 4;
        if (!hasAddressMarks(drive)) {
            // Another density or another side than the image has room for.
            fail(ST1_MISSING_ADDRESS_MARK);
        } else if (count == 0) {
            end(0);
        } else {
            fetch(drive, count);
        }
    }

    /** Fills every sector of the list that the image's format has; others cannot be kept. */
    private boolean storeFormat(FloppyDrive drive) {
        byte[] filled = new byte[BlockBackend.SECTOR_SIZE];
        Arrays.fill(filled, bytes[5]);
        boolean stored = true;
        for (int id = 0; id < length; id += 4) {
            int number = buffer[id + 2] & 0xff;
            boolean kept = (buffer[id] & 0xff) == drive.track()
                    && (buffer[id + 3] & 0xff) == SIZE_CODE_512
                    && number >= 1
                    && number <= drive.format().sectorsPerTrack();
            stored &= !kept || drive.write(at.side(), number, filled);
        }
        return stored;
    }

    private void identify(FloppyDrive drive) {
        if (!hasAddressMarks(drive)) {
            fail(ST1_MISSING_ADDRESS_MARK);
            return;
        }
        long angle = nanoseconds.ticks() % TURN_NANOS;
        int sector = (int) (angle * drive.format().sectorsPerTrack() / TURN_NANOS) + 1;
        at = new SectorWalk(drive.track(), at.side(), sector, at.side(), -1);
        finish(0, SIZE_CODE_512);
    }

    /** A sector is done: on to the next as table 5-6 says, or to the end. */
    private void passSector(boolean terminalCount) {
        boolean marked = (st2 & ST2_CONTROL_MARK) != 0 && (u8(0) & SKIP) == 0;
        if (marked) {
            // A sector with the other mark is the last, and the address stays at it.
            end(0);
            return;
        }
        SectorWalk before = at;
        at = command == FdcCommand.READ_TRACK ? at.nextOnTrack() : at.next(u8(6), (u8(0) & MULTI_TRACK) != 0);
        if (terminalCount || at.isCountedOut()) {
            endCounted();
        } else if (!at.isBeyondCylinder(before)) {
            delay(Step.SECTOR, SECTOR_NANOS);
        } else if (command == FdcCommand.VERIFY) {
            end(0);
        } else {
            fail(ST1_END_OF_CYLINDER);
        }
    }

    private void endCounted() {
        if (command == FdcCommand.READ_TRACK && !matched) {
            st1 |= ST1_NO_DATA;
        }
        end(0);
    }

    private boolean isCounted() {
        return command == FdcCommand.VERIFY && (u8(1) & ENABLE_COUNT) != 0;
    }

    private void fail(int bits) {
        st1 |= bits;
        end(ST0_ABNORMAL);
    }

    private void end(int condition) {
        finish(condition, command == FdcCommand.FORMAT_TRACK || command == FdcCommand.READ_ID ? SIZE_CODE_512 : u8(5));
    }

    private void finish(int condition, int sizeCode) {
        length = 0;
        position = 0;
        int st0 = condition | at.side() << 2 | u8(1) & 3;
        chip.finish(st0, st1, st2, at.cylinder(), at.head(), at.sector(), sizeCode);
    }

    private int u8(int index) {
        return bytes[index] & 0xff;
    }

    private void delay(Step then, long nanos) {
        step = then;
        position = 0;
        length = then == Step.STORE ? length : 0;
        dueAt = nanoseconds.cycleAfter(nanos);
        timer.arm(dueAt);
    }

    void settle() {
        timer.disarm();
        if (step != Step.NONE) {
            timer.arm(dueAt);
        }
    }

    TransferState save() {
        return new TransferState(step, dueAt, at, matched, st1, st2, Arrays.copyOf(buffer, length), position);
    }

    void restore(TransferState state) {
        step = state.step();
        dueAt = state.dueAt();
        at = state.walk();
        matched = state.matched();
        st1 = state.st1();
        st2 = state.st2();
        System.arraycopy(state.data(), 0, buffer, 0, state.data().length);
        length = state.data().length;
        position = state.position();
    }
}
