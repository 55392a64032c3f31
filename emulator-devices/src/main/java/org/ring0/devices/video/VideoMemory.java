package org.ring0.devices.video;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.CodePages;

/**
 * The card's memory, a part of the machine's host memory. It is seen in two ways: as a linear frame buffer, and as four
 * planes of 64 KiB, of which the byte at an offset is found at linear address {@code (offset & ~3) + 65536 * (offset & 3) +
 * plane}. So an address of a chain-4 mode, whose two low bits select the plane and whose others are the plane's offset, as
 * the IBM VGA wires it, is the linear address itself, and the bytes of all four planes are one dword.
 */
public final class VideoMemory {
    /** Bytes of a standard VGA: four planes of 64 KiB. */
    public static final int VGA_SIZE = 256 << 10;

    private static final int LARGEST = 256 << 20;
    private static final ValueLayout.OfInt DWORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment memory;
    private final CodePages codePages;
    private final long backing;
    private final int size;

    /**
     * @param space whose host memory holds the card's
     * @param backing where in host memory it begins, a multiple of 4 KiB
     * @param size bytes, a power of two from 256 KiB to 256 MiB
     */
    public VideoMemory(AddressSpace space, long backing, int size) {
        if (size < VGA_SIZE || size > LARGEST || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("no size of video memory: " + size + " bytes");
        }
        space.demand(backing, size);
        this.memory = space.host().asSlice(backing, size);
        this.codePages = space.codePages();
        this.backing = backing;
        this.size = size;
    }

    /** Bytes. */
    public int size() {
        return size;
    }

    /** Where in host memory it begins. */
    public long backing() {
        return backing;
    }

    /** The byte at a linear address, which wraps at the memory's end. */
    int get(int linear) {
        return memory.get(JAVA_BYTE, linear & size - 1) & 0xff;
    }

    void set(int linear, int value) {
        int at = linear & size - 1;
        memory.set(JAVA_BYTE, at, (byte) value);
        codePages.written(backing + at, 1);
    }

    /** The four bytes at a linear address that is a multiple of 4. */
    int getDword(int linear) {
        return memory.get(DWORD, linear & size - 4);
    }

    /** The bytes of the four planes at an offset, plane 0 in the low byte. */
    int planes(int offset) {
        return getDword(linear(offset));
    }

    /** Replaces the bits of {@code mask} in the four planes at an offset. */
    void setPlanes(int offset, int value, int mask) {
        int at = linear(offset) & size - 4;
        memory.set(DWORD, at, memory.get(DWORD, at) & ~mask | value & mask);
        codePages.written(backing + at, 4);
    }

    /** Zeroes {@code length} bytes from the beginning. */
    void clear(int length) {
        int bytes = Math.min(length, size);
        memory.asSlice(0, bytes).fill((byte) 0);
        codePages.written(backing, bytes);
    }

    /** Offsets above 64 KiB exist in planar modes of the VBE extension: each 64 KiB of them take the next 256 KiB. */
    private static int linear(int offset) {
        return (offset & ~0xffff) << 2 | (offset & 3) << 16 | offset & 0xfffc;
    }
}
