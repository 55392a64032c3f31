package org.ring0.devices.serial;

import java.util.Arrays;
import org.ring0.core.device.CharBackend;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * National PC16550D UART with its FIFOs, as wired in a PC: OUT2 gates the interrupt. Data sheet: National PC16550D, June 1995.
 *
 * <p>Characters take their time on the wire in both directions. Bytes from the host wait in a queue and enter the receiver at
 * line speed, as long as it has room: nothing of the host's is ever overrun. A guest that has raised RTS once can hold the
 * host off by dropping it; one that never did is taken for a three-wire cable.
 *
 * <p>Limits: the host sees a byte when the guest writes it, not when it has left the shift register, and so sees it even if
 * the FIFO was full or is cleared later, so that no output is missing when a run ends; the word length only counts for the
 * time a character takes, parity is neither added nor checked; the delay of the THRE interrupt after a single character
 * (data sheet, FIFO interrupt mode, note 2) is not modelled; DMA mode moves no pins.
 */
public final class Uart16550 implements Device<Uart16550.State>, IoDevice {
    /** The crystal, in Hz: 16 times 115200. */
    public static final long FREQUENCY = 1_843_200;

    static final int IER_RECEIVED = 0x01;
    static final int IER_THR_EMPTY = 0x02;
    static final int IER_LINE_STATUS = 0x04;
    static final int IER_MODEM_STATUS = 0x08;
    static final int IIR_NONE = 0x01;
    static final int IIR_MODEM_STATUS = 0x00;
    static final int IIR_THR_EMPTY = 0x02;
    static final int IIR_RECEIVED = 0x04;
    static final int IIR_LINE_STATUS = 0x06;
    static final int IIR_TIMEOUT = 0x0c;
    static final int IIR_FIFOS = 0xc0;
    static final int FCR_ENABLE = 0x01;
    static final int FCR_RESET_RECEIVER = 0x02;
    static final int FCR_RESET_TRANSMITTER = 0x04;
    static final int FCR_KEPT = 0xc9;
    static final int MCR_DTR = 0x01;
    static final int MCR_RTS = 0x02;
    static final int MCR_OUT1 = 0x04;
    static final int MCR_OUT2 = 0x08;
    static final int MCR_LOOP = 0x10;
    static final int LSR_DATA_READY = 0x01;
    static final int LSR_OVERRUN = 0x02;
    static final int LSR_PARITY = 0x04;
    static final int LSR_FRAMING = 0x08;
    static final int LSR_BREAK = 0x10;
    static final int LSR_THR_EMPTY = 0x20;
    static final int LSR_TRANSMITTER_EMPTY = 0x40;
    static final int LSR_FIFO_ERROR = 0x80;
    static final int MSR_DELTAS = 0x0f;
    static final int MSR_RING_EDGE = 0x04;
    static final int MSR_CTS = 0x10;
    static final int MSR_DSR = 0x20;
    static final int MSR_RING = 0x40;
    static final int MSR_CARRIER = 0x80;

