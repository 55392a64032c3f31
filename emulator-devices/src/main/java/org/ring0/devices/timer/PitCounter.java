package org.ring0.devices.timer;

import org.ring0.core.time.Scheduler;

/**
 * One counter of an 8254. Its present is a function of the tick of its CLK input: nothing is counted down. All methods
 * take the present tick, which never decreases.
 */
final class PitCounter {
    static final int STATUS_OUT = 0x80;
    static final int STATUS_NULL_COUNT = 0x40;

    /** The modes, numbered as in the control word. */
    enum Mode {
        INTERRUPT_ON_TERMINAL_COUNT,
        HARDWARE_ONE_SHOT,
        RATE_GENERATOR,
        SQUARE_WAVE,
        SOFTWARE_STROBE,
        HARDWARE_STROBE;

        static Mode decode(int bits) {
            return values()[bits > 5 ? bits - 4 : bits];
        }

        boolean periodic() {
            return this == RATE_GENERATOR || this == SQUARE_WAVE;
        }

        /** Whether a rising GATE starts it rather than a written count. */
        boolean triggered() {
            return this == HARDWARE_ONE_SHOT || this == HARDWARE_STROBE;
        }
    }

    /** Which bytes of the count are read and written. */
    enum Access {
        LATCH,
        LSB,
        MSB,
        LSB_THEN_MSB
    }

    /**
     * @param count the count register as written
     * @param firstByte the LSB of a count whose MSB has not been written yet, or -1
     * @param loaded whether the counting element has been loaded since the control word
     * @param reload the count in use, 1 to 65536
     * @param loadTick the tick at which {@code reload} was (or will be) in the counting element; moved on by pauses
     * @param pending whether {@code count} waits for the end of the period or for a trigger
     * @param boundaryTick where a periodic counter takes over a pending count
     * @param pauseTick the tick at which GATE stopped the counting, or -1
     * @param lowBeforeLoad OUT between a new load and its first CLK
     * @param latchedCount the count latch, or -1
     * @param latchedStatus the status latch, or -1
     * @param msbNext whether the next read is of the MSB
     */
    record State(
            Mode mode,
            Access access,
            boolean bcd,
            boolean gate,
            int count,
            int firstByte,
            boolean loaded,
            int reload,
            long loadTick,
            boolean pending,
            long boundaryTick,
            long pauseTick,
            boolean lowBeforeLoad,
            int latchedCount,
            int latchedStatus,
            boolean msbNext) {
        static State powerOn(boolean gate) {
            return new State(
                    Mode.INTERRUPT_ON_TERMINAL_COUNT,
                    Access.LSB_THEN_MSB,
                    false,
                    gate,
                    0,
                    -1,
                    false,
                    0x10000,
                    0,
                    false,
                    0,
                    -1,
                    false,
                    -1,
                    -1,
                    false);
        }
    }

    private Mode mode;
    private Access access;
    private boolean bcd;
    private boolean gate;
    private int count;
    private int firstByte;
    private boolean loaded;
    private int reload;
    private long loadTick;
    private boolean pending;
    private long boundaryTick;
    private long pauseTick;
    private boolean lowBeforeLoad;
    private int latchedCount;
    private int latchedStatus;
    private boolean msbNext;

    PitCounter(boolean gate) {
        restore(State.powerOn(gate));
    }

    void writeControl(Access access, Mode mode, boolean bcd, long tick) {
        this.access = access;
        this.mode = mode;
        this.bcd = bcd;
        loaded = false;
        pending = false;
        firstByte = -1;
        msbNext = false;
        latchedCount = -1;
        latchedStatus = -1;
        pauseTick = -1;
        loadTick = tick;
    }

    void writeCount(int value, long tick) {
        switch (access) {
            case LSB -> setCount(value, tick);
            case MSB -> setCount(value << 8, tick);
            default -> {
                if (firstByte < 0) {
                    firstByte = value;
                    if (mode == Mode.INTERRUPT_ON_TERMINAL_COUNT) {
                        loaded = false;
                    }
                } else {
                    int low = firstByte;
                    firstByte = -1;
                    setCount(value << 8 | low, tick);
                }
            }
        }
    }

