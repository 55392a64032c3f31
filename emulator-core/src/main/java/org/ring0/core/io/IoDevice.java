package org.ring0.core.io;

/**
 * A device on the port bus, addressed by the offset within its range. The 8-bit pair is what most chips have; a chip with
 * 16- or 32-bit registers overrides the sized pair, whose default does what an 8-bit device does on the ISA bus: one
 * byte access for each byte, lowest address first.
 */
public interface IoDevice {
    /** Reads the byte register at {@code offset}; the result is 0 to 255. */
    int read(int offset);

    /** Writes {@code value} (0 to 255) to the byte register at {@code offset}. */
    void write(int offset, int value);

    /** Reads {@code size} (1, 2 or 4) bytes, little endian; all of them lie inside the device's range. */
    default int read(int offset, int size) {
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= (read(offset + i) & 0xff) << 8 * i;
        }
        return value;
    }

    /** Writes {@code size} (1, 2 or 4) bytes, little endian; all of them lie inside the device's range. */
    default void write(int offset, int value, int size) {
        for (int i = 0; i < size; i++) {
            write(offset + i, value >>> 8 * i & 0xff);
        }
    }
}
