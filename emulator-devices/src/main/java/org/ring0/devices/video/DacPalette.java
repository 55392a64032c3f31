package org.ring0.devices.video;

/**
 * The VGA's palette DAC (ports 3C6h to 3C9h): 256 colours of 6 bits a component, or of 8 where the VBE extension asks for
 * it. Components are kept with 8 bits, so that a change of width does not change the picture.
 */
final class DacPalette {
    private static final int STATE_READING = 3;

    /**
     * What the ports see.
     *
     * @param colours 256 times red, green, blue, 8 bits each
     * @param component which component the data port takes next, 0 to 2
     * @param held the red and green of a colour that is being written
     */
    record State(byte[] colours, int mask, int readIndex, int writeIndex, int component, boolean reading, byte[] held) {
        State {
            if (colours.length != 768 || held.length != 2 || component < 0 || component > 2) {
                throw new IllegalArgumentException("no palette");
            }
        }
    }

    private final byte[] colours = new byte[768];
    private final byte[] held = new byte[2];
    private int mask;
    private int readIndex;
    private int writeIndex;
    private int component;
    private boolean reading;
    private boolean wide;

    /** Whether components have 8 bits. */
    void setWide(boolean on) {
        wide = on;
    }

    int mask() {
        return mask;
    }

    void setMask(int value) {
        mask = value;
    }

    /** Port 3C7h read: 3 after a read index, 0 after a write index. */
    int accessState() {
        return reading ? STATE_READING : 0;
    }

    int writeIndex() {
        return writeIndex;
    }

    void setReadIndex(int index) {
        readIndex = index;
        component = 0;
        reading = true;
    }

    void setWriteIndex(int index) {
        writeIndex = index;
        component = 0;
        reading = false;
    }

    int readData() {
        int value = colours[3 * readIndex + component] & 0xff;
        component++;
        if (component == 3) {
            component = 0;
            readIndex = readIndex + 1 & 0xff;
        }
        return wide ? value : value >> 2;
    }

    /** Takes a component; a colour changes only when its third component has come. */
    void writeData(int value) {
        int narrow = value & 0x3f;
        byte stored = (byte) (wide ? value : narrow << 2 | narrow >> 4);
        if (component < 2) {
            held[component++] = stored;
            return;
        }
        colours[3 * writeIndex] = held[0];
        colours[3 * writeIndex + 1] = held[1];
        colours[3 * writeIndex + 2] = stored;
        component = 0;
        writeIndex = writeIndex + 1 & 0xff;
    }

    /** The colour that a pixel with this index has on the screen, as 00RRGGBBh. */
    int rgb(int index) {
        int at = 3 * (index & mask);
        return (colours[at] & 0xff) << 16 | (colours[at + 1] & 0xff) << 8 | colours[at + 2] & 0xff;
    }

    static State powerOn() {
        return new State(new byte[768], 0xff, 0, 0, 0, false, new byte[2]);
    }

    State save() {
        return new State(colours.clone(), mask, readIndex, writeIndex, component, reading, held.clone());
    }

    void restore(State state) {
        System.arraycopy(state.colours, 0, colours, 0, colours.length);
        System.arraycopy(state.held, 0, held, 0, held.length);
        mask = state.mask & 0xff;
        readIndex = state.readIndex & 0xff;
        writeIndex = state.writeIndex & 0xff;
        component = state.component;
        reading = state.reading;
    }
}
