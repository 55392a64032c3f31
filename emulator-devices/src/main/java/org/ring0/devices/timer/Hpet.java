package org.ring0.devices.timer;

import java.util.List;
import org.ring0.core.device.Device;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * High precision event timers: a main counter of 64 bits and three comparators, the first of them periodic, as in the ICH's.
 * Manual: IA-PC HPET Specification 1.0a, chapter 2.
 *
 * <p>The counter is a function of the clock; a match is scheduled only while it would interrupt. Limits: no FSB interrupts,
 * as the capabilities say; narrow writes are dropped, narrow reads see a part of a register.
 */
public final class Hpet implements Device<Hpet.State>, MmioDevice {
    /** Of the main counter, in Hz. */
    public static final long FREQUENCY = 14_318_180;
    /** Bytes of the register page. */
    public static final int SIZE = 0x400;
    /** The low half of the capabilities, which the ACPI table repeats: revision 1, three timers, 64 bits, legacy routing. */
    public static final int CAPABILITIES = 0x8086_a201;

    /** Femtoseconds of a tick. */
    static final int PERIOD = 69_841_279;

    private static final int CONFIGURATION = 0x010;
    private static final int INTERRUPT_STATUS = 0x020;
    private static final int MAIN_COUNTER = 0x0f0;
    private static final int TIMERS = 0x100;
    private static final int TIMER_BYTES = 0x20;
    private static final int TIMER_CONFIGURATION = 0;
    private static final int TIMER_COMPARATOR = 8;

    private static final int ENABLE = 1;
    private static final int LEGACY = 1 << 1;

    /** Inputs 20 to 23, and for the last timer 11, as in the ICH. */
    private static final int ROUTES = 0x00f0_0000;

    private static final int ROUTES_OF_LAST = ROUTES | 1 << 11;
    /** A counter never goes further than this between two looks at it. */
    private static final long FAR = 1L << 50;

    /**
     * @param configuration the general configuration
     * @param status interrupts that are level-triggered and pending
     * @param counter the main counter at the tick {@code origin}
     * @param origin the tick up to which matches have been looked for
     */
    public record State(int configuration, int status, long counter, long origin, List<HpetTimer.State> timers) {
        public static final State POWER_ON = new State(
                0, 0, 0, 0, List.of(HpetTimer.State.POWER_ON, HpetTimer.State.POWER_ON, HpetTimer.State.POWER_ON));
    }

    /**
     * @param inputs of the interrupt controllers, by number; where the timers cannot go, null
     * @param legacyTimer takes the 8254's place at its interrupt
     * @param legacyClock takes the real-time clock's
     * @param legacyMode high while it does
     */
    public record Wiring(IrqLine[] inputs, IrqLine legacyTimer, IrqLine legacyClock, IrqLine legacyMode) {}

    private final ClockDomain clock;
    private final Wiring wiring;
    private final Timer match;
    private final List<HpetTimer> timers =
            List.of(new HpetTimer(true, ROUTES), new HpetTimer(false, ROUTES), new HpetTimer(false, ROUTES_OF_LAST));
    private int configuration;
    private int status;
    private long counter;
    private long origin;

    /**
     * @param clock ticks at {@link #FREQUENCY}
     * @param scheduler for matches
     */
    public Hpet(ClockDomain clock, Scheduler scheduler, Wiring wiring) {
        this.clock = clock;
        this.wiring = wiring;
        match = scheduler.timer(this::settleUp);
        restore(State.POWER_ON);
    }

    /** Whether a timer can be routed to this input. */
    public static boolean canReach(int input) {
        return (ROUTES_OF_LAST >> input & 1) != 0;
    }

    private boolean isEnabled() {
        return (configuration & ENABLE) != 0;
    }

    private boolean isLegacy() {
        return isEnabled() && (configuration & LEGACY) != 0;
    }

    private long counterNow() {
        return isEnabled() ? counter + clock.ticks() - origin : counter;
    }

    @Override
    public int read(int offset, int size) {
        sync();
        return (int) (register(offset & ~7) >>> 8 * (offset & 7));
    }

    private long register(int offset) {
        if (offset >= TIMERS) {
            return timerRegister(offset - TIMERS);
        }
        return switch (offset) {
            case 0 -> (long) PERIOD << 32 | CAPABILITIES & 0xffff_ffffL;
            case CONFIGURATION -> configuration;
            case INTERRUPT_STATUS -> status;
            case MAIN_COUNTER -> counterNow();
            default -> 0;
        };
    }

