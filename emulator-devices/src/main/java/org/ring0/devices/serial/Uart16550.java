package org.ring0.devices.serial;

import org.ring0.core.device.CharBackend;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;

/**
 * National PC16550D UART with its FIFOs, as wired in a PC: OUT2 gates the interrupt. Data sheet: National PC16550D, June 1995.
 *
 * <p>Characters take their time on the wire in both directions, unless the {@link Pace} says otherwise. Bytes from the host wait in a queue and enter the receiver at
 * line speed, as long as it has room: nothing of the host's is ever overrun. A guest that has raised RTS once can hold the
 * host off by dropping it; one that never did is taken for a three-wire cable.
 *
 * <p>Limits: the host sees a byte when the guest writes it, not when it has left the shift register, and so sees it even if
 * the FIFO was full or is cleared later, so that no output is missing when a run ends; the word length only counts for the
 * time a character takes, parity is neither added nor checked; the delay of the THRE interrupt after a single character
 * (data sheet, FIFO interrupt mode, B) is not modelled; DMA mode moves no pins.
 */
public final class Uart16550 implements Device<Uart16550.State>, IoDevice {
    /** The crystal, in Hz: 16 times 115200. */
    public static final long FREQUENCY = 1_843_200;

    /** How long a character that the guest sends takes to leave. What comes in, and loopback, always keeps to the line's rate. */
    public enum Pace {
        /** Its start, data, parity and stop bits at the programmed rate. */
        LINE_RATE,
        /** A tick of the crystal: drivers that wait for an empty transmitter have next to nothing to wait for. */
        AT_ONCE
    }

    /**
     * @param rts whether the guest has ever raised RTS
     * @param thrEmptyInterrupt whether a THRE interrupt is to be shown (if enabled)
     */
    public record State(
            int ier,
            int fcr,
            int lcr,
            int mcr,
            int scratch,
            int divisor,
            boolean rts,
            boolean thrEmptyInterrupt,
            ModemStatus.State modem,
            UartReceiver.State receiver,
            UartTransmitter.State transmitter) {
        /** The divisor, which the chip leaves undefined, is that of 115200 baud. */
        public static final State POWER_ON = new State(
                0,
                0,
                0,
                0,
                0,
                1,
                false,
                false,
                ModemStatus.State.POWER_ON,
                UartReceiver.State.POWER_ON,
                UartTransmitter.State.POWER_ON);
    }

    private final IrqLine irq;
    private final CharBackend out;
    private final Pace pace;
    private final UartLine line = new UartLine();
    private final ModemStatus modem = new ModemStatus();
    private final UartReceiver receiver;
    private final UartTransmitter transmitter;
    private int ier;
    private int fcr;
    private int mcr;
    private int scratch;
    private boolean rts;
    private boolean thrEmptyInterrupt;

    /**
     * @param clock the crystal, {@link #FREQUENCY}
     * @param scheduler where the ends of characters are scheduled
     * @param irq INTR behind the OUT2 gate
     * @param out where transmitted bytes go
     * @param pace how fast they leave
     */
    public Uart16550(ClockDomain clock, Scheduler scheduler, IrqLine irq, CharBackend out, Pace pace) {
        this.irq = irq;
        this.out = out;
        this.pace = pace;
        transmitter = new UartTransmitter(clock, scheduler, this::characterTicks, this::onShiftedOut);
        receiver = new UartReceiver(clock, scheduler, line, this::driveIrq);
        restore(State.POWER_ON);
    }

    /** Bytes from the host, in order; they enter the receiver at line speed. To be called between slices. */
    public void receive(byte... bytes) {
        receiver.enqueue(bytes);
    }

    /** How many bytes of {@link #receive} are still on their way, so that a host can hold back. */
    public int waiting() {
        return receiver.waiting();
    }

    /** A break from the far end: a zero with framing error and break indication. */
    public void receiveBreak() {
        receiver.take((UartBits.LSR_BREAK | UartBits.LSR_FRAMING) << 8);
    }

