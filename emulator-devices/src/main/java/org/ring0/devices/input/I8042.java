package org.ring0.devices.input;

import org.ring0.core.device.Device;
import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * Intel 8042 as the PS/2's keyboard and auxiliary device controller. Manual: IBM PS/2 Hardware Interface Technical Reference,
 * "Keyboard and auxiliary device controller"; commands DD and DF as in later chip sets.
 *
 * <p>Two ports: {@link #data()} (60h) and {@link #command()} (64h). Translates scan code set 2 to 1, drives IRQ 1, IRQ 12, A20
 * and the reset line. A device's byte is in the output buffer {@value #BYTE_MICROSECONDS} microseconds after the buffer is free.
 *
 * <p>Limits: the controller takes every byte at once, so IBF is never seen set; a byte takes less time on the cable than the
 * real one's millisecond, because guests count loops where they mean time; commands A4 to A6 know no password, AC, C1, C2 and
 * the firmware's other diagnostics are ignored; the keyboard lock is open.
 */
public final class I8042 implements Device<I8042.State> {
    static final int STATUS_OUTPUT_FULL = 0x01;
    static final int STATUS_SYSTEM = 0x04;
    static final int STATUS_COMMAND = 0x08;
    static final int STATUS_UNLOCKED = 0x10;
    static final int STATUS_AUX_OUTPUT = 0x20;
    static final int MODE_KEYBOARD_INTERRUPT = 0x01;
    static final int MODE_AUX_INTERRUPT = 0x02;
    static final int MODE_SYSTEM = 0x04;
    static final int MODE_KEYBOARD_DISABLED = 0x10;
    static final int MODE_AUX_DISABLED = 0x20;
    static final int MODE_TRANSLATE = 0x40;
    static final int OUTPUT_NO_RESET = 0x01;
    static final int OUTPUT_A20 = 0x02;
    static final int OUTPUT_IRQ1 = 0x10;
    static final int OUTPUT_IRQ12 = 0x20;

    private static final int BYTE_MICROSECONDS = 20;
    private static final int NONE = -1;
    private static final int RAM = 32;
    /** Keylock open, colour display, no manufacturing jumper. */
    private static final int INPUT_PORT = 0xa0;
    /** Data and clock lines of both ports, which nobody pulls down. */
    private static final int OUTPUT_IDLE = 0xcc;

    /** Where the byte in the output buffer came from. */
    enum Source {
        NONE,
        KEYBOARD,
        AUX
    }

    /**
     * @param ram the controller's RAM, whose byte 0 is the command byte
     * @param output the byte that port 60h reads
     * @param full whose byte that is, as long as it has not been read
     * @param response the controller's own answer that waits for the buffer, or -1
     * @param responseSource as whose byte it will be shown
     * @param command the command that waits for its data byte, or -1
     * @param lastWasCommand whether port 64h was written last
     * @param outputPort A20 and the writable lines
     * @param released whether the keyboard has announced a break code that is being translated
     * @param transferTick when the byte that a device is sending arrives, or -1
     */
    public record State(
            byte[] ram,
            int output,
            Source full,
            int response,
            Source responseSource,
            int command,
            boolean lastWasCommand,
            int outputPort,
            boolean released,
            long transferTick) {
        /** Keyboard interrupt and translation on, as the firmware of a PC leaves them; A20 on, as the pull-ups do. */
        public static final State POWER_ON = new State(
                new byte[] {MODE_KEYBOARD_INTERRUPT | MODE_TRANSLATE},
                0,
                Source.NONE,
                NONE,
                Source.NONE,
                NONE,
                false,
                OUTPUT_NO_RESET | OUTPUT_A20,
                false,
                -1);
    }

    /**
     * The controller's outputs.
     *
     * @param irq1 keyboard interrupt
     * @param irq12 auxiliary device interrupt
     * @param a20 driven whenever the guest writes the output port: high enables A20
     * @param host takes the reset pulse
     */
    public record Wires(IrqLine irq1, IrqLine irq12, IrqLine a20, HostControl host) {}

    private final ClockDomain microseconds;
    private final Timer transfer;
    private final Wires wires;
    private final Ps2Device keyboard;
    private final Ps2Device aux;
    private final byte[] ram = new byte[RAM];
    private int output;
    private Source full;
    private int response;
    private Source responseSource;
    private int command;
    private boolean lastWasCommand;
    private int outputPort;
    private boolean released;
    private long transferTick;

    /**
     * @param microseconds a clock of 1 MHz
     * @param scheduler where the ends of transfers are scheduled
     * @param wires the outputs
     * @param keyboard what hangs on the keyboard port
     * @param aux what hangs on the auxiliary port
     */
    public I8042(ClockDomain microseconds, Scheduler scheduler, Wires wires, Ps2Device keyboard, Ps2Device aux) {
        this.microseconds = microseconds;
        this.wires = wires;
        this.keyboard = keyboard;
        this.aux = aux;
        transfer = scheduler.timer(this::onTransferred);
        restore(State.POWER_ON);
        keyboard.onOutput(this::startTransfer);
        aux.onOutput(this::startTransfer);
    }

    /** The data port, 60h on a PC. */
    public IoDevice data() {
        return new IoDevice() {
            @Override
            public int read(int offset) {
                return readData();
            }

            @Override
            public void write(int offset, int value) {
                writeData(value);
            }
        };
    }

    /** The command and status port, 64h on a PC. */
    public IoDevice command() {
        return new IoDevice() {
            @Override
            public int read(int offset) {
                return status();
            }

            @Override
            public void write(int offset, int value) {
                writeCommand(value);
            }
        };
    }

    private int mode() {
        return ram[0] & 0xff;
    }

    private void setMode(int value) {
        ram[0] = (byte) value;
        driveIrqs();
        startTransfer();
    }

    private int status() {
        return (full != Source.NONE ? STATUS_OUTPUT_FULL : 0)
                | ((mode() & MODE_SYSTEM) != 0 ? STATUS_SYSTEM : 0)
                | (lastWasCommand ? STATUS_COMMAND : 0)
                | STATUS_UNLOCKED
                | (full == Source.AUX ? STATUS_AUX_OUTPUT : 0);
    }

    // ---- output buffer

    private int readData() {
        int value = output;
        if (full != Source.NONE) {
            full = Source.NONE;
            driveIrqs();
            if (response != NONE) {
                fill(response, responseSource);
                response = NONE;
            } else {
                startTransfer();
            }
        }
        return value;
    }

    private void fill(int value, Source source) {
        output = value;
        full = source;
        driveIrqs();
    }

    /** The controller's own answer: at once if the buffer is free, else next, before anything from the devices. */
    private void answer(int value, Source source) {
        if (full == Source.NONE) {
            fill(value, source);
        } else {
            response = value;
            responseSource = source;
        }
    }

    private Ps2Device sender() {
        if ((mode() & MODE_KEYBOARD_DISABLED) == 0 && keyboard.hasOutput()) {
            return keyboard;
        }
        return (mode() & MODE_AUX_DISABLED) == 0 && aux.hasOutput() ? aux : null;
    }

    /** Lets a device send, if the buffer is free and one wants to. */
    private void startTransfer() {
        if (full == Source.NONE && transferTick < 0 && sender() != null) {
            transferTick = microseconds.ticks() + BYTE_MICROSECONDS;
            transfer.arm(microseconds.cycleOfTick(transferTick));
        }
    }

    /** A device that has been disabled, or whose byte finds the buffer taken, keeps its byte for later. */
    private void onTransferred() {
        transferTick = -1;
        Ps2Device sender = sender();
        if (full != Source.NONE || sender == null) {
            return;
        }
        int value = sender.takeOutput();
        if (sender == aux) {
            fill(value, Source.AUX);
        } else if ((mode() & MODE_TRANSLATE) == 0) {
            fill(value, Source.KEYBOARD);
        } else if (value == ScanCodes.BREAK_PREFIX) {
            released = true;
            startTransfer();
        } else {
            fill(ScanCodes.translate(value, released), Source.KEYBOARD);
            released = false;
        }
    }

    private void driveIrqs() {
        wires.irq1.set(full == Source.KEYBOARD && (mode() & MODE_KEYBOARD_INTERRUPT) != 0);
        wires.irq12.set(full == Source.AUX && (mode() & MODE_AUX_INTERRUPT) != 0);
    }

    // ---- input buffer

    private void writeData(int value) {
        lastWasCommand = false;
        int waiting = command;
        command = NONE;
        switch (waiting) {
            case 0xd1 -> writeOutputPort(value);
            case 0xd2 -> answer(value, Source.KEYBOARD);
            case 0xd3 -> answer(value, Source.AUX);
            case 0xd4 -> {
                setMode(mode() & ~MODE_AUX_DISABLED);
                aux.receive(value);
            }
            case 0xa5 -> command = value == 0 ? NONE : waiting; // a password, up to its zero
            case NONE -> {
                setMode(mode() & ~MODE_KEYBOARD_DISABLED);
                keyboard.receive(value);
            }
            default -> writeRam(waiting & RAM - 1, value);
        }
    }

    private void writeRam(int index, int value) {
        if (index == 0) {
            setMode(value);
        } else {
            ram[index] = (byte) value;
        }
    }

    private void writeCommand(int value) {
        lastWasCommand = true;
        command = NONE;
        switch (value) {
            case 0xa4 -> answer(0xf1, Source.KEYBOARD); // no password installed
            case 0xa5, 0xd1, 0xd2, 0xd3, 0xd4 -> command = value;
            case 0xa7 -> setMode(mode() | MODE_AUX_DISABLED);
            case 0xa8 -> setMode(mode() & ~MODE_AUX_DISABLED);
            case 0xa9, 0xab -> answer(0x00, Source.KEYBOARD); // the interface's lines work
            case 0xaa -> {
                setMode(mode() | MODE_SYSTEM);
                answer(0x55, Source.KEYBOARD);
            }
            case 0xad -> setMode(mode() | MODE_KEYBOARD_DISABLED);
            case 0xae -> setMode(mode() & ~MODE_KEYBOARD_DISABLED);
            case 0xc0 -> answer(INPUT_PORT, Source.KEYBOARD);
            case 0xd0 -> answer(readOutputPort(), Source.KEYBOARD);
            case 0xdd -> writeOutputPort(outputPort & ~OUTPUT_A20);
            case 0xdf -> writeOutputPort(outputPort | OUTPUT_A20);
            case 0xe0 -> answer(testInputs(), Source.KEYBOARD);
            default -> writeRangeCommand(value);
        }
    }

    private void writeRangeCommand(int value) {
        switch (value >> 5) {
            case 0x20 >> 5 -> answer(ram[value & RAM - 1] & 0xff, Source.KEYBOARD);
            case 0x60 >> 5 -> command = value;
            default -> {
                if (value >= 0xf0 && (value & OUTPUT_NO_RESET) == 0) {
                    wires.host.reset();
                }
            }
        }
    }

    /** The clock lines of keyboard and auxiliary device, which the controller pulls down to disable them. */
    private int testInputs() {
        return ((mode() & MODE_KEYBOARD_DISABLED) == 0 ? 1 : 0) | ((mode() & MODE_AUX_DISABLED) == 0 ? 2 : 0);
    }

    private int readOutputPort() {
        return outputPort
                | OUTPUT_IDLE
                | (full == Source.KEYBOARD ? OUTPUT_IRQ1 : 0)
                | (full == Source.AUX ? OUTPUT_IRQ12 : 0);
    }

    private void writeOutputPort(int value) {
        outputPort = value & OUTPUT_A20 | OUTPUT_NO_RESET;
        wires.a20.set((outputPort & OUTPUT_A20) != 0);
        if ((value & OUTPUT_NO_RESET) == 0) {
            wires.host.reset();
        }
    }

    // ---- state

    @Override
    public State save() {
        return new State(
                ram.clone(),
                output,
                full,
                response,
                responseSource,
                command,
                lastWasCommand,
                outputPort,
                released,
                transferTick);
    }

    @Override
    public void restore(State s) {
        java.util.Arrays.fill(ram, (byte) 0);
        System.arraycopy(s.ram, 0, ram, 0, Math.min(s.ram.length, RAM));
        output = s.output & 0xff;
        full = s.full;
        response = s.response;
        responseSource = s.responseSource;
        command = s.command;
        lastWasCommand = s.lastWasCommand;
        outputPort = s.outputPort & OUTPUT_A20 | OUTPUT_NO_RESET;
        released = s.released;
        transferTick = s.transferTick;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    /** Leaves A20 alone: the gate, which port 92h drives as well, has a state of its own. */
    @Override
    public void settle() {
        driveIrqs();
        if (transferTick >= 0) {
            transfer.arm(microseconds.cycleOfTick(transferTick));
        } else {
            transfer.disarm();
        }
        startTransfer();
    }
}