    private void setCount(int value, long tick) {
        sync(tick);
        count = value & 0xffff;
        if (mode.triggered()) {
            pending = true;
        } else if (mode.periodic() && loaded && tick >= loadTick) {
            if (!pending) {
                boundaryTick = nextBoundary(tick);
            }
            pending = true;
        } else {
            load(tick, false);
        }
    }

    /** Loads the counting element on the next CLK. */
    private void load(long tick, boolean lowUntilThen) {
        reload = divisor();
        loaded = true;
        pending = false;
        lowBeforeLoad = lowUntilThen;
        loadTick = tick + 1;
        pauseTick = gate || mode.triggered() ? -1 : tick;
    }

    /** The count register as a number: 0 stands for the largest. Digits above 9 count as what they weigh. */
    private int divisor() {
        if (!bcd) {
            return count == 0 ? 0x10000 : count;
        }
        int decimal = (count >> 12) * 1000 + (count >> 8 & 15) * 100 + (count >> 4 & 15) * 10 + (count & 15);
        return decimal == 0 ? 10_000 : decimal;
    }

    boolean gate() {
        return gate;
    }

    void setGate(boolean high, long tick) {
        if (high == gate) {
            return;
        }
        sync(tick);
        boolean wasLow = mode == Mode.HARDWARE_ONE_SHOT && !out(tick);
        gate = high;
        if (mode.triggered()) {
            if (high && (loaded || pending)) {
                load(tick, wasLow);
            }
        } else if (!high) {
            pauseTick = tick;
        } else if (pauseTick >= 0) {
            if (mode.periodic() && loaded) {
                load(tick, false);
            } else {
                long counted = Math.max(0, pauseTick - loadTick);
                loadTick = Math.max(loadTick, tick - counted);
                pauseTick = -1;
            }
        }
    }

    /** Takes over a pending count whose time has come. */
    void sync(long tick) {
        if (pending && mode.periodic() && pauseTick < 0 && tick >= boundaryTick) {
            boolean lowHalf = mode == Mode.SQUARE_WAVE && (boundaryTick - loadTick) % reload != 0;
            reload = divisor();
            loadTick = lowHalf ? boundaryTick - highHalf() : boundaryTick;
            pending = false;
        }
    }

    private int highHalf() {
        return (reload + 1) / 2;
    }

    /** The tick after {@code tick} at which the counting element is next loaded by itself. */
    private long nextBoundary(long tick) {
        long start = tick - Math.floorMod(tick - loadTick, (long) reload);
        boolean inHighHalf = mode == Mode.SQUARE_WAVE && tick - start < highHalf() && reload > 1;
        return inHighHalf ? start + highHalf() : start + reload;
    }

    /** CLK pulses since the load, without those that GATE suppressed. */
    private long elapsed(long tick) {
        return Math.max(0, (pauseTick >= 0 ? pauseTick : tick) - loadTick);
    }

    boolean out(long tick) {
        sync(tick);
        if (!loaded) {
            return mode != Mode.INTERRUPT_ON_TERMINAL_COUNT;
        }
        if (tick < loadTick) {
            return mode != Mode.INTERRUPT_ON_TERMINAL_COUNT && !lowBeforeLoad;
        }
        long elapsed = elapsed(tick);
        return switch (mode) {
            case INTERRUPT_ON_TERMINAL_COUNT, HARDWARE_ONE_SHOT -> elapsed >= reload;
            case RATE_GENERATOR -> pauseTick >= 0 || reload == 1 || elapsed % reload != reload - 1;
            case SQUARE_WAVE -> pauseTick >= 0 || elapsed % reload < highHalf();
            case SOFTWARE_STROBE, HARDWARE_STROBE -> elapsed != reload || pauseTick >= 0;
        };
    }

