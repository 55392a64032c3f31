package org.ring0.core.cpu.isa.body;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** PUSHA, POPA, ENTER and LEAVE (SDM Vol. 2). RSP changes last, so that a fault leaves everything as it was. */
final class Frames {
    private static final int RSP = 4;
    private static final int RBP = 5;

    private Frames() {}

    static void pusha(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        int size = i.operandSize;
        long mask = memory.stackMask();
        long top = memory.stackPointer();
        for (int r = 7; r >= 0; r--) {
            memory.probeWrite(Segment.SS, top - (r + 1) * size & mask, size);
        }
        for (int r = 0; r < 8; r++) {
            memory.write(Segment.SS, top - (r + 1) * size & mask, Registers.read(s.gpr, r, size), size);
        }
        memory.setStackPointer(top - 8 * size);
    }

    static void popa(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        int size = i.operandSize;
        long[] values = new long[8];
        for (int r = 7; r >= 0; r--) {
            values[r] = memory.peek((7 - r) * size, size);
        }
        for (int r = 0; r < 8; r++) {
            if (r != RSP) {
                Registers.write(s.gpr, r, values[r], size);
            }
        }
        memory.setStackPointer(memory.stackPointer() + 8 * size);
    }

    static void enter(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        int size = i.operandSize;
        long mask = memory.stackMask();
        int level = i.immediate2 & 31;
        long pointer = memory.stackPointer() - size & mask;
        long frame = pointer;
        memory.write(Segment.SS, pointer, s.gpr[RBP], size);
        long outer = s.gpr[RBP];
        for (int l = 1; l < level; l++) {
            outer -= size;
            long link = memory.read(Segment.SS, outer & mask, size);
            pointer = pointer - size & mask;
            memory.write(Segment.SS, pointer, link, size);
        }
        if (level > 0) {
            pointer = pointer - size & mask;
            memory.write(Segment.SS, pointer, frame, size);
        }
        long end = pointer - i.immediate & mask;
        // The new top is touched as by a write (SDM Vol. 2A, ENTER), so that a fault comes before anything has changed.
        memory.probeWrite(Segment.SS, end, size);
        Registers.write(s.gpr, RBP, mask == 0xffff ? s.gpr[RBP] & ~mask | frame : frame, size);
        memory.setStackPointer(end);
    }

    static void leave(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        int size = i.operandSize;
        long mask = memory.stackMask();
        long frame = s.gpr[RBP] & mask;
        long link = memory.read(Segment.SS, frame, size);
        memory.setStackPointer(frame + size);
        Registers.write(s.gpr, RBP, link, size);
    }
}
