package org.ring0.devices.serial;

import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/** The receiver: RBR or its FIFO, the character timeout, and the host's bytes that are still on the wire. */
final class UartReceiver {
    private static final int TIMEOUT_CHARACTERS = 4;
    private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};

    /**
     * @param received the FIFO, or the RBR, error bits above bit 7
     * @param overrun whether a character was lost since LSR was read
     * @param nextTick the earliest tick at which the next byte of the host is in
     * @param timeoutTick when a character timeout occurs if the receiver is left alone
     * @param host what the host has sent and the receiver not taken yet
     */
    record State(int[] received, boolean overrun, long nextTick, long timeoutTick, byte[] host) {
        static final State POWER_ON = new State(new int[0], false, 0, 0, new byte[0]);
    }

    private final ClockDomain clock;
    private final UartLine line;
    private final Runnable changed;
    private final Timer arrival;
    private final Timer timeout;
    private final ReceiveFifo received = new ReceiveFifo();
    private final HostQueue host = new HostQueue();
    private boolean fifo;
    private int trigger = 1;
    private boolean open = true;
    private boolean overrun;
    private long nextTick;
    private long timeoutTick;

    /** @param changed told when a character has arrived or timed out */
    UartReceiver(ClockDomain clock, Scheduler scheduler, UartLine line, Runnable changed) {
        this.clock = clock;
        this.line = line;
        this.changed = changed;
        arrival = scheduler.timer(this::onArrival);
        timeout = scheduler.timer(changed);
    }

    /** FIFO mode and the trigger level, from FCR. */
    void configure(int fcr) {
        fifo = (fcr & UartBits.FCR_ENABLE) != 0;
        trigger = fifo ? TRIGGER_LEVELS[fcr >> 6 & 3] : 1;
        armArrival();
    }

    /** Whether the host may send. */
    void setOpen(boolean on) {
        open = on;
        armArrival();
    }

    void clear() {
        received.clear();
        armArrival();
    }

    /** More bytes of the host; the first of a pause takes its time on the wire. */
    void enqueue(byte[] bytes) {
        if (host.isEmpty()) {
            nextTick = Math.max(nextTick, clock.ticks() + line.characterTicks());
        }
        host.add(bytes);
        armArrival();
    }

    /** How many bytes of the host have not arrived yet. */
    int waiting() {
        return host.size();
    }

    private int capacity() {
        return fifo ? ReceiveFifo.DEPTH : 1;
    }

    private void armArrival() {
        if (open && !host.isEmpty() && received.size() < capacity()) {
            arrival.arm(clock.cycleOfTick(nextTick));
        } else {
            arrival.disarm();
        }
    }

    private void onArrival() {
        int value = host.remove();
        nextTick = Math.max(nextTick, clock.ticks()) + line.characterTicks();
        take(value);
        armArrival();
    }

    /** Puts a character that has arrived, with its error bits above bit 7, where the guest can read it. */
    void take(int entry) {
        if (received.size() < capacity()) {
            received.add(entry);
        } else {
            overrun = true;
            if (!fifo) {
                received.replaceLast(entry);
            }
        }
        restartTimeout();
        changed.run();
    }

    private void restartTimeout() {
        timeoutTick = clock.ticks() + TIMEOUT_CHARACTERS * line.characterTicks();
    }

    int read() {
        if (received.isEmpty()) {
            return 0;
        }
        int value = received.remove() & 0xff;
        restartTimeout();
        armArrival();
        return value;
    }

    boolean isEmpty() {
        return received.isEmpty();
    }

    boolean triggered() {
        return received.size() >= trigger;
    }

    boolean timedOut() {
        return !received.isEmpty() && clock.ticks() >= timeoutTick;
    }

    /** Whether LSR shows an error: an overrun, or one of the character that would be read next. */
    boolean hasErrors() {
        return overrun || received.firstHasErrors();
    }

    /** The receiver's bits of LSR. */
    int lineStatus() {
        return (received.isEmpty() ? 0 : UartBits.LSR_DATA_READY)
                | (overrun ? UartBits.LSR_OVERRUN : 0)
                | (fifo && received.anyErrors() ? UartBits.LSR_FIFO_ERROR : 0);
    }

    /** Clears the errors that LSR shows, as reading it does; returns those of the character. */
    int takeErrors() {
        overrun = false;
        return received.takeErrorsOfFirst();
    }

    /** Schedules the character timeout if {@code wanted} and one is ahead. */
    void armTimeout(boolean wanted) {
        if (wanted && !received.isEmpty() && !triggered() && clock.ticks() < timeoutTick) {
            timeout.arm(clock.cycleOfTick(timeoutTick));
        } else {
            timeout.disarm();
        }
    }

    State save() {
        return new State(received.save(), overrun, nextTick, timeoutTick, host.save());
    }

    void restore(State s) {
        received.restore(s.received);
        overrun = s.overrun;
        nextTick = s.nextTick;
        timeoutTick = s.timeoutTick;
        host.restore(s.host);
    }

    /** The state after a master reset: what the host has sent is still on the wire. */
    State afterReset() {
        return new State(new int[0], false, nextTick, 0, host.save());
    }
}