    private long timerRegister(int offset) {
        if (offset / TIMER_BYTES >= timers.size()) {
            return 0;
        }
        HpetTimer timer = timers.get(offset / TIMER_BYTES);
        return switch (offset % TIMER_BYTES) {
            case TIMER_CONFIGURATION -> (long) timer.routes() << 32 | timer.configuration();
            case TIMER_COMPARATOR -> timer.comparator();
            default -> 0;
        };
    }

    @Override
    public void write(int offset, int value, int size) {
        if (size != 4 || (offset & 3) != 0) {
            return;
        }
        sync();
        boolean high = (offset & 4) != 0;
        if (offset >= TIMERS) {
            writeTimer(offset - TIMERS & ~4, value, high);
        } else {
            writeGeneral(offset & ~4, value, high);
        }
        settle();
    }

    private void writeGeneral(int offset, int value, boolean high) {
        if (offset == MAIN_COUNTER) {
            counter = HpetTimer.half(counter, value, high);
        } else if (offset == CONFIGURATION && !high) {
            configuration = value & (ENABLE | LEGACY);
        } else if (offset == INTERRUPT_STATUS && !high) {
            status &= ~value;
        }
    }

    private void writeTimer(int offset, int value, boolean high) {
        int number = offset / TIMER_BYTES;
        if (number >= timers.size()) {
            return;
        }
        HpetTimer timer = timers.get(number);
        int register = offset % TIMER_BYTES;
        if (register == TIMER_COMPARATOR) {
            timer.writeComparator(value, high);
        } else if (register == TIMER_CONFIGURATION && !high) {
            timer.writeConfiguration(value);
            if (!timer.isLevel()) {
                status &= ~(1 << number);
            }
        }
    }

    /** Looks for matches up to now. */
    private void sync() {
        long now = clock.ticks();
        long elapsed = now - origin;
        if (isEnabled() && elapsed > 0) {
            for (int i = 0; i < timers.size(); i++) {
                if (timers.get(i).pass(counter, elapsed)) {
                    onMatch(i);
                }
            }
            counter += elapsed;
        }
        origin = now;
    }

    private void onMatch(int number) {
        HpetTimer timer = timers.get(number);
        if (timer.isLevel()) {
            status |= 1 << number;
            drive();
        } else if (timer.interrupts()) {
            output(number).pulse();
        }
    }

    private IrqLine output(int number) {
        if (isLegacy() && number < 2) {
            return number == 0 ? wiring.legacyTimer : wiring.legacyClock;
        }
        IrqLine input = wiring.inputs[timers.get(number).route()];
        return input == null ? IrqLine.unconnected() : input;
    }

    private void settleUp() {
        sync();
        settle();
    }

    /** Timers that are level-triggered can share an input. */
    private void drive() {
        wiring.legacyMode.set(isLegacy());
        int high = 0;
        boolean[] legacy = new boolean[2];
        for (int i = 0; i < timers.size(); i++) {
            boolean pending = (status >> i & 1) != 0 && timers.get(i).interrupts();
            if (pending && isLegacy() && i < 2) {
                legacy[i] = true;
            } else if (pending) {
                high |= 1 << timers.get(i).route();
            }
        }
        wiring.legacyTimer.set(legacy[0]);
        wiring.legacyClock.set(legacy[1]);
        for (int i = 0; i < wiring.inputs.length; i++) {
            if (wiring.inputs[i] != null) {
                wiring.inputs[i].set((high >> i & 1) != 0);
            }
        }
    }

    private void arm() {
        long nearest = -1;
        for (int i = 0; i < timers.size(); i++) {
            HpetTimer timer = timers.get(i);
            long distance = timer.distance(counter);
            boolean wanted = timer.interrupts() && (status >> i & 1) == 0 && distance != 0;
            if (wanted && Long.compareUnsigned(distance, nearest) < 0) {
                nearest = distance;
            }
        }
        if (!isEnabled() || nearest == -1) {
            match.disarm();
        } else {
            long ahead = Long.compareUnsigned(nearest, FAR) < 0 ? nearest : FAR;
            match.arm(clock.cycleOfTick(origin + ahead));
        }
    }

    @Override
    public State save() {
        return new State(
                configuration,
                status,
                counter,
                origin,
                timers.stream().map(HpetTimer::save).toList());
    }

    @Override
    public void restore(State s) {
        configuration = s.configuration & (ENABLE | LEGACY);
        status = s.status & (1 << timers.size()) - 1;
        counter = s.counter;
        origin = Math.clamp(s.origin, 0, FAR);
        for (int i = 0; i < timers.size(); i++) {
            timers.get(i).restore(i < s.timers.size() ? s.timers.get(i) : HpetTimer.State.POWER_ON);
        }
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    /** The counter is halted then; its ticks count from when it is enabled. */
    @Override
    public void settle() {
        drive();
        arm();
    }
}
