package org.ring0.devices.input;

import org.ring0.core.device.Device;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * PS/2 mouse with the wheel and the five buttons of Microsoft's IntelliMouse and IntelliMouse Explorer. Manual: IBM PS/2
 * Hardware Interface Technical Reference, "Auxiliary device"; Microsoft, "Intellimouse" (identification by the sample rates
 * 200, 100, 80 and 200, 200, 80).
 *
 * <p>Limits: the self-test takes no time and is not run by itself at power-on; a movement beyond the range of a packet is
 * carried over into the next one instead of setting the overflow bits.
 */
public final class Ps2Mouse implements Device<Ps2Mouse.State>, Ps2Device {
    public static final int LEFT = 1;
    public static final int RIGHT = 2;
    public static final int MIDDLE = 4;
    public static final int SIDE = 8;
    public static final int EXTRA = 16;

    static final int ACK = 0xfa;
    static final int RESEND = 0xfe;
    static final int SELF_TEST_PASSED = 0xaa;
    static final int ID_STANDARD = 0;
    static final int ID_WHEEL = 3;
    static final int ID_EXPLORER = 4;

    private static final int OUTPUT = 16;
    private static final int NO_COMMAND = 0;
    private static final int DEFAULT_RATE = 100;
    private static final int DEFAULT_RESOLUTION = 2;
    private static final int MAX_MOVE = 255;
    private static final int MAX_PENDING = 1 << 20;
    /** Movements are kept in quarters of a count; a count of the host is one at the default resolution. */
    private static final int HOST_COUNTS = 4;

    private static final int[] SCALED = {0, 1, 1, 3, 6, 9};

    /**
     * @param reporting whether movements are reported in stream mode
     * @param remote whether the guest polls
     * @param wrap whether everything is echoed
     * @param scaled whether the scaling is 2:1
     * @param resolution 0 to 3: 1, 2, 4 and 8 counts a millimetre
     * @param rate reports a second
     * @param rates the last three sample rates that were set, eight bits each
     * @param id 0, 3 or 4: how long the packets are
     * @param command the command that waits for its option byte, or 0
     * @param x movement not reported yet, in quarters of a count
     * @param y likewise
     * @param z steps of the wheel not reported yet
     * @param reportedButtons the buttons in the last packet
     * @param nextReportTick the earliest time of the next packet
     * @param output bytes that the controller has not taken yet
     */
    public record State(
            boolean reporting,
            boolean remote,
            boolean wrap,
            boolean scaled,
            int resolution,
            int rate,
            int rates,
            int id,
            int command,
            int x,
            int y,
            int z,
            int buttons,
            int reportedButtons,
            long nextReportTick,
            byte[] output,
            int lastSent) {
        public static final State POWER_ON = new State(
                false,
                false,
                false,
                false,
                DEFAULT_RESOLUTION,
                DEFAULT_RATE,
                0,
                ID_STANDARD,
                NO_COMMAND,
                0,
                0,
                0,
                0,
                0,
                0,
                new byte[0],
                0);
    }

    private final ClockDomain microseconds;
    private final Timer reportTimer;
    private final ByteQueue output = new ByteQueue(OUTPUT);
    private Runnable outputReady = () -> {};
    private boolean reporting;
    private boolean remote;
    private boolean wrap;
    private boolean scaled;
    private int resolution;
    private int rate;
    private int rates;
    private int id;
    private int command;
    private int x;
    private int y;
    private int z;
    private int buttons;
    private int reportedButtons;
    private long nextReportTick;
    private int lastSent;

    /**
     * @param microseconds a clock of 1 MHz
     * @param scheduler where reports are scheduled
     */
    public Ps2Mouse(ClockDomain microseconds, Scheduler scheduler) {
        this.microseconds = microseconds;
        reportTimer = scheduler.timer(this::report);
        restore(State.POWER_ON);
    }

    /**
     * Moves the mouse. To be called between slices.
     *
     * @param right counts to the right, at 4 counts a millimetre
     * @param up counts away from the user
     * @param wheel steps of the wheel towards the user
     */
    public void move(int right, int up, int wheel) {
        x = accumulate(x, (long) right << resolution);
        y = accumulate(y, (long) up << resolution);
        z = accumulate(z, wheel);
        scheduleReport();
    }

    private static int accumulate(int pending, long more) {
        return Math.clamp(pending + more, -MAX_PENDING, MAX_PENDING);
    }

    /** Sets the buttons that are held: an OR of {@link #LEFT}, {@link #RIGHT}, {@link #MIDDLE} and so on. */
    public void setButtons(int held) {
        buttons = held & (LEFT | RIGHT | MIDDLE | SIDE | EXTRA);
        scheduleReport();
    }

    private boolean changed() {
        boolean moved = Math.abs(x) >= HOST_COUNTS || Math.abs(y) >= HOST_COUNTS || z != 0 && id != ID_STANDARD;
        return moved || reportableButtons() != reportedButtons;
    }

    private int reportableButtons() {
        return id == ID_EXPLORER ? buttons : buttons & (LEFT | RIGHT | MIDDLE);
    }

    private boolean streams() {
        return reporting && !remote && !wrap;
    }

    private void scheduleReport() {
        if (streams() && output.isEmpty() && changed()) {
            nextReportTick = Math.max(nextReportTick, microseconds.ticks());
            reportTimer.arm(microseconds.cycleOfTick(nextReportTick));
        } else {
            reportTimer.disarm();
        }
    }

    private void report() {
        nextReportTick = microseconds.ticks() + 1_000_000 / rate;
        addPacket(scaled);
        outputReady.run();
    }

