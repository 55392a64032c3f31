package org.ring0.core.cpu.interpreter;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * Moves and fills of many elements at once, upwards, within one page of RAM on either side. Only what the TLB allows
 * without any further check is done this way, so that nothing can fault, be a device or be code; an answer of 0 elements
 * sends the caller to the slow way for one element.
 */
final class BulkMemory {
    private static final long PAGE = 0x1000;

    private final CpuState s;
    private final Mmu mmu;
    private final MemorySegment host;

    BulkMemory(Cpu cpu) {
        s = cpu.state();
        mmu = cpu.mmu();
        host = cpu.memory().host();
    }

    /** Copies up to {@code count} elements; the answer is how many. Offsets are below {@code addressMask + 1}. */
    long move(int segment, long sourceOffset, long destOffset, int size, long count, long addressMask) {
        Segment source = s.segment[segment];
        Segment dest = s.segment[Segment.ES];
        long from = source.base + sourceOffset & Segment.NO_LIMIT;
        long to = dest.base + destOffset & Segment.NO_LIMIT;
        long elements = Math.min(count, Math.min(room(from, size), room(to, size)));
        elements = Math.min(elements, within(sourceOffset, source.readLow, source.readHigh, size, addressMask));
        elements = Math.min(elements, within(destOffset, dest.writeLow, dest.writeHigh, size, addressMask));
        if (elements <= 0) {
            return 0;
        }
        long readable = mmu.readableBacking(from);
        long writable = mmu.writableBacking(to);
        if (readable < 0 || writable < 0) {
            return 0;
        }
        long distance = writable - readable;
        if (distance > 0 && distance < elements * size) {
            // The source runs into what has just been written: only so far is a copy the same as element by element.
            elements = distance / size;
        }
        MemorySegment.copy(host, readable, host, writable, elements * size);
        return elements;
    }

    /** Stores the low {@code size} bytes of {@code value} up to {@code count} times; the answer is how often. */
    long fill(long destOffset, long value, int size, long count, long addressMask) {
        Segment dest = s.segment[Segment.ES];
        long to = dest.base + destOffset & Segment.NO_LIMIT;
        long elements = Math.min(count, room(to, size));
        elements = Math.min(elements, within(destOffset, dest.writeLow, dest.writeHigh, size, addressMask));
        long writable = elements <= 0 ? -1 : mmu.writableBacking(to);
        if (writable < 0) {
            return 0;
        }
        MemorySegment target = host.asSlice(writable, elements * size);
        if (size == 1) {
            target.fill((byte) value);
            return elements;
        }
        for (int n = 0; n < size; n++) {
            target.set(JAVA_BYTE, n, (byte) (value >>> 8 * n));
        }
        for (long done = size; done < target.byteSize(); done *= 2) {
            MemorySegment.copy(target, 0, target, done, Math.min(done, target.byteSize() - done));
        }
        return elements;
    }

    /** Whole elements between a linear address and its page's end. */
    private static long room(long linear, int size) {
        return (PAGE - (linear & PAGE - 1)) / size;
    }

    /** Whole elements between an offset and the end of its segment or of the address size, 0 outside of the segment. */
    private static long within(long offset, long low, long high, int size, long addressMask) {
        return offset < low ? 0 : (Math.min(high, addressMask) - offset + 1) / size;
    }
}