    /** The first tick after {@code tick} at which OUT changes if nobody interferes, or {@link Scheduler#NEVER}. */
    long nextEdge(long tick) {
        sync(tick);
        if (!loaded || pauseTick >= 0) {
            return Scheduler.NEVER;
        }
        return switch (mode) {
            case INTERRUPT_ON_TERMINAL_COUNT -> later(tick, loadTick + reload);
            case HARDWARE_ONE_SHOT -> tick < loadTick ? loadTick : later(tick, loadTick + reload);
            case SOFTWARE_STROBE, HARDWARE_STROBE ->
                tick < loadTick + reload ? loadTick + reload : later(tick, loadTick + reload + 1);
            case RATE_GENERATOR, SQUARE_WAVE -> nextPeriodicEdge(tick);
        };
    }

    private static long later(long tick, long edge) {
        return edge > tick ? edge : Scheduler.NEVER;
    }

    private long nextPeriodicEdge(long tick) {
        if (reload == 1) {
            return pending ? boundaryTick : Scheduler.NEVER;
        }
        long from = Math.max(tick, loadTick);
        long start = from - (from - loadTick) % reload;
        long middle = start + (mode == Mode.RATE_GENERATOR ? reload - 1 : highHalf());
        return middle > tick ? middle : start + reload;
    }

    /** The counting element as the count register shows it, in BCD if so programmed. */
    private int value(long tick) {
        sync(tick);
        if (!loaded) {
            return count;
        }
        long elapsed = elapsed(tick);
        int modulus = bcd ? 10_000 : 0x10000;
        long left = switch (mode) {
            case RATE_GENERATOR -> reload - elapsed % reload;
            case SQUARE_WAVE -> squareWaveValue((int) (elapsed % reload));
            default -> Math.floorMod(reload - elapsed, (long) modulus);
        };
        return encode((int) (left % modulus));
    }

    /** Counts by two; an odd count is loaded less one, and its high half is one CLK longer. */
    private int squareWaveValue(int position) {
        int inHalf = position < highHalf() ? position : position - highHalf();
        return (reload & ~1) - 2 * inHalf;
    }

    private int encode(int number) {
        return bcd
                ? number / 1000 % 10 << 12 | number / 100 % 10 << 8 | number / 10 % 10 << 4 | number % 10
                : number & 0xffff;
    }

    void latchCount(long tick) {
        if (latchedCount < 0) {
            latchedCount = value(tick);
            msbNext = false;
        }
    }

    void latchStatus(long tick) {
        if (latchedStatus < 0) {
            boolean nullCount = !loaded || pending || tick < loadTick;
            latchedStatus = (out(tick) ? STATUS_OUT : 0)
                    | (nullCount ? STATUS_NULL_COUNT : 0)
                    | access.ordinal() << 4
                    | mode.ordinal() << 1
                    | (bcd ? 1 : 0);
        }
    }

    int read(long tick) {
        if (latchedStatus >= 0) {
            int status = latchedStatus;
            latchedStatus = -1;
            return status;
        }
        int present = latchedCount >= 0 ? latchedCount : value(tick);
        boolean msb = access == Access.MSB || access == Access.LSB_THEN_MSB && msbNext;
        if (access == Access.LSB_THEN_MSB) {
            msbNext = !msbNext;
        }
        if (!msbNext) {
            latchedCount = -1;
        }
        return msb ? present >> 8 : present & 0xff;
    }

    State save() {
        return new State(
                mode,
                access,
                bcd,
                gate,
                count,
                firstByte,
                loaded,
                reload,
                loadTick,
                pending,
                boundaryTick,
                pauseTick,
                lowBeforeLoad,
                latchedCount,
                latchedStatus,
                msbNext);
    }

    void restore(State s) {
        mode = s.mode;
        access = s.access;
        bcd = s.bcd;
        gate = s.gate;
        count = s.count & 0xffff;
        firstByte = s.firstByte;
        loaded = s.loaded;
        reload = Math.clamp(s.reload, 1, 0x10000);
        loadTick = s.loadTick;
        pending = s.pending;
        boundaryTick = s.boundaryTick;
        pauseTick = s.pauseTick;
        lowBeforeLoad = s.lowBeforeLoad;
        latchedCount = s.latchedCount;
        latchedStatus = s.latchedStatus;
        msbNext = s.msbNext;
    }
}
