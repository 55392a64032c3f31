package org.ring0.devices.timer;

import java.util.List;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * Intel 8254 programmable interval timer. Data sheet: Intel 231164-005.
 *
 * <p>Offsets 0 to 2 are the counters, 3 is the control word. Only OUT of counter 0 is a wire that somebody waits for, so only
 * its edges are scheduled; everything else is computed from the clock when it is looked at.
 *
 * <p>Limits: before the CLK that loads a new count, a read shows that count and not the old one (the guest's I/O takes no
 * time here, on hardware more than one CLK passes); a count of 1 in modes 2 and 3, which the data sheet forbids, leaves OUT
 * high; the order of two edges within one cycle of the machine's clock is kept, their distance is not.
 */
public final class I8254Pit implements Device<I8254Pit.State>, IoDevice {
    /** The crystal of the PC divided by twelve, in Hz. */
    public static final long FREQUENCY = 1_193_182;

    private static final int CONTROL_WORD = 3;
    private static final int READ_BACK = 3;
    private static final int READ_BACK_NO_COUNT = 0x20;
    private static final int READ_BACK_NO_STATUS = 0x10;

    /** The state of the three counters. */
    public record State(List<PitCounter.State> counters) {
        /** GATE 0 and 1 are wired high; GATE 2 is a bit of port 61h. */
        public static final State POWER_ON = new State(List.of(
                PitCounter.State.powerOn(true), PitCounter.State.powerOn(true), PitCounter.State.powerOn(false)));
    }

    private final ClockDomain clock;
    private final IrqLine out0;
    private final Timer edge;
    private final List<PitCounter> counters =
            List.of(new PitCounter(true), new PitCounter(true), new PitCounter(false));
    private long edgeTick;

    /**
     * @param clock CLK of all three counters, {@link #FREQUENCY}
     * @param scheduler where the edges of OUT 0 are scheduled
     * @param out0 OUT of counter 0 (IRQ 0)
     */
    public I8254Pit(ClockDomain clock, Scheduler scheduler, IrqLine out0) {
        this.clock = clock;
        this.out0 = out0;
        edge = scheduler.timer(this::onEdge);
    }

    @Override
    public int read(int offset) {
        return offset == CONTROL_WORD ? 0xff : counters.get(offset).read(clock.ticks());
    }

    @Override
    public void write(int offset, int value) {
        long tick = clock.ticks();
        if (offset != CONTROL_WORD) {
            counters.get(offset).writeCount(value, tick);
        } else if (value >> 6 == READ_BACK) {
            readBack(value, tick);
            return;
        } else {
            writeControl(counters.get(value >> 6), value, tick);
        }
        if (offset == 0 || offset == CONTROL_WORD && value >> 6 == 0) {
            drive(tick);
        }
    }

    private static void writeControl(PitCounter counter, int value, long tick) {
        PitCounter.Access access = PitCounter.Access.values()[value >> 4 & 3];
        if (access == PitCounter.Access.LATCH) {
            counter.latchCount(tick);
        } else {
            counter.writeControl(access, PitCounter.Mode.decode(value >> 1 & 7), (value & 1) != 0, tick);
        }
    }

    private void readBack(int value, long tick) {
        for (int i = 0; i < 3; i++) {
            if ((value >> i + 1 & 1) != 0) {
                if ((value & READ_BACK_NO_COUNT) == 0) {
                    counters.get(i).latchCount(tick);
                }
                if ((value & READ_BACK_NO_STATUS) == 0) {
                    counters.get(i).latchStatus(tick);
                }
            }
        }
    }

    /** GATE of counter 2. */
    public IrqLine gate2() {
        return high -> counters.get(2).setGate(high, clock.ticks());
    }

    /** OUT of counter 2, now. */
    public boolean out2() {
        return counters.get(2).out(clock.ticks());
    }

    /** Drives OUT 0 as of {@code tick} and schedules its next edge. */
    private void drive(long tick) {
        PitCounter counter = counters.getFirst();
        out0.set(counter.out(tick));
        edgeTick = counter.nextEdge(tick);
        if (edgeTick == Scheduler.NEVER) {
            edge.disarm();
        } else {
            edge.arm(clock.cycleOfTick(edgeTick));
        }
    }

    /** Works at the tick of the edge, not at the present one, so that none is lost when several share a cycle. */
    private void onEdge() {
        drive(edgeTick);
    }

    @Override
    public State save() {
        long tick = clock.ticks();
        counters.forEach(counter -> counter.sync(tick));
        return new State(counters.stream().map(PitCounter::save).toList());
    }

    @Override
    public void restore(State state) {
        for (int i = 0; i < counters.size(); i++) {
            List<PitCounter.State> from =
                    state.counters.size() == counters.size() ? state.counters : State.POWER_ON.counters;
            counters.get(i).restore(from.get(i));
        }
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    @Override
    public void settle() {
        drive(clock.ticks());
    }
}
