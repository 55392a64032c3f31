package org.ring0.core.cpu.interpreter;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;

/**
 * Many iterations of a repeated string instruction at once, within one page of RAM on either side. Nothing can fault there,
 * be a device or be watched; an answer of 0 elements sends the caller to the slow way for one, which fills the TLB or faults.
 */
final class BulkMemory {
    private static final ValueLayout.OfLong QWORD = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** A multiple of every element's size: what is written one by one before a fill begins to copy itself. */
    private static final int SEED = 64;

    private final MemorySegment host;
    private final StringOperand source;
    private final StringOperand dest;
    private final ElementScan scan;
    private final int size;
    private final int shift;

    private long lastSource;
    private long lastDest;

    BulkMemory(Cpu cpu, Instruction i) {
        host = cpu.memory().host();
        source = StringOperand.source(cpu, i);
        dest = StringOperand.destination(cpu, i, i.mnemonic == Mnemonic.MOVS || i.mnemonic == Mnemonic.STOS);
        scan = new ElementScan(host, i.operandSize, i.rep);
        size = i.operandSize;
        shift = Integer.numberOfTrailingZeros(size);
    }

    /** The last element that was loaded or compared at the source. */
    long lastSource() {
        return lastSource;
    }

    /** The last element that was compared at the destination. */
    long lastDest() {
        return lastDest;
    }

    /** Whether the instruction itself lies in two pages. */
    boolean crossesPage() {
        return dest.crossesPage();
    }

    private long both(long sourceOffset, long destOffset, long count, boolean down) {
        long n = source.accessible(sourceOffset, count, down);
        return n == 0 ? 0 : dest.accessible(destOffset, n, down);
    }

    /** MOVS of up to {@code count} elements; the answer is how many. */
    long move(long sourceOffset, long destOffset, long count, boolean down) {
        long n = both(sourceOffset, destOffset, count, down);
        long bytes = n << shift;
        long to = dest.lowest(n, down);
        if (n == 0 || dest.mayBeOwn(to, bytes)) {
            return 0;
        }
        copy(source.lowest(n, down), to, bytes, down);
        dest.tell(to, bytes);
        return n;
    }

    /** STOS of the low bytes of {@code value}, up to {@code count} times; the answer is how often. */
    long fill(long destOffset, long value, long count, boolean down) {
        long n = dest.accessible(destOffset, count, down);
        long bytes = n << shift;
        long to = dest.lowest(n, down);
        if (n == 0 || dest.mayBeOwn(to, bytes)) {
            return 0;
        }
        fill(to, ElementScan.broadcast(value, size), bytes);
        dest.tell(to, bytes);
        return n;
    }

    /** LODS of up to {@code count} elements; the answer is how many. */
    long load(long sourceOffset, long count, boolean down) {
        long n = source.accessible(sourceOffset, count, down);
        if (n != 0) {
            lastSource = ElementScan.element(host, source.last(n, down), size);
        }
        return n;
    }

    /** CMPS of up to {@code count} elements, until it stops; the answer is how many. */
    long compare(long sourceOffset, long destOffset, long count, boolean down) {
        long n = both(sourceOffset, destOffset, count, down);
        if (n == 0) {
            return 0;
        }
        long done = scan.compare(source.lowest(n, down), dest.lowest(n, down), n, down);
        lastSource = ElementScan.element(host, source.last(done, down), size);
        lastDest = ElementScan.element(host, dest.last(done, down), size);
        return done;
    }

    /** SCAS for {@code value} of up to {@code count} elements, until it stops; the answer is how many. */
    long search(long destOffset, long value, long count, boolean down) {
        long n = dest.accessible(destOffset, count, down);
        if (n == 0) {
            return 0;
        }
        long done = scan.search(dest.lowest(n, down), value, n, down);
        lastDest = ElementScan.element(host, dest.last(done, down), size);
        return done;
    }

    /** As element by element: where the source runs into what has just been written, that is written again. */
    private void copy(long from, long to, long bytes, boolean down) {
        long ahead = down ? from - to : to - from;
        if (ahead <= 0 || ahead >= bytes) {
            MemorySegment.copy(host, from, host, to, bytes);
        } else if (ahead < size) {
            overlapping(from, to, bytes, down);
        } else if (down) {
            repeatDown(to + bytes, ahead, bytes);
        } else {
            repeatUp(to, ahead, bytes);
        }
    }

    /** Elements that overlap with what they become: no pattern of bytes. */
    private void overlapping(long from, long to, long bytes, boolean down) {
        for (long done = 0; done < bytes; done += size) {
            long at = down ? bytes - done - size : done;
            long value = ElementScan.element(host, from + at, size);
            for (int n = 0; n < size; n++) {
                host.set(JAVA_BYTE, to + at + n, (byte) (value >>> 8 * n));
            }
        }
    }

    /** Continues the {@code period} bytes before {@code to}, in pieces that double. */
    private void repeatUp(long to, long period, long bytes) {
        if (period == 1) {
            fill(to, ElementScan.broadcast(host.get(JAVA_BYTE, to - 1), 1), bytes);
            return;
        }
        for (long done = 0; done < bytes; ) {
            long n = Math.min(period + done, bytes - done);
            MemorySegment.copy(host, to - period, host, to + done, n);
            done += n;
        }
    }

    /** Continues the {@code period} bytes from {@code end} on downwards. */
    private void repeatDown(long end, long period, long bytes) {
        if (period == 1) {
            fill(end - bytes, ElementScan.broadcast(host.get(JAVA_BYTE, end), 1), bytes);
            return;
        }
        for (long done = 0; done < bytes; ) {
            long n = Math.min(period + done, bytes - done);
            MemorySegment.copy(host, end + period - n, host, end - done - n, n);
            done += n;
        }
    }

    private void fill(long to, long pattern, long bytes) {
        long seed = Math.min(bytes, SEED);
        long done = 0;
        for (; done + Long.BYTES <= seed; done += Long.BYTES) {
            host.set(QWORD, to + done, pattern);
        }
        for (; done < seed; done++) {
            host.set(JAVA_BYTE, to + done, (byte) (pattern >>> 8 * (done & 7)));
        }
        repeatUp(to + seed, seed, bytes - seed);
    }
}
