package org.ring0.devices.storage.floppy;

import static org.ring0.devices.storage.floppy.FdcBits.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ring0.core.device.Device;
import org.ring0.core.device.DmaChannel;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;
import org.ring0.devices.storage.floppy.FdcState.Phase;

/**
 * Intel 82077AA floppy disk controller in AT mode, with two drives (data sheet 290166). Its registers are at offsets 0 to 5
 * and 7; the board maps offset 7 by itself, because port 3F6h between them is the hard disk's.
 *
 * <p>Limits: sectors of 512 bytes in MFM only, and deleted data is written as ordinary data, because a raw image holds nothing
 * else; the SCAN commands are invalid. Without a disk a command fails after two turns instead of waiting for an index
 * pulse for ever. Step rate and motors are not timed; in AT mode the status registers A and B do not exist.
 */
public final class I82077Fdc implements Device<FdcState>, IoDevice {
    static final int LONGEST_COMMAND = 9;
    /** Bytes of the longest command or result. */
    static final int FIFO_LENGTH = 10;

    private static final int DIGITAL_OUTPUT = 2;
    private static final int TAPE_DRIVE = 3;
    private static final int MAIN_STATUS = 4;
    private static final int FIFO = 5;
    private static final int DIGITAL_INPUT = 7;

    private static final int POLLING_NANOS = 20_000;
    private static final int NOT_DRIVEN = 0xff;
    private static final int VERSION_82077 = 0x90;
    private static final int DIRECTION_INWARDS = 0x40;

    private final IrqLine irq;
    private final FloppyDrive[] drives;
    private final HeadPositioners positioners;
    private final SectorTransfer transfer;
    private final ClockDomain nanoseconds;
    private final Timer pollingTimer;
    private int digitalOutput;
    private int tape;
    private int rate = RATE_250K;
    private FdcSettings settings = FdcSettings.POWER_ON;
    private int lastEot;
    private Phase phase = Phase.COMMAND;
    private final byte[] fifo = new byte[FIFO_LENGTH];
    private int fifoLength;
    private int fifoPosition;
    private byte[] commandBytes = new byte[FIFO_LENGTH];
    private boolean interrupt;
    private long pollingDueAt = -1;

    /**
     * @param irq the INT pin (IRQ 6)
     * @param dma the DRQ and DACK pins (channel 2)
     * @param drive0 drive A, or null
     * @param drive1 drive B, or null
     */
    public I82077Fdc(Scheduler scheduler, IrqLine irq, DmaChannel dma, FloppyDrive drive0, FloppyDrive drive1) {
        this.irq = irq;
        this.drives = new FloppyDrive[] {drive0, drive1};
        nanoseconds = new ClockDomain(scheduler.clock(), 1_000_000_000);
        pollingTimer = scheduler.timer(this::polled);
        transfer = new SectorTransfer(new ChipView(), new GatedDma(dma, this::isGateOpen), scheduler, nanoseconds);
        positioners = new HeadPositioners(drives, scheduler, nanoseconds, this::raise);
    }