    private void addPacket(boolean scale) {
        int right = Math.clamp(x / HOST_COUNTS, -MAX_MOVE, MAX_MOVE);
        int up = Math.clamp(y / HOST_COUNTS, -MAX_MOVE, MAX_MOVE);
        x -= right * HOST_COUNTS;
        y -= up * HOST_COUNTS;
        int sentRight = scale ? scale(right) : right;
        int sentUp = scale ? scale(up) : up;
        reportedButtons = reportableButtons();
        output.add(0x08 | reportedButtons & 7 | (sentRight < 0 ? 0x10 : 0) | (sentUp < 0 ? 0x20 : 0));
        output.add(sentRight & 0xff);
        output.add(sentUp & 0xff);
        if (id != ID_STANDARD) {
            int steps = Math.clamp(z, -8, 7);
            z -= steps;
            output.add(id == ID_WHEEL ? steps & 0xff : steps & 0x0f | (reportedButtons & (SIDE | EXTRA)) << 1);
        } else {
            z = 0;
        }
    }

    /** Scaling 2:1: a table for slow movements, twice the count for fast ones. */
    private static int scale(int counts) {
        int magnitude = Math.abs(counts);
        int result = magnitude < SCALED.length ? SCALED[magnitude] : Math.min(2 * magnitude, MAX_MOVE);
        return counts < 0 ? -result : result;
    }

    // ---- the controller's side

    @Override
    public void onOutput(Runnable ready) {
        outputReady = ready;
    }

    @Override
    public boolean hasOutput() {
        return !output.isEmpty();
    }

    @Override
    public int takeOutput() {
        lastSent = output.remove();
        if (output.isEmpty()) {
            scheduleReport();
        }
        return lastSent;
    }

    @Override
    public void receive(int value) {
        output.clear();
        int waiting = command;
        command = NO_COMMAND;
        if (wrap && value != 0xec && value != 0xff) {
            output.add(value);
        } else if (waiting != NO_COMMAND) {
            takeOption(waiting, value);
        } else {
            takeCommand(value);
        }
        outputReady.run();
        scheduleReport();
    }

    private void takeCommand(int value) {
        if (value == RESEND) {
            output.add(lastSent);
            return;
        }
        boolean known = value >= 0xe6
                && value <= 0xff
                && value != 0xed
                && value != 0xef
                && value != 0xf1
                && (value < 0xf7 || value == 0xff);
        output.add(known ? ACK : RESEND);
        switch (value) {
            case 0xe6 -> scaled = false;
            case 0xe7 -> scaled = true;
            case 0xe8, 0xf3 -> command = value;
            case 0xe9 -> addStatus();
            case 0xea -> remote = false;
            case 0xeb -> addPacket(false);
            case 0xec -> wrap = false;
            case 0xee -> wrap = true;
            case 0xf0 -> remote = true;
            case 0xf2 -> output.add(id);
            case 0xf4 -> reporting = true;
            case 0xf5 -> reporting = false;
            case 0xf6 -> setDefaults();
            case 0xff -> reset(true);
            default -> {} // refused above
        }
    }

    private void reset(boolean answer) {
        setDefaults();
        wrap = false;
        id = ID_STANDARD;
        rates = 0;
        if (answer) {
            output.add(SELF_TEST_PASSED);
            output.add(ID_STANDARD);
        }
    }

    private void setDefaults() {
        scaled = false;
        remote = false;
        reporting = false;
        resolution = DEFAULT_RESOLUTION;
        rate = DEFAULT_RATE;
        x = 0;
        y = 0;
        z = 0;
    }

    private void addStatus() {
        output.add((remote ? 0x40 : 0)
                | (reporting ? 0x20 : 0)
                | (scaled ? 0x10 : 0)
                | ((buttons & LEFT) != 0 ? 4 : 0)
                | ((buttons & MIDDLE) != 0 ? 2 : 0)
                | ((buttons & RIGHT) != 0 ? 1 : 0));
        output.add(resolution);
        output.add(rate);
    }

    private void takeOption(int waiting, int value) {
        boolean valid = waiting == 0xe8 ? value <= 3 : isRate(value);
        output.add(valid ? ACK : RESEND);
        if (!valid) {
            command = waiting;
        } else if (waiting == 0xe8) {
            resolution = value;
        } else {
            rate = value;
            rates = (rates << 8 | value) & 0xffffff;
            if (rates == (200 << 16 | 100 << 8 | 80)) {
                id = ID_WHEEL;
            } else if (rates == (200 << 16 | 200 << 8 | 80) && id == ID_WHEEL) {
                id = ID_EXPLORER;
            }
        }
    }

    private static boolean isRate(int value) {
        return switch (value) {
            case 10, 20, 40, 60, 80, 100, 200 -> true;
            default -> false;
        };
    }

    // ---- state

    @Override
    public State save() {
        return new State(
                reporting,
                remote,
                wrap,
                scaled,
                resolution,
                rate,
                rates,
                id,
                command,
                x,
                y,
                z,
                buttons,
                reportedButtons,
                nextReportTick,
                output.save(),
                lastSent);
    }

    @Override
    public void restore(State s) {
        reporting = s.reporting;
        remote = s.remote;
        wrap = s.wrap;
        scaled = s.scaled;
        resolution = s.resolution & 3;
        rate = isRate(s.rate) ? s.rate : DEFAULT_RATE;
        rates = s.rates;
        id = s.id == ID_WHEEL || s.id == ID_EXPLORER ? s.id : ID_STANDARD;
        command = s.command;
        x = accumulate(s.x, 0);
        y = accumulate(s.y, 0);
        z = accumulate(s.z, 0);
        buttons = s.buttons;
        reportedButtons = s.reportedButtons;
        nextReportTick = s.nextReportTick;
        output.restore(s.output);
        lastSent = s.lastSent & 0xff;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    @Override
    public void settle() {
        scheduleReport();
    }
}
