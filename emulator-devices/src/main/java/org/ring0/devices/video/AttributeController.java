package org.ring0.devices.video;

/**
 * The VGA's attribute controller (ports 3C0h and 3C1h): turns pixel values and text attributes into indices of the DAC. Its
 * one write port takes index and data in turns; reading input status 1 makes the next write an index.
 */
final class AttributeController {
    static final int MODE_CONTROL = 0x10;
    static final int OVERSCAN = 0x11;
    static final int COLOUR_PLANE_ENABLE = 0x12;
    static final int HORIZONTAL_PEL_PANNING = 0x13;
    static final int COLOUR_SELECT = 0x14;
    static final int COUNT = 0x15;

    private static final int INDEX_BITS = 0x1f;
    private static final int INDEX_PALETTE_ADDRESS_SOURCE = 0x20;
    private static final int MODE_LINE_GRAPHICS = 0x04;
    private static final int MODE_BLINK = 0x08;
    private static final int MODE_PEL_PANNING_COMPATIBILITY = 0x20;
    private static final int MODE_8_BIT = 0x40;
    private static final int MODE_P54_SELECT = 0x80;

    /** Registers, the video enable bit of the index port, and whether the next write is data. */
    record State(RegisterFile.State registers, boolean paletteAddressSource, boolean dataNext) {
        State {
            java.util.Objects.requireNonNull(registers);
        }
    }

    final RegisterFile registers = new RegisterFile(
            INDEX_BITS,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0x3f,
            0xef,
            0xff,
            0x3f,
            0x0f,
            0x0f);
    private boolean paletteAddressSource;
    private boolean dataNext;

    /** The index port: index and video enable. */
    int index() {
        return registers.index() | (paletteAddressSource ? INDEX_PALETTE_ADDRESS_SOURCE : 0);
    }

    void write(int value) {
        if (dataNext) {
            registers.write(value);
        } else {
            registers.select(value);
            paletteAddressSource = (value & INDEX_PALETTE_ADDRESS_SOURCE) != 0;
        }
        dataNext = !dataNext;
    }

    /** What a read of input status 1 does. */
    void expectIndex() {
        dataNext = false;
    }

    /** Whether the next write is data: bit 7 of CRTC register 24h. */
    boolean dataNext() {
        return dataNext;
    }

    /** Whether the palette belongs to the display; while it does not, the screen shows the overscan colour. */
    boolean displayEnabled() {
        return paletteAddressSource;
    }

    /** Whether characters C0h to DFh repeat their eighth column in the ninth. */
    boolean lineGraphics() {
        return registers.has(MODE_CONTROL, MODE_LINE_GRAPHICS);
    }

    /** Whether attribute bit 7 blinks the character, in place of a bright background. */
    boolean blink() {
        return registers.has(MODE_CONTROL, MODE_BLINK);
    }

    /** Whether the part of the screen below the line compare is never panned. */
    boolean splitIsNotPanned() {
        return registers.has(MODE_CONTROL, MODE_PEL_PANNING_COMPATIBILITY);
    }

    /** Whether two pixel values in turn make one index of 8 bits (256 colours). */
    boolean eightBitPixels() {
        return registers.has(MODE_CONTROL, MODE_8_BIT);
    }

    /** Dots by which the picture is moved left. */
    int panning(int dotsPerCharacter) {
        int value = registers.get(HORIZONTAL_PEL_PANNING);
        if (dotsPerCharacter == 9) {
            return value < 8 ? value + 1 : 0;
        }
        return value & 7;
    }

    /** The DAC index of a 4-bit pixel value. */
    int dacIndex(int pixel) {
        int entry = registers.get(pixel & registers.get(COLOUR_PLANE_ENABLE) & 0x0f);
        int select = registers.get(COLOUR_SELECT);
        int low = registers.has(MODE_CONTROL, MODE_P54_SELECT) ? entry & 0x0f | (select & 3) << 4 : entry;
        return low | (select & 0x0c) << 4;
    }

    int overscan() {
        return registers.get(OVERSCAN);
    }

    /** The two bits of a DAC index that the diagnostic bits of input status 1 show. */
    int diagnosticBits(int dacIndex) {
        return switch (registers.get(COLOUR_PLANE_ENABLE) >> 4) {
            case 0 -> dacIndex >> 1 & 2 | dacIndex & 1;
            case 1 -> dacIndex >> 4 & 3;
            case 2 -> dacIndex >> 2 & 2 | dacIndex >> 1 & 1;
            default -> dacIndex >> 6 & 3;
        };
    }

    static State cleared() {
        return new State(RegisterFile.cleared(COUNT), false, false);
    }

    State save() {
        return new State(registers.save(), paletteAddressSource, dataNext);
    }

    void restore(State state) {
        registers.restore(state.registers);
        paletteAddressSource = state.paletteAddressSource;
        dataNext = state.dataNext;
    }
}
