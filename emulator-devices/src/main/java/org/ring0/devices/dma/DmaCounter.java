package org.ring0.devices.dma;

/** The address and word count of one 8237A channel, each with the base that autoinitialisation loads again. */
final class DmaCounter {
    static final int MODE_TYPE = 0x0c;
    static final int MODE_VERIFY = 0x00;
    static final int MODE_WRITE = 0x04;
    static final int MODE_READ = 0x08;
    static final int MODE_AUTOINIT = 0x10;
    static final int MODE_DECREMENT = 0x20;
    static final int MODE_SELECT = 0xc0;
    static final int MODE_CASCADE = 0xc0;

    private static final int WRAP = 0x10000;

    /**
     * @param mode the mode register without its channel bits
     * @param terminalCount whether the last transfer ended with TC
     */
    record State(int baseAddress, int baseCount, int address, int count, int mode, boolean terminalCount) {
        static final State POWER_ON = new State(0, 0, 0, 0, 0, false);
    }

    private int baseAddress;
    private int baseCount;
    private int address;
    private int count;
    int mode;
    boolean terminalCount;

    int read(boolean ofCount, boolean high) {
        int value = ofCount ? count : address;
        return high ? value >> 8 : value & 0xff;
    }

    /** A byte written goes to the base and to the current register. */
    void write(boolean ofCount, boolean high, int value) {
        if (ofCount) {
            baseCount = insert(baseCount, high, value);
            count = insert(count, high, value);
        } else {
            baseAddress = insert(baseAddress, high, value);
            address = insert(address, high, value);
        }
    }

    private static int insert(int register, boolean high, int value) {
        return high ? register & 0xff | value << 8 : register & 0xff00 | value;
    }

    int address() {
        return address;
    }

    /** How many words can be moved in one go, at most {@code wanted}: up to TC and without a jump of the address. */
    int run(int wanted) {
        int toTerminal = Math.min(wanted, count + 1);
        return (mode & MODE_DECREMENT) != 0 ? Math.min(toTerminal, 1) : Math.min(toTerminal, WRAP - address);
    }

    /** Moves on by {@code words}; whether this was the terminal count. */
    boolean advance(int words) {
        int step = (mode & MODE_DECREMENT) != 0 ? -words : words;
        address = address + step & WRAP - 1;
        count = count - words & WRAP - 1;
        terminalCount = count == WRAP - 1;
        if (terminalCount && autoinit()) {
            address = baseAddress;
            count = baseCount;
        }
        return terminalCount;
    }

    boolean autoinit() {
        return (mode & MODE_AUTOINIT) != 0;
    }

    /** Whether the channel is programmed for {@code type}, or verifies, which goes for both directions. */
    boolean transfers(int type) {
        boolean matches = (mode & MODE_TYPE) == type || verifies();
        return matches && (mode & MODE_SELECT) != MODE_CASCADE;
    }

    boolean verifies() {
        return (mode & MODE_TYPE) == MODE_VERIFY;
    }

    State save() {
        return new State(baseAddress, baseCount, address, count, mode, terminalCount);
    }

    void restore(State s) {
        baseAddress = s.baseAddress & 0xffff;
        baseCount = s.baseCount & 0xffff;
        address = s.address & 0xffff;
        count = s.count & 0xffff;
        mode = s.mode & 0xfc;
        terminalCount = s.terminalCount;
    }
}
