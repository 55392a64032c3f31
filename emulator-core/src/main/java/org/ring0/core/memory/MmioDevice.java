package org.ring0.core.memory;

/** A device on the memory bus, addressed by the offset within its range. Wider CPU accesses arrive as several calls. */
public interface MmioDevice {
    /** Reads {@code size} (1, 2 or 4) bytes, little endian, not crossing the range's end. */
    int read(int offset, int size);

    /** Writes the low {@code size} (1, 2 or 4) bytes of {@code value}, little endian, not crossing the range's end. */
    void write(int offset, int value, int size);
}
