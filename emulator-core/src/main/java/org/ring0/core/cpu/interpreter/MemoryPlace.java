package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.state.CpuState;

/** A memory operand: its effective address, and the way through segment and page to the bytes. */
final class MemoryPlace extends Place {
    private final CpuState state;
    private final long[] gpr;
    private final Segmentation segmentation;
    private final Mmu mmu;
    private final int base;
    private final int index;
    private final int scale;
    private final long displacement;
    private final long mask;
    private final boolean ripRelative;
    private final int segment;
    private final int size;

    MemoryPlace(Cpu cpu, Instruction i, int size) {
        state = cpu.state();
        gpr = state.gpr;
        segmentation = cpu.segmentation();
        mmu = cpu.mmu();
        base = i.base;
        index = i.index;
        scale = i.scale;
        displacement = i.displacement;
        mask = i.addressMask();
        ripRelative = i.ripRelative;
        segment = i.segment;
        this.size = size;
    }

    long offset() {
        long offset = gpr[base] + (gpr[index] << scale) + displacement;
        return (ripRelative ? offset + state.rip : offset) & mask;
    }

    @Override
    long read() {
        return mmu.read(segmentation.linearForRead(segment, offset(), size), size);
    }

    @Override
    long readForUpdate() {
        long linear = segmentation.linearForWrite(segment, offset(), size);
        mmu.probeWrite(linear, size);
        return mmu.read(linear, size);
    }

    @Override
    void write(long value) {
        mmu.write(segmentation.linearForWrite(segment, offset(), size), value, size);
    }

    int read8() {
        return mmu.read8(segmentation.linearForRead(segment, offset(), 1)) & 0xff;
    }

    int read16() {
        return mmu.read16(segmentation.linearForRead(segment, offset(), 2)) & 0xffff;
    }

    long read32() {
        return mmu.read32(segmentation.linearForRead(segment, offset(), 4)) & 0xffff_ffffL;
    }

    void write8(long value) {
        mmu.write8(segmentation.linearForWrite(segment, offset(), 1), (int) value);
    }

    void write32(long value) {
        mmu.write32(segmentation.linearForWrite(segment, offset(), 4), (int) value);
    }

    /** As {@link #readForUpdate()} for four bytes. */
    long read32ForUpdate() {
        long linear = segmentation.linearForWrite(segment, offset(), 4);
        mmu.probeWrite(linear, 4);
        return mmu.read32(linear) & 0xffff_ffffL;
    }
}
