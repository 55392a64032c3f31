package org.ring0.devices.storage.ide;

import static org.ring0.devices.storage.ide.AtaBits.*;

import org.ring0.core.device.Device;
import org.ring0.core.device.DmaChannel;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;
import org.ring0.devices.storage.ide.DriveState.Phase;
import org.ring0.devices.storage.ide.DriveState.Step;

/**
 * The interface electronics that every drive on an ATA cable has: task file, status, INTRQ, and the protocols by which data
 * moves (ATA/ATAPI-6, clause 9). What commands mean is the subclass's.
 *
 * @param <S> the state of the whole drive
 */
public abstract class IdeDrive<S extends Record> implements Device<S> {
    static final int EXECUTE_DEVICE_DIAGNOSTIC = 0x90;
    static final int DEVICE_RESET = 0x08;

    private static final int NANOSECONDS = 1_000_000_000;
    private static final int RESET_NANOS = 50_000;
    static final int CONTROL_NANOS = 2_000;
    static final int READY = STATUS_DRDY | STATUS_DSC;

    final TaskFile taskFile = new TaskFile();
    final TransferBuffer buffer = new TransferBuffer();
    private final Timer timer;
    private final ClockDomain nanoseconds;
    private Cable cable;
    private int command;
    private int status;
    private int error = DIAGNOSTIC_PASSED;
    private boolean interrupt;
    private Phase phase = Phase.IDLE;
    private Step step = Step.NONE;
    private long readyAt;

    /** What the drive finds at the other end of its cable. */
    interface Cable {
        /** The drive's wish for INTRQ has changed. */
        void interruptChanged();

        /** The bus master's end of DMARQ and DMACK. */
        DmaChannel dma();
    }

    IdeDrive(Scheduler scheduler) {
        timer = scheduler.timer(this::ready);
        nanoseconds = new ClockDomain(scheduler.clock(), NANOSECONDS);
    }

    final void connect(Cable to) {
        cable = to;
    }

    /** Starts a command; its parameters are in the task file. */
    abstract void execute(int opcode);

    /** A busy time that {@link #busy} began is over. */
    abstract void perform(Step due);

    /** The host or the bus master has moved the present block, in the phase given. */
    abstract void blockMoved(Phase moved);

    /** A software reset or diagnostic: settings that do not survive it. */
    abstract void resetSettings();

    /** Puts the signature of the device type into the task file. */
    abstract void putSignature();

    /** The status of an idle drive after a reset. */
    abstract int statusAfterReset();

    /** Whether it takes DEVICE RESET, even when busy. */
    abstract boolean isPacketDevice();

    final boolean isBusy() {
        return (status & STATUS_BSY) != 0;
    }

    final boolean isInterrupting() {
        return interrupt;
    }

    final int status() {
        return status;
    }

    /** Reading Status, other than Alternate Status, takes INTRQ back. */
    final void acknowledge() {
        setInterrupt(false);
    }

    final int readRegister(int register, boolean highOrder) {
        return switch (register) {
            case TaskFile.FEATURES -> error;
            case TaskFile.DEVICE -> taskFile.current(register) | DEVICE_OBSOLETE;
            default -> highOrder ? taskFile.previous(register) : taskFile.current(register);
        };
    }

    /** A busy drive does not look at its registers. */
    final void writeRegister(int register, int value) {
        if (!isBusy()) {
            taskFile.write(register, value);
        }
    }

    /** The command register was written. */
    final void writeCommand(int opcode) {
        if (opcode == DEVICE_RESET && isPacketDevice()) {
            beginReset();
            busy(Step.RESET, RESET_NANOS);
        } else if (!isBusy()) {
            begin(opcode);
            execute(opcode);
        }
    }

    /** EXECUTE DEVICE DIAGNOSTIC reaches both drives; drive 0 alone interrupts at its end. */
    final void diagnose(boolean first) {
        if (!isBusy()) {
            begin(EXECUTE_DEVICE_DIAGNOSTIC);
            busy(first ? Step.DIAGNOSTIC : Step.RESET, RESET_NANOS);
        }
    }

    /** SRST went up: nothing happens until it goes down. */
    final void beginReset() {
        setInterrupt(false);
        buffer.clear();
        timer.disarm();
        phase = Phase.BUSY;
        step = Step.NONE;
        readyAt = Scheduler.NEVER;
        status = STATUS_BSY;
    }

    /** SRST went down. */
    final void finishReset() {
        busy(Step.RESET, RESET_NANOS);
    }

    final int readData() {
        if (phase != Phase.PIO_IN) {
            return 0;
        }
        int word = buffer.takeWord();
        if (buffer.blockDone()) {
            blockMoved(Phase.PIO_IN);
        }
        return word;
    }

