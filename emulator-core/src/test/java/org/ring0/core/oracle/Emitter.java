package org.ring0.core.oracle;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;

/** Machine code under construction, whose absolute addresses are offsets into one mapping below 2 GiB. */
final class Emitter {
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final long base;

    Emitter(long base) {
        this.base = base;
    }

    int size() {
        return code.size();
    }

    Emitter bytes(int... values) {
        for (int value : values) {
            code.write(value);
        }
        return this;
    }

    Emitter bytes(byte[] values) {
        code.writeBytes(values);
        return this;
    }

    Emitter int32(int value) {
        return bytes(value, value >> 8, value >> 16, value >> 24);
    }

    /** The linear address of an offset in the mapping, as an immediate. */
    Emitter address(int offset) {
        return int32((int) base + offset);
    }

    /** ModRM and SIB for an absolute address in 64-bit code, which would be RIP-relative without SIB. */
    Emitter absolute64(int reg, int offset) {
        return bytes(reg << 3 | 4, 0x25).address(offset);
    }

    /** ModRM for an absolute address in 32-bit code. */
    Emitter absolute32(int reg, int offset) {
        return bytes(reg << 3 | 5).address(offset);
    }

    byte[] toByteArray() {
        return code.toByteArray();
    }

    void copyTo(MemorySegment place) {
        place.copyFrom(MemorySegment.ofArray(toByteArray()));
    }
}
