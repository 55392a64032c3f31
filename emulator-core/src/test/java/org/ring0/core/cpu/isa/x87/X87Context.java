package org.ring0.core.cpu.isa.x87;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;

/** Our side of a comparison: FPU, one memory operand, flags. */
final class X87Context {
    final FpuState fpu = new FpuState();
    final MemorySegment operand = MemorySegment.ofArray(new byte[16]);
    long flags;

    /** Sign-extended. */
    long read(int size) {
        long value = operand.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        return value << 64 - size * 8 >> 64 - size * 8;
    }

    int readUpper() {
        return FpuImage.get16(operand, 8);
    }

    void write(int size, boolean stored, boolean pop) {
        if (!stored) {
            return;
        }
        for (int i = 0; i < size; i++) {
            long value = i < 8 ? fpu.stored >>> 8 * i : fpu.storedUpper >> 8 * (i - 8);
            operand.set(ValueLayout.JAVA_BYTE, i, (byte) value);
        }
        if (pop) {
            fpu.pop();
        }
    }

    void setFlags(int answer) {
        flags = flags & ~0x8d5L
                | ((answer & FpuBits.C0) != 0 ? 1 : 0)
                | ((answer & FpuBits.C2) != 0 ? 4 : 0)
                | ((answer & FpuBits.C3) != 0 ? 0x40 : 0);
    }
}