    /** The modem lines as the far end drives them. Plugged in at power-on: CTS, DSR and DCD on, RI off. */
    public void setModemLines(boolean cts, boolean dsr, boolean ring, boolean carrier) {
        modem.setLines(cts, dsr, ring, carrier);
        modem.update(mcr);
        driveIrq();
    }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case 0 -> line.divisorLatchAccess() ? line.divisor() & 0xff : readReceiver();
            case 1 -> line.divisorLatchAccess() ? line.divisor() >> 8 : ier;
            case 2 -> readIir();
            case 3 -> line.lcr();
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
                if (line.divisorLatchAccess()) {
                    line.setDivisor(line.divisor() & 0xff00 | value);
                } else {
                    writeTransmitter(value);
                }
            }
            case 1 -> {
                if (line.divisorLatchAccess()) {
                    line.setDivisor(value << 8 | line.divisor() & 0xff);
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

    private boolean fifos() {
        return (fcr & UartBits.FCR_ENABLE) != 0;
    }

    private boolean loopback() {
        return (mcr & UartBits.MCR_LOOP) != 0;
    }

    private int readReceiver() {
        int value = receiver.read();
        driveIrq();
        return value;
    }

    private void writeTransmitter(int value) {
        if (!loopback()) {
            out.send(value);
        }
        transmitter.write(value);
        thrEmptyInterrupt = transmitter.holdingEmpty();
        driveIrq();
    }

    private long characterTicks() {
        return pace == Pace.AT_ONCE && !loopback() ? 1 : line.characterTicks();
    }

    private void onShiftedOut(int value) {
        thrEmptyInterrupt |= transmitter.holdingEmpty() && !transmitter.idle();
        if (loopback()) {
            receiver.take(value);
        }
        driveIrq();
    }

    private void writeIer(int value) {
        boolean enabled = (value & ~ier & UartBits.IER_THR_EMPTY) != 0;
        ier = value;
        thrEmptyInterrupt |= enabled && transmitter.holdingEmpty();
        driveIrq();
    }

    private void writeFcr(int value) {
        boolean toggled = ((value ^ fcr) & UartBits.FCR_ENABLE) != 0;
        fcr = (value & UartBits.FCR_ENABLE) != 0 ? value & UartBits.FCR_KEPT : 0;
        if (toggled || (value & UartBits.FCR_RESET_RECEIVER) != 0) {
            receiver.clear();
        }
        if (toggled || (value & UartBits.FCR_RESET_TRANSMITTER) != 0) {
            thrEmptyInterrupt |= transmitter.clear();
        }
        configureFifos();
        driveIrq();
    }

    private void configureFifos() {
        transmitter.setFifo(fifos());
        receiver.configure(fcr);
    }

    private void writeLcr(int value) {
        boolean breakBegins = (value & ~line.lcr() & UartBits.LCR_BREAK) != 0;
        line.setLcr(value);
        if (breakBegins && loopback()) {
            receiveBreak();
        }
    }

    private void writeMcr(int value) {
        mcr = value;
        rts |= (value & UartBits.MCR_RTS) != 0;
        modem.update(mcr);
        openReceiver();
        driveIrq();
    }

    private void openReceiver() {
        boolean heldOff = rts && (mcr & UartBits.MCR_RTS) == 0;
        receiver.setOpen(!heldOff && !loopback());
    }

    private int readModemStatus() {
        int value = modem.read();
        driveIrq();
        return value;
    }

    private int readLineStatus() {
        int value = receiver.lineStatus()
                | (transmitter.holdingEmpty() ? UartBits.LSR_THR_EMPTY : 0)
                | (transmitter.idle() ? UartBits.LSR_TRANSMITTER_EMPTY : 0);
        if (receiver.hasErrors()) {
            value |= receiver.takeErrors();
            driveIrq();
        }
        return value;
    }

    private int readIir() {
        int pending = pendingInterrupt();
        if (pending == UartBits.IIR_THR_EMPTY) {
            thrEmptyInterrupt = false;
            driveIrq();
        }
        return pending | (fifos() ? UartBits.IIR_FIFOS : 0);
    }

    /** The pending interrupt of the highest priority, as IIR shows it. */
    private int pendingInterrupt() {
        if ((ier & UartBits.IER_LINE_STATUS) != 0 && receiver.hasErrors()) {
            return UartBits.IIR_LINE_STATUS;
        }
        if ((ier & UartBits.IER_RECEIVED) != 0 && receiver.triggered()) {
            return UartBits.IIR_RECEIVED;
        }
        if ((ier & UartBits.IER_RECEIVED) != 0 && receiver.timedOut()) {
            return UartBits.IIR_TIMEOUT;
        }
        if ((ier & UartBits.IER_THR_EMPTY) != 0 && thrEmptyInterrupt) {
            return UartBits.IIR_THR_EMPTY;
        }
        return (ier & UartBits.IER_MODEM_STATUS) != 0 && modem.changed()
                ? UartBits.IIR_MODEM_STATUS
                : UartBits.IIR_NONE;
    }

    private void driveIrq() {
        boolean gated = (mcr & (UartBits.MCR_OUT2 | UartBits.MCR_LOOP)) == UartBits.MCR_OUT2;
        irq.set(gated && pendingInterrupt() != UartBits.IIR_NONE);
        receiver.armTimeout((ier & UartBits.IER_RECEIVED) != 0);
    }

    @Override
    public State save() {
        return new State(
                ier,
                fcr,
                line.lcr(),
                mcr,
                scratch,
                line.divisor(),
                rts,
                thrEmptyInterrupt,
                modem.save(),
                receiver.save(),
                transmitter.save());
    }

    @Override
    public void restore(State s) {
        ier = s.ier & 0x0f;
        fcr = s.fcr & UartBits.FCR_KEPT;
        line.setLcr(s.lcr);
        mcr = s.mcr & 0x1f;
        scratch = s.scratch & 0xff;
        line.setDivisor(s.divisor);
        rts = s.rts;
        thrEmptyInterrupt = s.thrEmptyInterrupt;
        modem.restore(s.modem);
        receiver.restore(s.receiver);
        transmitter.restore(s.transmitter);
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    /** Master reset: the far end, its lines and what it has sent stay as they are, and so do divisor and scratch. */
    @Override
    public void reset() {
        restore(new State(
                0,
                0,
                0,
                0,
                scratch,
                line.divisor(),
                false,
                false,
                modem.afterReset(),
                receiver.afterReset(),
                UartTransmitter.State.POWER_ON));
        settle();
    }

    @Override
    public void settle() {
        transmitter.settle();
        configureFifos();
        openReceiver();
        driveIrq();
    }
}
