package org.ring0.core.oracle;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;

/** Machine code under construction, whose absolute addresses are offsets into one mapping below 2 GiB. */
final class Emitter {
    private static final int SELECTOR_32 = 0x23;
    private static final int SELECTOR_DATA = 0x2b;
    private static final int SELECTOR_64 = 0x33;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final long base;

    Emitter(long base) {
        this.base = base;
    }

    /** The linear address of the mapping. */
    long base() {
        return base;
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

    /**
     * The way from 64-bit code into Linux's segment for 32-bit code, by a far return. Changes RSP, RAX, DS and ES.
     *
     * @param origin the offset in the mapping where this code will be
     * @param stackTop offset of a stack; some emulators use no more than 32 bits of RSP here
     */
    Emitter enter32(int origin, int stackTop) {
        bytes(0xb8).int32(SELECTOR_DATA).bytes(0x8e, 0xd8, 0x8e, 0xc0); // mov eax; mov ds, es
        bytes(0xbc).address(stackTop - 8); // mov esp
        bytes(0xc7, 0x44, 0x24, 0x04).int32(SELECTOR_32); // mov dword [rsp+4]
        bytes(0xc7, 0x04, 0x24).address(origin + size() + 5); // mov dword [rsp], next
        return bytes(0xcb); // retf
    }

    /** The way back from 32-bit code; DS and ES are null again, and EAX is changed. */
    Emitter leave32(int origin) {
        bytes(0x6a, SELECTOR_64); // push
        bytes(0x68).address(origin + size() + 5); // push next
        return bytes(0xcb, 0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0); // retf; xor eax, eax; mov ds, es
    }

    byte[] toByteArray() {
        return code.toByteArray();
    }

    void copyTo(MemorySegment place) {
        place.copyFrom(MemorySegment.ofArray(toByteArray()));
    }
}
