package org.ring0.core.cpu.mmu;

import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/**
 * Logical addresses: limit and type checks, the alignment check, and the stack (SDM Vol. 3A, chapters 3 and 5). Offsets
 * come in already masked to the address size. A violation is #SS(0) through SS and #GP(0) through any other segment; #AC
 * comes after those and before a page fault.
 */
public final class Segmentation {
    private static final long LINEAR_MASK = 0xffff_ffffL;

    private final CpuState state;
    private final Mmu mmu;

    public Segmentation(CpuState state, Mmu mmu) {
        this.state = state;
        this.mmu = mmu;
    }

    /** The linear address of a read of {@code size} bytes, all checks but paging made. */
    public long linearForRead(int segment, long offset, int size) {
        return state.is64Bit() ? linear64(segment, offset, size) : linearForRead32(segment, offset, size);
    }

    /** {@link #linearForRead} outside 64-bit mode. */
    public long linearForRead32(int segment, long offset, int size) {
        Segment s = state.segment[segment];
        if (offset < s.readLow || offset + size - 1 > s.readHigh) {
            throw violation(segment);
        }
        return aligned(s.base + offset & LINEAR_MASK, size);
    }

    /** The linear address of a write (or a read and write) of {@code size} bytes, all checks but paging made. */
    public long linearForWrite(int segment, long offset, int size) {
        return state.is64Bit() ? linear64(segment, offset, size) : linearForWrite32(segment, offset, size);
    }

    /** {@link #linearForWrite} outside 64-bit mode. */
    public long linearForWrite32(int segment, long offset, int size) {
        Segment s = state.segment[segment];
        if (offset < s.writeLow || offset + size - 1 > s.writeHigh) {
            throw violation(segment);
        }
        return aligned(s.base + offset & LINEAR_MASK, size);
    }

    /**
     * {@link #linearForRead} and {@link #linearForWrite} in 64-bit mode: bases of FS and GS alone count, and the whole access
     * must lie at canonical addresses.
     */
    public long linear64(int segment, long offset, int size) {
        long linear = segment >= Segment.FS ? state.segment[segment].base + offset : offset;
        if (!LinearAddress.isCanonical(linear, size)) {
            throw violation(segment);
        }
        return aligned(linear, size);
    }

    /** Where a segment begins: in 64-bit mode at 0, whatever its base, except FS and GS. */
    public long base(int segment) {
        return segment < Segment.FS && state.is64Bit() ? 0 : state.segment[segment].base;
    }

    /** Reads 1, 2, 4 or 8 bytes, zero-extended. */
    public long read(int segment, long offset, int size) {
        return mmu.read(linearForRead(segment, offset, size), size);
    }

    /** Writes the low 1, 2, 4 or 8 bytes of {@code value}. */
    public void write(int segment, long offset, long value, int size) {
        mmu.write(linearForWrite(segment, offset, size), value, size);
    }

    /** Faults exactly as a write would. */
    public void probeWrite(int segment, long offset, int size) {
        mmu.probeWrite(linearForWrite(segment, offset, size), size);
    }

    /** Faults exactly as a read would. */
    public void probeRead(int segment, long offset, int size) {
        mmu.probeRead(linearForRead(segment, offset, size), size);
    }

    /** The width of the stack pointer as a mask: RSP in 64-bit mode, ESP if SS is a big segment, else SP. */
    public long stackMask() {
        return state.is64Bit() ? -1 : state.segment[Segment.SS].isBig() ? 0xffff_ffffL : 0xffffL;
    }

    /** The stack pointer, as wide as the stack. */
    public long stackPointer() {
        return state.gpr[CpuState.RSP] & stackMask();
    }

    /** Sets as much of RSP as the stack is wide. */
    public void setStackPointer(long pointer) {
        long mask = stackMask();
        long rsp = state.gpr[CpuState.RSP];
        state.gpr[CpuState.RSP] = mask == 0xffff ? rsp & ~mask | pointer & mask : pointer & mask;
    }

    /** Pushes the low 2, 4 or 8 bytes; RSP changes last. */
    public void push(long value, int size) {
        long pointer = stackPointer() - size & stackMask();
        write(Segment.SS, pointer, value, size);
        setStackPointer(pointer);
    }

    /** Pops 2, 4 or 8 bytes, zero-extended; RSP changes last. */
    public long pop(int size) {
        long pointer = stackPointer();
        long value = read(Segment.SS, pointer, size);
        setStackPointer(pointer + size);
        return value;
    }

    /** What a pop would read {@code depth} bytes further up; RSP stays. */
    public long peek(int depth, int size) {
        return read(Segment.SS, stackPointer() + depth & stackMask(), size);
    }

    private long aligned(long linear, int size) {
        if ((linear & Integer.highestOneBit(size) - 1) != 0 && checksAlignment()) {
            throw CpuException.ac();
        }
        return linear;
    }

    /** Whether a misaligned access raises #AC now: CPL 3, EFLAGS.AC and CR0.AM. */
    public boolean checksAlignment() {
        return state.cpl == 3 && (state.systemFlags & Eflags.AC) != 0 && (state.cr0 & ControlBits.CR0_AM) != 0;
    }

    private static CpuException violation(int segment) {
        return segment == Segment.SS ? CpuException.ss(0) : CpuException.gp(0);
    }
}