    final void writeData(int word) {
        if (phase == Phase.PIO_OUT) {
            buffer.putWord(word);
            if (buffer.blockDone()) {
                blockMoved(Phase.PIO_OUT);
            }
        }
    }

    /** The bus master has been started, or the drive has raised DMARQ: whichever comes second moves the data. */
    final void pumpDma() {
        while (phase == Phase.DMA_IN || phase == Phase.DMA_OUT) {
            DmaChannel dma = cable.dma();
            int at = buffer.position();
            int moved = phase == Phase.DMA_IN
                    ? dma.write(buffer.bytes(), at, buffer.remaining())
                    : dma.read(buffer.bytes(), at, buffer.remaining());
            buffer.advance(moved);
            if (!buffer.blockDone()) {
                return;
            }
            blockMoved(phase);
        }
    }

    /** BSY for {@code nanos} of guest time, then {@link #perform}. */
    final void busy(Step then, long nanos) {
        phase = Phase.BUSY;
        step = then;
        status = status & ~STATUS_DRQ | STATUS_BSY;
        readyAt = nanoseconds.cycleAfter(nanos);
        timer.arm(readyAt);
    }

    /** Answers a command with a sector that is not of the medium. */
    final void reply(byte[] sector) {
        System.arraycopy(sector, 0, buffer.bytes(), 0, sector.length);
        buffer.begin(sector.length);
        busy(Step.REPLY, CONTROL_NANOS);
    }

    /** DRQ: the host is to read the buffer's present block. */
    final void offerBlock(boolean withInterrupt) {
        handOver(Phase.PIO_IN, withInterrupt);
    }

    /** DRQ: the host is to fill the buffer's present block. */
    final void requestBlock(boolean withInterrupt) {
        handOver(Phase.PIO_OUT, withInterrupt);
    }

    /** DMARQ: the bus master is to move the buffer. The drive stays busy, as ATA allows, so that no driver takes it for done. */
    final void requestDma(boolean toHost) {
        phase = toHost ? Phase.DMA_IN : Phase.DMA_OUT;
        pumpDma();
    }

    /** The end of a command, with a status beside DRDY and an error register. INTRQ that is up stays up. */
    final void finish(int statusBits, int errorBits, boolean withInterrupt) {
        phase = Phase.IDLE;
        step = Step.NONE;
        buffer.clear();
        status = READY | statusBits;
        error = errorBits;
        setInterrupt(withInterrupt || interrupt);
    }

    final void complete() {
        finish(0, 0, true);
    }

    final void abort() {
        finish(STATUS_ERR, ERROR_ABRT, true);
    }

    final void setStatus(int value) {
        status = value;
    }

    final Phase phase() {
        return phase;
    }

    final int command() {
        return command;
    }

    final DriveState saveInterface() {
        return new DriveState(
                taskFile.save(),
                command,
                status,
                error,
                interrupt,
                buffer.save(),
                buffer.position(),
                buffer.blockEnd(),
                phase,
                step,
                readyAt);
    }

    final void restoreInterface(DriveState state) {
        taskFile.restore(state.taskFile());
        command = state.command();
        status = state.status();
        error = state.error();
        interrupt = state.interrupt();
        buffer.restore(state.buffer(), state.position(), state.blockEnd());
        phase = state.phase();
        step = state.step();
        readyAt = state.readyAt();
    }

    @Override
    public final void settle() {
        timer.disarm();
        if (phase == Phase.BUSY && readyAt != Scheduler.NEVER) {
            timer.arm(readyAt);
        }
        if (cable != null) {
            cable.interruptChanged();
        }
    }

    private void begin(int opcode) {
        setInterrupt(false);
        buffer.clear();
        phase = Phase.IDLE;
        command = opcode;
        error = 0;
        status = READY;
    }

    private void handOver(Phase next, boolean withInterrupt) {
        phase = next;
        status = READY | STATUS_DRQ;
        setInterrupt(withInterrupt || interrupt);
    }

    private void ready() {
        Step due = step;
        step = Step.NONE;
        switch (due) {
            case NONE -> {}
            case COMPLETE -> complete();
            case REPLY -> offerBlock(true);
            case RESET, DIAGNOSTIC -> {
                resetSettings();
                finish(0, DIAGNOSTIC_PASSED, due == Step.DIAGNOSTIC);
                status = statusAfterReset();
                putSignature();
            }
            default -> perform(due);
        }
    }

    private void setInterrupt(boolean wanted) {
        if (interrupt != wanted) {
            interrupt = wanted;
            cable.interruptChanged();
        }
    }
}
