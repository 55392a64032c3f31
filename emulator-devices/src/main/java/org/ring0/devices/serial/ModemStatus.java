package org.ring0.devices.serial;

/** The modem status register and the lines behind it. */
final class ModemStatus {
    /**
     * @param msr the lines as last seen, and their deltas
     * @param lines the levels that the far end drives, in the bits of MSR
     */
    record State(int msr, int lines) {
        private static final int CONNECTED = UartBits.MSR_CTS | UartBits.MSR_DSR | UartBits.MSR_CARRIER;

        /** A null-modem cable is plugged in. */
        static final State POWER_ON = new State(CONNECTED, CONNECTED);
    }

    private int msr;
    private int lines;

    void setLines(boolean cts, boolean dsr, boolean ring, boolean carrier) {
        lines = (cts ? UartBits.MSR_CTS : 0)
                | (dsr ? UartBits.MSR_DSR : 0)
                | (ring ? UartBits.MSR_RING : 0)
                | (carrier ? UartBits.MSR_CARRIER : 0);
    }

    /** Looks at the lines: in loopback at those that {@code mcr} drives. RI has a delta only when it ends. */
    void update(int mcr) {
        int levels = (mcr & UartBits.MCR_LOOP) != 0 ? loopedLines(mcr) : lines;
        int changed = (msr ^ levels) & ~UartBits.MSR_DELTAS;
        int deltas = changed >> 4 & ~UartBits.MSR_RING_EDGE;
        boolean ringEnded = (changed & ~levels & UartBits.MSR_RING) != 0;
        msr = levels | msr & UartBits.MSR_DELTAS | deltas | (ringEnded ? UartBits.MSR_RING_EDGE : 0);
    }

    private static int loopedLines(int mcr) {
        return ((mcr & UartBits.MCR_RTS) != 0 ? UartBits.MSR_CTS : 0)
                | ((mcr & UartBits.MCR_DTR) != 0 ? UartBits.MSR_DSR : 0)
                | ((mcr & UartBits.MCR_OUT1) != 0 ? UartBits.MSR_RING : 0)
                | ((mcr & UartBits.MCR_OUT2) != 0 ? UartBits.MSR_CARRIER : 0);
    }

    boolean changed() {
        return (msr & UartBits.MSR_DELTAS) != 0;
    }

    int read() {
        int value = msr;
        msr &= ~UartBits.MSR_DELTAS;
        return value;
    }

    State save() {
        return new State(msr, lines);
    }

    void restore(State s) {
        msr = s.msr & 0xff;
        lines = s.lines & 0xf0;
    }

    /** The state after a master reset: the lines are the far end's, the deltas gone. */
    State afterReset() {
        return new State(lines, lines);
    }
}
