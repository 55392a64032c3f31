package org.ring0.core.cpu.translator;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.ring0.core.cpu.state.Segment;

/**
 * What translated code needs for a memory access. The address comes out of the TLB and is known to lie in RAM: an offset of
 * the machine's host memory, or with raw access an address of the process.
 */
public final class GuestMemory {
    /** Accesses of 1, 2, 4 and 8 bytes: coordinates are the memory and an address in it. */
    static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

    static final VarHandle WORD =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    static final VarHandle DWORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    static final VarHandle QWORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    /** In place of a linear address: the access violates its segment. */
    public static final long VIOLATION = -1;

    /** In place of a host address: the TLB has no such access. */
    public static final long MISS = -1;

    private GuestMemory() {}

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