    private static final int TIMEOUT_CHARACTERS = 4;
    private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};

    /**
     * @param rts whether the guest has ever raised RTS
     * @param overrun whether LSR shows an overrun
     * @param thrEmptyInterrupt whether a THRE interrupt is to be shown (if enabled)
     * @param msr the modem lines and their deltas as read
     * @param modemLines the levels that the far end drives, in the bits of MSR
     * @param received the receiver FIFO, error bits above bit 7
     * @param transmit the transmitter FIFO without the shift register
     * @param shift the character being shifted out, or -1
     * @param shiftedTick the tick at which it is out
     * @param receiveTick the earliest tick at which the next byte of the host is in
     * @param timeoutTick when a character timeout occurs if the receiver is left alone
     * @param host what the host has sent and the receiver not taken yet
     */
    public record State(
            int ier,
            int fcr,
            int lcr,
            int mcr,
            int msr,
            int scratch,
            int divisor,
            boolean rts,
            boolean overrun,
            boolean thrEmptyInterrupt,
            int modemLines,
            int[] received,
            byte[] transmit,
            int shift,
            long shiftedTick,
            long receiveTick,
            long timeoutTick,
            byte[] host) {
        private static final int CONNECTED = MSR_CTS | MSR_DSR | MSR_CARRIER;

        /** The divisor, which the chip leaves undefined, is that of 115200 baud; a null-modem cable is plugged in. */
        public static final State POWER_ON = new State(
                0,
                0,
                0,
                0,
                CONNECTED,
                0,
                1,
                false,
                false,
                false,
                CONNECTED,
                new int[0],
                new byte[0],
                -1,
                0,
                0,
                0,
                new byte[0]);
    }

    private final ClockDomain clock;
    private final IrqLine irq;
    private final CharBackend out;
    private final Timer shiftTimer;
    private final Timer receiveTimer;
    private final Timer timeoutTimer;
    private final ReceiveFifo received = new ReceiveFifo();
    private final HostQueue host = new HostQueue();
    private final byte[] transmit = new byte[ReceiveFifo.DEPTH];
    private int transmitSize;
    private int ier;
    private int fcr;
    private int lcr;
    private int mcr;
    private int msr;
    private int scratch;
    private int divisor;
    private boolean rts;
    private boolean overrun;
    private boolean thrEmptyInterrupt;
    private int modemLines;
    private int shift;
    private long shiftedTick;
    private long receiveTick;
    private long timeoutTick;

    /**
     * @param clock the crystal, {@link #FREQUENCY}
     * @param scheduler where the ends of characters are scheduled
     * @param irq INTR behind the OUT2 gate
     * @param out where transmitted bytes go
     */
    public Uart16550(ClockDomain clock, Scheduler scheduler, IrqLine irq, CharBackend out) {
        this.clock = clock;
        this.irq = irq;
        this.out = out;
        shiftTimer = scheduler.timer(this::onShifted);
        receiveTimer = scheduler.timer(this::onReceived);
        timeoutTimer = scheduler.timer(this::driveIrq);
        restore(State.POWER_ON);
    }

    /** Bytes from the host, in order; they enter the receiver at line speed. To be called between slices. */
    public void receive(byte... bytes) {
        if (host.isEmpty()) {
            receiveTick = Math.max(receiveTick, clock.ticks() + characterTicks());
        }
        host.add(bytes);
        armReceive();
    }

    /** A break from the far end: a zero with framing error and break indication. */
    public void receiveBreak() {
        take((LSR_BREAK | LSR_FRAMING) << 8);
    }

    /** The modem lines as the far end drives them. Plugged in at power-on: CTS, DSR and DCD on, RI off. */
    public void setModemLines(boolean cts, boolean dsr, boolean ring, boolean carrier) {
        modemLines = (cts ? MSR_CTS : 0) | (dsr ? MSR_DSR : 0) | (ring ? MSR_RING : 0) | (carrier ? MSR_CARRIER : 0);
        updateModemStatus();
        driveIrq();
    }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case 0 -> dlab() ? divisor & 0xff : readReceiver();
            case 1 -> dlab() ? divisor >> 8 : ier;
            case 2 -> readIir();
            case 3 -> lcr;
            case 4 -> mcr;
            case 5 -> readLineStatus();
            case 6 -> readModemStatus();
            default -> scratch;
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case 0 -> {
                if (dlab()) {
                    divisor = divisor & 0xff00 | value;
                } else {
                    writeTransmitter(value);
                }
            }
            case 1 -> {
                if (dlab()) {
                    divisor = value << 8 | divisor & 0xff;
                } else {
                    writeIer(value & 0x0f);
                }
            }
            case 2 -> writeFcr(value);
            case 3 -> writeLcr(value);
            case 4 -> writeMcr(value & 0x1f);
            case 7 -> scratch = value;
            default -> {} // LSR and MSR are read only
        }
    }

    private boolean dlab() {
        return (lcr & UartLine.LCR_DLAB) != 0;
    }

    private boolean fifos() {
        return (fcr & FCR_ENABLE) != 0;
    }

    private boolean loopback() {
        return (mcr & MCR_LOOP) != 0;
    }

    private long characterTicks() {
        return UartLine.characterTicks(lcr, divisor);
    }

    // ---- receiver

    private int readReceiver() {
        if (received.isEmpty()) {
            return 0;
        }
        int value = received.remove() & 0xff;
        timeoutTick = clock.ticks() + TIMEOUT_CHARACTERS * characterTicks();
        armReceive();
        driveIrq();
        return value;
    }

    private int capacity() {
        return fifos() ? ReceiveFifo.DEPTH : 1;
    }

    /** Puts a character that has arrived where the guest can read it. */
    private void take(int entry) {
        if (received.size() < capacity()) {
            received.add(entry);
        } else {
            overrun = true;
            if (!fifos()) {
                received.replaceLast(entry);
            }
        }
        timeoutTick = clock.ticks() + TIMEOUT_CHARACTERS * characterTicks();
        driveIrq();
    }

    private boolean canReceive() {
        boolean heldOff = rts && (mcr & MCR_RTS) == 0;
        return !host.isEmpty() && received.size() < capacity() && !heldOff && !loopback();
    }

    private void armReceive() {
        if (canReceive()) {
            receiveTimer.arm(clock.cycleOfTick(receiveTick));
        } else {
            receiveTimer.disarm();
        }
    }

    private void onReceived() {
        int value = host.remove();
        receiveTick = Math.max(receiveTick, clock.ticks()) + characterTicks();
        take(value);
        armReceive();
    }

    // ---- transmitter

    private void writeTransmitter(int value) {
        if (!loopback()) {
            out.send(value);
        }
        thrEmptyInterrupt = false;
        if (shift < 0) {
            startShifting(value, clock.ticks());
        } else if (transmitSize < capacity()) {
            transmit[transmitSize++] = (byte) value;
        } else if (!fifos()) {
            transmit[0] = (byte) value;
        }
        driveIrq();
    }

    private void startShifting(int value, long tick) {
        shift = value;
        shiftedTick = tick + characterTicks();
        shiftTimer.arm(clock.cycleOfTick(shiftedTick));
        thrEmptyInterrupt |= transmitSize == 0;
    }

    /** The next character starts at the tick at which the last one ended, however long ago that is. */
    private void onShifted() {
        int sent = shift;
        shift = -1;
        if (transmitSize > 0) {
            int value = transmit[0] & 0xff;
            System.arraycopy(transmit, 1, transmit, 0, --transmitSize);
            startShifting(value, shiftedTick);
        }
        if (loopback()) {
            take(sent);
        }
        driveIrq();
    }

    // ---- control and status

    private void writeIer(int value) {
        boolean enabled = (value & ~ier & IER_THR_EMPTY) != 0;
        ier = value;
        if (enabled && transmitSize == 0) {
            thrEmptyInterrupt = true;
        }
        driveIrq();
    }

    private void writeFcr(int value) {
        boolean toggled = ((value ^ fcr) & FCR_ENABLE) != 0;
        if (toggled || (value & FCR_RESET_RECEIVER) != 0) {
            received.clear();
        }
        if ((toggled || (value & FCR_RESET_TRANSMITTER) != 0) && transmitSize > 0) {
            transmitSize = 0;
            thrEmptyInterrupt = true;
        }
        fcr = (value & FCR_ENABLE) != 0 ? value & FCR_KEPT : 0;
        armReceive();
        driveIrq();
    }

    private void writeLcr(int value) {
        boolean breakBegins = (value & ~lcr & UartLine.LCR_BREAK) != 0;
        lcr = value;
        if (breakBegins && loopback()) {
            receiveBreak();
        }
    }

    private void writeMcr(int value) {
        mcr = value;
        rts |= (value & MCR_RTS) != 0;
        updateModemStatus();
        armReceive();
        driveIrq();
    }

    private void updateModemStatus() {
        int levels = loopback() ? loopedModemLines() : modemLines;
        int changed = (msr ^ levels) & ~MSR_DELTAS;
        int deltas = changed >> 4 & ~MSR_RING_EDGE;
        boolean ringEnded = (changed & MSR_RING) != 0 && (levels & MSR_RING) == 0;
        msr = levels | msr & MSR_DELTAS | deltas | (ringEnded ? MSR_RING_EDGE : 0);
    }

    private int loopedModemLines() {
        return ((mcr & MCR_RTS) != 0 ? MSR_CTS : 0)
                | ((mcr & MCR_DTR) != 0 ? MSR_DSR : 0)
                | ((mcr & MCR_OUT1) != 0 ? MSR_RING : 0)
                | ((mcr & MCR_OUT2) != 0 ? MSR_CARRIER : 0);
    }

    private int readModemStatus() {
        int value = msr;
        msr &= ~MSR_DELTAS;
        driveIrq();
        return value;
    }

    private int readLineStatus() {
        int value = (received.isEmpty() ? 0 : LSR_DATA_READY)
                | (overrun ? LSR_OVERRUN : 0)
                | (transmitSize == 0 ? LSR_THR_EMPTY : 0)
                | (transmitSize == 0 && shift < 0 ? LSR_TRANSMITTER_EMPTY : 0)
                | (fifos() && received.anyErrors() ? LSR_FIFO_ERROR : 0);
        if (overrun || received.firstHasErrors()) {
            value |= received.takeErrorsOfFirst();
            overrun = false;
            driveIrq();
        }
        return value;
    }

    private int readIir() {
        int pending = pendingInterrupt();
        if (pending == IIR_THR_EMPTY) {
            thrEmptyInterrupt = false;
            driveIrq();
        }
        return pending | (fifos() ? IIR_FIFOS : 0);
    }

    /** The pending interrupt of the highest priority, as IIR shows it. */
    private int pendingInterrupt() {
        if ((ier & IER_LINE_STATUS) != 0 && (overrun || received.firstHasErrors())) {
            return IIR_LINE_STATUS;
        }
        if ((ier & IER_RECEIVED) != 0 && !received.isEmpty()) {
            if (received.size() >= triggerLevel()) {
                return IIR_RECEIVED;
            }
            if (clock.ticks() >= timeoutTick) {
                return IIR_TIMEOUT;
            }
        }
        if ((ier & IER_THR_EMPTY) != 0 && thrEmptyInterrupt) {
            return IIR_THR_EMPTY;
        }
        return (ier & IER_MODEM_STATUS) != 0 && (msr & MSR_DELTAS) != 0 ? IIR_MODEM_STATUS : IIR_NONE;
    }

    private int triggerLevel() {
        return fifos() ? TRIGGER_LEVELS[fcr >> 6] : 1;
    }

    private void driveIrq() {
        boolean gated = (mcr & (MCR_OUT2 | MCR_LOOP)) == MCR_OUT2;
        irq.set(gated && pendingInterrupt() != IIR_NONE);
        boolean awaitsTimeout = (ier & IER_RECEIVED) != 0
                && !received.isEmpty()
                && received.size() < triggerLevel()
                && clock.ticks() < timeoutTick;
        if (awaitsTimeout) {
            timeoutTimer.arm(clock.cycleOfTick(timeoutTick));
        } else {
            timeoutTimer.disarm();
        }
    }

    // ---- state

    @Override
    public State save() {
        return new State(
                ier,
                fcr,
                lcr,
                mcr,
                msr,
                scratch,
                divisor,
                rts,
                overrun,
                thrEmptyInterrupt,
                modemLines,
                received.save(),
                Arrays.copyOf(transmit, transmitSize),
                shift,
                shiftedTick,
                receiveTick,
                timeoutTick,
                host.save());
    }

    @Override
    public void restore(State s) {
        ier = s.ier & 0x0f;
        fcr = s.fcr & FCR_KEPT;
        lcr = s.lcr & 0xff;
        mcr = s.mcr & 0x1f;
        msr = s.msr & 0xff;
        scratch = s.scratch & 0xff;
        divisor = s.divisor & 0xffff;
        rts = s.rts;
        overrun = s.overrun;
        thrEmptyInterrupt = s.thrEmptyInterrupt;
        modemLines = s.modemLines & 0xf0;
        received.restore(s.received);
        transmitSize = Math.min(s.transmit.length, transmit.length);
        System.arraycopy(s.transmit, 0, transmit, 0, transmitSize);
        shift = s.shift;
        shiftedTick = s.shiftedTick;
        receiveTick = s.receiveTick;
        timeoutTick = s.timeoutTick;
        host.restore(s.host);
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    /** Master reset: the far end, its lines and what it has sent stay as they are, and so does the baud rate. */
    @Override
    public void reset() {
        byte[] waiting = host.save();
        int lines = modemLines;
        int baud = divisor;
        int kept = scratch;
        long arrival = receiveTick;
        restore(State.POWER_ON);
        modemLines = lines;
        msr = lines;
        divisor = baud;
        scratch = kept;
        receiveTick = arrival;
        host.restore(waiting);
        settle();
    }

    @Override
    public void settle() {
        if (shift >= 0) {
            shiftTimer.arm(clock.cycleOfTick(shiftedTick));
        } else {
            shiftTimer.disarm();
        }
        armReceive();
        driveIrq();
    }
}
