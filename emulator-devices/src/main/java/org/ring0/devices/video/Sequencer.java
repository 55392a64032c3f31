package org.ring0.devices.video;

/** The VGA's sequencer (ports 3C4h and 3C5h): the dot clock, the font maps and how the CPU reaches the planes. */
final class Sequencer {
    static final int CLOCKING_MODE = 1;
    static final int MAP_MASK = 2;
    static final int CHARACTER_MAP_SELECT = 3;
    static final int MEMORY_MODE = 4;
    static final int COUNT = 5;

    private static final int CLOCKING_8_DOTS = 0x01;
    private static final int CLOCKING_HALF_DOT_CLOCK = 0x08;
    private static final int CLOCKING_SCREEN_OFF = 0x20;
    private static final int MEMORY_ODD_EVEN_OFF = 0x04;
    private static final int MEMORY_CHAIN_4 = 0x08;

    final RegisterFile registers = new RegisterFile(0x07, 0x03, 0x3d, 0x0f, 0x3f, 0x0e);

    /** Dots of a character clock: 8 or 9. */
    int dotsPerCharacter() {
        return registers.has(CLOCKING_MODE, CLOCKING_8_DOTS) ? 8 : 9;
    }

    /** Periods of the crystal that a dot takes: 1, or 2 in the modes of 320 and 360 dots. */
    int ticksPerDot() {
        return registers.has(CLOCKING_MODE, CLOCKING_HALF_DOT_CLOCK) ? 2 : 1;
    }

    boolean screenOff() {
        return registers.has(CLOCKING_MODE, CLOCKING_SCREEN_OFF);
    }

    /** The planes that the CPU may write, a bit each. */
    int mapMask() {
        return registers.get(MAP_MASK);
    }

    /** Whether even CPU addresses write planes 0 and 2, odd ones 1 and 3. */
    boolean oddEvenWrites() {
        return !registers.has(MEMORY_MODE, MEMORY_ODD_EVEN_OFF);
    }

    /** Whether the two low bits of the CPU's address select the plane. */
    boolean chain4() {
        return registers.has(MEMORY_MODE, MEMORY_CHAIN_4);
    }

    /** Where in plane 2 the font begins whose characters have attribute bit 3 set ({@code bright}) or clear. */
    int fontOffset(boolean bright) {
        int select = registers.get(CHARACTER_MAP_SELECT);
        int map = bright ? select >> 2 & 3 | select >> 3 & 4 : select & 3 | select >> 2 & 4;
        return (map & 3) << 14 | (map & 4) << 11;
    }
}
