package org.ring0.devices.storage.ide;

/** The twelve bytes of a packet command; numbers in it are big-endian. */
record Packet(byte[] bytes) {
    static final int LENGTH = 12;

    int opcode() {
        return u8(0);
    }

    int u8(int offset) {
        return bytes[offset] & 0xff;
    }

    int u16(int offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    int u24(int offset) {
        return u16(offset) << 8 | u8(offset + 2);
    }

    long u32(int offset) {
        return (long) u16(offset) << 16 | u16(offset + 2);
    }

    boolean bit(int offset, int bit) {
        return (u8(offset) >> bit & 1) != 0;
    }
}
