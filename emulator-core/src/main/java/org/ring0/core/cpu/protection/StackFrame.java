package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/**
 * A frame being pushed on the present stack or on one that is not loaded yet. No register changes before {@link #commit},
 * so that a page fault in the middle leaves nothing but words below the stack pointer.
 */
final class StackFrame {
    private final Mmu mmu;
    private final Segment segment;
    private final boolean system;
    private final int overflowCode;
    private final long mask;
    private long pointer;

    /** @param segment null for 64-bit mode, where it does not count */
    private StackFrame(Cpu cpu, Segment segment, long pointer, boolean system, int overflowCode) {
        this.mmu = cpu.mmu();
        this.segment = segment;
        this.mask = segment == null ? -1 : segment.isBig() ? 0xffff_ffffL : 0xffff;
        this.pointer = pointer & mask;
        this.system = system;
        this.overflowCode = overflowCode;
    }

    /** On the present stack; #SS has the error code {@code ext}. */
    static StackFrame onPresent(Cpu cpu, int ext) {
        CpuState s = cpu.state();
        Segment segment = s.is64Bit() ? null : s.segment[Segment.SS];
        return new StackFrame(cpu, segment, s.gpr[CpuState.RSP], s.cpl < 3, ext);
    }

    /** On the stack of an inner level; #SS names its selector. */
    static StackFrame onInner(Cpu cpu, InnerStack stack, int ext) {
        Segment segment = new Segment();
        stack.descriptor().loadInto(segment, stack.selector());
        return new StackFrame(cpu, segment, stack.pointer(), true, Selector.errorCode(stack.selector(), ext));
    }

    /** Throws #SS unless the next {@code count} pushes of {@code size} bytes fit. */
    void require(int count, int size) {
        for (int n = 1; n <= count; n++) {
            long offset = pointer - (long) n * size & mask;
            boolean fits = segment == null
                    ? LinearAddress.isCanonical(offset, size)
                    : offset >= segment.writeLow && offset + size - 1 <= segment.writeHigh;
            if (!fits) {
                throw CpuException.ss(overflowCode);
            }
        }
    }

    /** Pushes 2, 4 or 8 bytes, for which {@link #require} has made room. */
    void push(long value, int size) {
        long at = pointer - size & mask;
        long linear = segment == null ? at : segment.base + at & 0xffff_ffffL;
        if (system) {
            mmu.writeSystem(linear, value, size);
        } else {
            mmu.write(linear, value, size);
        }
        pointer = at;
    }

    /** Moves RSP to the frame's end; SS must be the frame's by now. */
    void commit(CpuState s) {
        long rsp = s.gpr[CpuState.RSP];
        s.gpr[CpuState.RSP] = mask == 0xffff ? rsp & ~mask | pointer : pointer;
    }
}