    /** Offset 7 as a device of one port: Digital Input when read, Configuration Control when written. */
    public IoDevice digitalInput() {
        return new IoDevice() {
            @Override
            public int read(int offset) {
                return I82077Fdc.this.read(DIGITAL_INPUT);
            }

            @Override
            public void write(int offset, int value) {
                I82077Fdc.this.write(DIGITAL_INPUT, value);
            }
        };
    }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case DIGITAL_OUTPUT -> digitalOutput;
            case TAPE_DRIVE -> tape;
            case MAIN_STATUS -> mainStatus();
            case FIFO -> readFifo();
            case DIGITAL_INPUT -> {
                FloppyDrive selected = drive(digitalOutput & DOR_SELECT);
                yield selected != null && selected.isChanged() ? DIR_CHANGED : 0;
            }
            default -> NOT_DRIVEN;
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case DIGITAL_OUTPUT -> writeDigitalOutput(value);
            case TAPE_DRIVE -> tape = value & 3;
            case MAIN_STATUS -> {
                rate = value & DSR_RATE;
                if ((value & DSR_RESET) != 0) {
                    enterReset();
                    leaveReset();
                }
            }
            case FIFO -> writeFifo(value);
            case DIGITAL_INPUT -> rate = value & DSR_RATE;
            default -> {
                // Status registers A and B: read only, and not there in AT mode.
            }
        }
    }

    private FloppyDrive drive(int number) {
        return number < drives.length ? drives[number] : null;
    }

    private boolean isInReset() {
        return (digitalOutput & DOR_NOT_RESET) == 0;
    }

    private int mainStatus() {
        if (isInReset()) {
            return 0;
        }
        int nonDma = settings.isNonDma() ? MSR_NON_DMA : 0;
        return positioners.moving()
                | switch (phase) {
                    case COMMAND -> MSR_REQUEST | (fifoLength > 0 ? MSR_BUSY : 0);
                    case EXECUTION -> MSR_BUSY | nonDma;
                    case DATA_TO_HOST -> MSR_REQUEST | MSR_TO_HOST | MSR_BUSY | nonDma;
                    case DATA_FROM_HOST -> MSR_REQUEST | MSR_BUSY | nonDma;
                    case RESULT -> MSR_REQUEST | MSR_TO_HOST | MSR_BUSY;
                };
    }

    private void writeDigitalOutput(int value) {
        boolean wasInReset = isInReset();
        digitalOutput = value;
        if (isInReset()) {
            enterReset();
        } else if (wasInReset) {
            leaveReset();
        }
        driveInterrupt();
    }

    /** A software reset: whatever is under way ends without a trace. */
    private void enterReset() {
        transfer.cancel();
        positioners.cancel();
        pollingTimer.disarm();
        pollingDueAt = -1;
        phase = Phase.COMMAND;
        fifoLength = 0;
        fifoPosition = 0;
        settings = settings.afterReset();
        interrupt = false;
        driveInterrupt();
    }

    private void leaveReset() {
        if (!isInReset()) {
            pollingDueAt = nanoseconds.cycleAfter(POLLING_NANOS);
            pollingTimer.arm(pollingDueAt);
        }
    }

    /** The first poll after a reset finds every drive "ready" that was "not ready" before. */
    private void polled() {
        pollingDueAt = -1;
        if (settings.isPolling()) {
            positioners.polled();
            raise();
        }
    }

    private void raise() {
        interrupt = true;
        driveInterrupt();
    }

    /** Takes INT back; a seek that has ended meanwhile gets an edge of its own. */
    private void lower() {
        interrupt = false;
        driveInterrupt();
        if (positioners.hasEndedSeek()) {
            raise();
        }
    }

    private void driveInterrupt() {
        irq.set(interrupt && isGateOpen());
    }

    private boolean isGateOpen() {
        return (digitalOutput & DOR_DMA_GATE) != 0;
    }

    private int readFifo() {
        if (isInReset()) {
            return NOT_DRIVEN;
        }
        switch (phase) {
            case DATA_TO_HOST -> {
                phase = Phase.EXECUTION;
                lower();
                return transfer.takeByte();
            }
            case RESULT -> {
                int value = fifo[fifoPosition++] & 0xff;
                if (fifoPosition == 1 && FdcCommand.of(parameter(0)).interruptsWithResult()) {
                    lower();
                }
                if (fifoPosition == fifoLength) {
                    phase = Phase.COMMAND;
                    fifoLength = 0;
                    fifoPosition = 0;
                }
                return value;
            }
            default -> {
                return NOT_DRIVEN;
            }
        }
    }

    private void writeFifo(int value) {
        if (isInReset()) {
            return;
        }
        if (phase == Phase.DATA_FROM_HOST) {
            phase = Phase.EXECUTION;
            lower();
            transfer.putByte(value);
        } else if (phase == Phase.COMMAND) {
            fifo[fifoLength++] = (byte) value;
            FdcCommand command = FdcCommand.of(fifo[0] & 0xff);
            if (fifoLength >= command.length()) {
                commandBytes = Arrays.copyOf(fifo, FIFO_LENGTH);
                fifoLength = 0;
                execute(command);
            }
        }
    }

    private int parameter(int index) {
        return commandBytes[index] & 0xff;
    }

    private HeadPositioner positioner() {
        return positioners.get(parameter(1) & DOR_SELECT);
    }

    private void execute(FdcCommand command) {
        switch (command) {
            case SPECIFY -> settings = settings.withSpecify(parameter(1), parameter(2));
            case SENSE_DRIVE_STATUS -> result(driveStatus());
            case SENSE_INTERRUPT_STATUS -> senseInterrupt();
            case RECALIBRATE -> positioner().recalibrate();
            case SEEK -> positioner().seek(parameter(2));
            case RELATIVE_SEEK -> {
                int distance = (parameter(0) & DIRECTION_INWARDS) != 0 ? parameter(2) : -parameter(2);
                positioner().seek(positioner().cylinder() + distance);
            }
            case DUMPREG -> dumpRegisters();
            case VERSION -> result(VERSION_82077);
            case PERPENDICULAR_MODE -> settings = settings.withPerpendicular(parameter(1));
            case CONFIGURE -> settings = settings.withConfigure(parameter(2), parameter(3));
            case LOCK -> {
                settings = settings.withLock((parameter(0) & 0x80) != 0);
                result(settings.locked() ? 0x10 : 0);
            }
            case INVALID -> result(ST0_INVALID);
            default -> beginTransfer(command);
        }
    }

    private void beginTransfer(FdcCommand command) {
        phase = Phase.EXECUTION;
        lastEot = command == FdcCommand.FORMAT_TRACK ? parameter(3) : parameter(6);
        boolean seeks = settings.hasImpliedSeek() && command.length() == FdcCommand.READ_DATA.length();
        transfer.begin(command, commandBytes, seeks ? positioner().seekImplied(parameter(2)) : 0);
    }

    private int driveStatus() {
        FloppyDrive drive = drive(parameter(1) & DOR_SELECT);
        int status = ST3_ALWAYS | parameter(1) & 7;
        if (drive != null) {
            status |= drive.track() == 0 ? ST3_TRACK_0 : 0;
            status |= drive.isWriteProtected() ? ST3_WRITE_PROTECTED : 0;
        }
        return status;
    }

    private void senseInterrupt() {
        int[] report = positioners.takeReport();
        if (report == null) {
            result(ST0_INVALID);
        } else {
            lower();
            result(report);
        }
    }

    private void dumpRegisters() {
        result(
                positioners.get(0).cylinder(),
                positioners.get(1).cylinder(),
                positioners.get(2).cylinder(),
                positioners.get(3).cylinder(),
                settings.specify1(),
                settings.specify2(),
                lastEot,
                (settings.locked() ? 0x80 : 0) | settings.perpendicular(),
                settings.configure(),
                settings.precompensationTrack());
    }

    private void result(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            fifo[i] = (byte) bytes[i];
        }
        fifoLength = bytes.length;
        fifoPosition = 0;
        phase = Phase.RESULT;
    }

    @Override
    public FdcState save() {
        List<FloppyDrive.State> driveStates = new ArrayList<>();
        for (FloppyDrive drive : drives) {
            driveStates.add(drive == null ? FloppyDrive.State.POWER_ON : drive.save());
        }
        return new FdcState(
                digitalOutput,
                tape,
                rate,
                settings,
                lastEot,
                phase,
                Arrays.copyOf(fifo, fifoLength),
                fifoPosition,
                commandBytes.clone(),
                interrupt,
                pollingDueAt,
                positioners.pollsToReport(),
                positioners.save(),
                List.copyOf(driveStates),
                transfer.save());
    }

    @Override
    public void restore(FdcState state) {
        digitalOutput = state.digitalOutput();
        tape = state.tape();
        rate = state.rate();
        settings = state.settings();
        lastEot = state.lastEot();
        phase = state.phase();
        fifoLength = state.fifo().length;
        System.arraycopy(state.fifo(), 0, fifo, 0, fifoLength);
        fifoPosition = state.position();
        commandBytes = state.commandBytes().clone();
        interrupt = state.interrupt();
        pollingDueAt = state.pollingDueAt();
        positioners.restore(state.seeks(), state.pollsToReport());
        for (int i = 0; i < drives.length; i++) {
            if (drives[i] != null) {
                drives[i].restore(state.drives().get(i));
            }
        }
        transfer.restore(state.transfer());
        transfer.adopt(FdcCommand.of(parameter(0)), commandBytes);
    }

    @Override
    public FdcState powerOn() {
        return FdcState.POWER_ON;
    }

    @Override
    public void settle() {
        pollingTimer.disarm();
        if (pollingDueAt >= 0) {
            pollingTimer.arm(pollingDueAt);
        }
        positioners.settle();
        transfer.settle();
        driveInterrupt();
    }

    /** What a transfer sees of the chip. */
    private final class ChipView implements SectorTransfer.Chip {
        @Override
        public FloppyDrive drive() {
            return I82077Fdc.this.drive(parameter(1) & DOR_SELECT);
        }

        @Override
        public int rate() {
            return rate;
        }

        @Override
        public boolean usesDma() {
            return !settings.isNonDma();
        }

        @Override
        public void requestData(boolean toHost) {
            phase = toHost ? Phase.DATA_TO_HOST : Phase.DATA_FROM_HOST;
            raise();
        }

        @Override
        public void finish(int st0, int st1, int st2, int cylinder, int head, int sector, int sizeCode) {
            result(st0, st1, st2, cylinder, head, sector, sizeCode);
            raise();
        }
    }
}
