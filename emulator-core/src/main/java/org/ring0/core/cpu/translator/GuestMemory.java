package org.ring0.core.cpu.translator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.ring0.core.cpu.state.Segment;

/**
 * What translated code calls for a memory access; HotSpot inlines all of it. The address comes out of the TLB and is known to
 * lie in RAM: an offset of the machine's host memory, or with raw access an address of the process.
 */
public final class GuestMemory {
    private static final ValueLayout.OfShort WORD = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt DWORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** In place of a linear address: the access violates its segment. */
    public static final long VIOLATION = -1;

    private GuestMemory() {}

    public static int load1(MemorySegment memory, long address) {
        return memory.get(ValueLayout.JAVA_BYTE, address) & 0xff;
    }

    public static int load2(MemorySegment memory, long address) {
        return memory.get(WORD, address) & 0xffff;
    }

    public static int load4(MemorySegment memory, long address) {
        return memory.get(DWORD, address);
    }

    public static void store1(MemorySegment memory, long address, int value) {
        memory.set(ValueLayout.JAVA_BYTE, address, (byte) value);
    }

    public static void store2(MemorySegment memory, long address, int value) {
        memory.set(WORD, address, (short) value);
    }

    public static void store4(MemorySegment memory, long address, int value) {
        memory.set(DWORD, address, value);
    }

    /** The linear address of a read in a segment that is not flat, or {@link #VIOLATION}. */
    public static long linearForRead(Segment segment, int offset, int size) {
        long at = offset & 0xffff_ffffL;
        return at < segment.readLow || at + size - 1 > segment.readHigh ? VIOLATION : segment.base + at & 0xffff_ffffL;
    }

    /** The linear address of a write in a segment that is not flat, or {@link #VIOLATION}. */
    public static long linearForWrite(Segment segment, int offset, int size) {
        long at = offset & 0xffff_ffffL;
        return at < segment.writeLow || at + size - 1 > segment.writeHigh
                ? VIOLATION
                : segment.base + at & 0xffff_ffffL;
    }
}
