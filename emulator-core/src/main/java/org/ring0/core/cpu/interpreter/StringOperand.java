package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.memory.CodePages;

/**
 * One memory operand of a repeated string instruction: as many of its elements as lie in one page of RAM, within the segment,
 * where the TLB allows the access without any further check. With DF set they go downwards from the first.
 */
final class StringOperand {
    private static final long OFFSET_MASK = 0xfff;

    private final Cpu cpu;
    private final CpuState s;
    private final Mmu mmu;
    private final CodePages codePages;
    private final int segment;
    private final boolean written;
    private final int size;
    private final int shift;
    private final long addressMask;
    private final int length;

    /** The backing offset of the first element, and whether its page holds code. */
    private long first;

    private boolean code;

    private StringOperand(Cpu cpu, Instruction i, int segment, boolean written) {
        this.cpu = cpu;
        s = cpu.state();
        mmu = cpu.mmu();
        codePages = cpu.memory().codePages();
        this.segment = segment;
        this.written = written;
        size = i.operandSize;
        shift = Integer.numberOfTrailingZeros(size);
        addressMask = i.addressMask();
        length = i.length;
    }

    /** What RSI points to. */
    static StringOperand source(Cpu cpu, Instruction i) {
        return new StringOperand(cpu, i, i.segment, false);
    }

    /** What RDI points to. */
    static StringOperand destination(Cpu cpu, Instruction i, boolean written) {
        return new StringOperand(cpu, i, Segment.ES, written);
    }

    /** How many elements from {@code offset} on can be accessed at once, at most {@code count}. */
    long accessible(long offset, long count, boolean down) {
        long linear = cpu.segmentation().base(segment) + offset & s.linearMask();
        long inPage = linear & OFFSET_MASK;
        long lastInPage = OFFSET_MASK + 1 - size;
        if (inPage > lastInPage) {
            return 0;
        }
        long inSegment = inSegment(offset, down);
        if (inSegment < 0 || !locate(linear)) {
            return 0;
        }
        long further = Math.min(down ? inPage : lastInPage - inPage, inSegment);
        return Math.min(count, (further >> shift) + 1);
    }

    /** How many bytes further the last element within the segment may begin; negative: not even this one is within. */
    private long inSegment(long offset, boolean down) {
        if (addressMask == -1) {
            // Pages where the TLB allows an access are canonical as a whole.
            return Long.MAX_VALUE;
        }
        Segment through = s.segment[segment];
        boolean unlimited = s.is64Bit();
        long low = unlimited ? 0 : written ? through.writeLow : through.readLow;
        long limit = unlimited ? addressMask : written ? through.writeHigh : through.readHigh;
        long high = Math.min(limit, addressMask) - size + 1;
        return offset < low || offset > high ? -1 : down ? offset - low : high - offset;
    }

    private boolean locate(long linear) {
        code = false;
        first = written ? mmu.writableBacking(linear) : mmu.readableBacking(linear);
        if (first < 0 && written) {
            code = true;
            first = mmu.codeBacking(linear);
        }
        return first >= 0;
    }

    /** The backing offset of the lowest byte of {@code elements} elements. */
    long lowest(long elements, boolean down) {
        return down ? first - (elements - 1 << shift) : first;
    }

    /** The backing offset of the last of {@code elements} elements. */
    long last(long elements, boolean down) {
        return down ? first - (elements - 1 << shift) : first + (elements - 1 << shift);
    }

    /**
     * Whether one of these bytes of host memory is, or may be, one of the instruction itself: then the next iteration must
     * find out whether it is still the same instruction.
     */
    boolean mayBeOwn(long lowest, long bytes) {
        return (code || crossesPage()) && (holds(lowest, bytes, start()) || holds(lowest, bytes, end()));
    }

    /** Whether the instruction's last bytes lie in another page than its first: those are not watched for stores. */
    boolean crossesPage() {
        return (start() & ~OFFSET_MASK) != (end() & ~OFFSET_MASK);
    }

    private long start() {
        return s.segment[Segment.CS].base + s.rip - length & s.linearMask();
    }

    private long end() {
        return s.segment[Segment.CS].base + s.rip - 1 & s.linearMask();
    }

    private boolean holds(long lowest, long bytes, long linear) {
        long own = mmu.executableBacking(linear);
        return own < 0 || own + length > lowest && own - length < lowest + bytes;
    }

    /** Tells those who keep decoded code of stores that have been made. */
    void tell(long lowest, long bytes) {
        if (code) {
            codePages.written(lowest, (int) bytes);
        }
    }
}
