package org.ring0.devices.serial;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/** The transmitter: THR or its FIFO of 16, and the shift register. */
final class UartTransmitter {
    private static final int FIFO = 16;
    private static final int IDLE = -1;

    /**
     * @param waiting the FIFO, or the THR, without the shift register
     * @param shift the character being shifted out, or -1
     * @param shiftedTick the tick at which it is out
     */
    record State(byte[] waiting, int shift, long shiftedTick) {
        static final State POWER_ON = new State(new byte[0], IDLE, 0);
    }

    private final ClockDomain clock;
    private final LongSupplier characterTicks;
    private final IntConsumer shiftedOut;
    private final Timer timer;
    private final byte[] waiting = new byte[FIFO];
    private int size;
    private int capacity = 1;
    private int shift = IDLE;
    private long shiftedTick;

    /**
     * @param characterTicks how long the next character takes to leave
     * @param shiftedOut told of each character that has left, after the next one has begun
     */
    UartTransmitter(ClockDomain clock, Scheduler scheduler, LongSupplier characterTicks, IntConsumer shiftedOut) {
        this.clock = clock;
        this.characterTicks = characterTicks;
        this.shiftedOut = shiftedOut;
        timer = scheduler.timer(this::onShifted);
    }

    void setFifo(boolean on) {
        capacity = on ? FIFO : 1;
    }

    /** Drops what waits; whether that was anything. */
    boolean clear() {
        boolean any = size > 0;
        size = 0;
        return any;
    }

    /** Whether THR or FIFO is empty. */
    boolean holdingEmpty() {
        return size == 0;
    }

    /** Whether the shift register is empty as well. */
    boolean idle() {
        return size == 0 && shift == IDLE;
    }

    /** A FIFO that is full loses the new character, a THR that is full the old one. */
    void write(int value) {
        if (shift == IDLE) {
            startShifting(value, clock.ticks());
        } else if (size < capacity) {
            waiting[size++] = (byte) value;
        } else if (capacity == 1) {
            waiting[0] = (byte) value;
        }
    }

    private void startShifting(int value, long tick) {
        shift = value;
        shiftedTick = tick + characterTicks.getAsLong();
        timer.arm(clock.cycleOfTick(shiftedTick));
    }

    /** The next character starts at the tick at which the last one ended, however long ago that is. */
    private void onShifted() {
        int sent = shift;
        shift = IDLE;
        if (size > 0) {
            int value = waiting[0] & 0xff;
            System.arraycopy(waiting, 1, waiting, 0, --size);
            startShifting(value, shiftedTick);
        }
        shiftedOut.accept(sent);
    }

    State save() {
        return new State(Arrays.copyOf(waiting, size), shift, shiftedTick);
    }

    void restore(State s) {
        size = Math.min(s.waiting.length, FIFO);
        System.arraycopy(s.waiting, 0, waiting, 0, size);
        shift = s.shift < 0 ? IDLE : s.shift & 0xff;
        shiftedTick = s.shiftedTick;
    }

    void settle() {
        if (shift == IDLE) {
            timer.disarm();
        } else {
            timer.arm(clock.cycleOfTick(shiftedTick));
        }
    }
}
