package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.state.CpuState;

/**
 * A memory operand: its effective address, and the way through segment and page to the bytes. Code is decoded for one mode,
 * so that none of this asks for it.
 */
abstract class MemoryPlace extends Place {
    private final CpuState state;
    private final long[] gpr;
    final Segmentation segmentation;
    private final Mmu mmu;
    private final int base;
    private final int index;
    private final int scale;
    private final long displacement;
    private final long mask;
    private final boolean ripRelative;
    final int segment;
    private final int size;

    private MemoryPlace(Cpu cpu, Instruction i, int size) {
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

    /** @param is64 whether it is an operand of 64-bit code */
    static MemoryPlace of(Cpu cpu, Instruction i, int size, boolean is64) {
        return is64 ? new Flat(cpu, i, size) : new Segmented(cpu, i, size);
    }

    /** The linear address for a read of so many bytes, all checks but paging made. */
    abstract long linearForRead(int bytes);

    /** The linear address for a write, or a read and a write. */
    abstract long linearForWrite(int bytes);

    /** Of 16- or 32-bit code. */
    private static final class Segmented extends MemoryPlace {
        Segmented(Cpu cpu, Instruction i, int size) {
            super(cpu, i, size);
        }

        @Override
        long linearForRead(int bytes) {
            return segmentation.linearForRead32(segment, offset(), bytes);
        }

        @Override
        long linearForWrite(int bytes) {
            return segmentation.linearForWrite32(segment, offset(), bytes);
        }
    }

    /** Of 64-bit code. */
    private static final class Flat extends MemoryPlace {
        Flat(Cpu cpu, Instruction i, int size) {
            super(cpu, i, size);
        }

        @Override
        long linearForRead(int bytes) {
            return segmentation.linear64(segment, offset(), bytes);
        }

        @Override
        long linearForWrite(int bytes) {
            return segmentation.linear64(segment, offset(), bytes);
        }
    }

    final long offset() {
        long offset = gpr[base] + (gpr[index] << scale) + displacement;
        return (ripRelative ? offset + state.rip : offset) & mask;
    }

    @Override
    long read() {
        return mmu.read(linearForRead(size), size);
    }

    @Override
    long readForUpdate() {
        long linear = linearForWrite(size);
        mmu.probeWrite(linear, size);
        return mmu.read(linear, size);
    }

    @Override
    void write(long value) {
        mmu.write(linearForWrite(size), value, size);
    }
}
