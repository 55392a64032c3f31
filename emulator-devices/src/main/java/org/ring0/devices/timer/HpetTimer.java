package org.ring0.devices.timer;

/**
 * One timer of an {@link Hpet}: a comparator, and what it does on a match. Matches are looked for in the stretch of the main
 * counter that has passed; the chip says when.
 */
final class HpetTimer {
    private static final int LEVEL = 1 << 1;
    private static final int INTERRUPT_ENABLE = 1 << 2;
    private static final int PERIODIC = 1 << 3;
    private static final int PERIODIC_CAPABLE = 1 << 4;
    private static final int SIZE_64 = 1 << 5;
    private static final int VALUE_SET = 1 << 6;
    private static final int MODE_32 = 1 << 8;
    private static final int ROUTE_SHIFT = 9;
    private static final int ROUTE = 0x1f << ROUTE_SHIFT;
    private static final long DWORD = 0xffff_ffffL;
    /** A distance that is not reached. */
    static final long NEVER = -1;

    /**
     * @param config the writable bits of the configuration register
     * @param comparator what the main counter is compared with
     * @param period what is added to it on a match in periodic mode
     * @param highFollows the low half of a periodic timer's comparator has been set and its high half may follow
     */
    record State(int config, long comparator, long period, boolean highFollows) {
        static final State POWER_ON = new State(0, -1, 0, false);
    }

    private final int routes;
    private final int writable;
    private final int capabilities;
    private int config;
    private long comparator;
    private long period;
    private boolean highFollows;

    /**
     * @param periodic whether it has periodic mode
     * @param routes the interrupt inputs that it can be routed to, as bits
     */
    HpetTimer(boolean periodic, int routes) {
        this.routes = routes;
        capabilities = SIZE_64 | (periodic ? PERIODIC_CAPABLE : 0);
        writable = LEVEL | INTERRUPT_ENABLE | MODE_32 | ROUTE | (periodic ? PERIODIC | VALUE_SET : 0);
        restore(State.POWER_ON);
    }

    int configuration() {
        return config | capabilities;
    }

    int routes() {
        return routes;
    }

    boolean isLevel() {
        return (config & LEVEL) != 0;
    }

    boolean interrupts() {
        return (config & INTERRUPT_ENABLE) != 0;
    }

    /** The input that it is routed to; one that it cannot be routed to leads nowhere. */
    int route() {
        return config >> ROUTE_SHIFT & 0x1f;
    }

    private boolean isPeriodic() {
        return (config & PERIODIC) != 0;
    }

    private boolean is32() {
        return (config & MODE_32) != 0;
    }

    private long clip(long value) {
        return is32() ? value & DWORD : value;
    }

    /** A route that it does not have is not taken over, by which software finds out. */
    void writeConfiguration(int value) {
        int next = value & writable;
        if ((routes >>> (next >> ROUTE_SHIFT & 0x1f) & 1) == 0) {
            next = next & ~ROUTE | config & ROUTE;
        }
        config = next;
        comparator = clip(comparator);
        period = clip(period);
        highFollows = false;
    }

    long comparator() {
        return comparator;
    }

    /**
     * A write of the low or high half of the comparator. In periodic mode it is the period, and with VAL_SET_CNF, which it
     * clears, the comparator as well.
     */
    void writeComparator(int value, boolean high) {
        boolean setsComparator = !isPeriodic() || (config & VALUE_SET) != 0 || high && highFollows;
        if (setsComparator) {
            comparator = clip(half(comparator, value, high));
        }
        if (isPeriodic()) {
            period = clip(half(period, value, high));
        }
        highFollows = !high && isPeriodic() && setsComparator;
        config &= ~VALUE_SET;
    }

    static long half(long old, int value, boolean high) {
        return high ? old & DWORD | (long) value << 32 : old & ~DWORD | value & DWORD;
    }

    /** How far the main counter is from the next match, from 1 on, unsigned; 0 stands for 2^64. */
    long distance(long counter) {
        long distance = clip(comparator - counter);
        return distance == 0 && is32() ? DWORD + 1 : distance;
    }

    /** The main counter goes {@code elapsed} ahead from {@code counter}; whether there was a match. */
    boolean pass(long counter, long elapsed) {
        long distance = distance(counter);
        if (distance == 0 || Long.compareUnsigned(distance, elapsed) > 0) {
            return false;
        }
        if (isPeriodic() && period != 0) {
            long more = Long.divideUnsigned(elapsed - distance, period);
            comparator = clip(comparator + (more + 1) * period);
        }
        return true;
    }

    State save() {
        return new State(config, comparator, period, highFollows);
    }

    void restore(State s) {
        config = s.config & writable;
        comparator = clip(s.comparator);
        period = clip(s.period);
        highFollows = s.highFollows;
    }
}
