package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;

/** The checks of memory operands that span many bytes: one for the first byte and one for the last say all. */
final class MemoryBlock {
    private MemoryBlock() {}

    /** Faults as a write of the whole block would, before any of it is written. */
    static void probeWrite(Cpu cpu, Instruction i, int size) {
        long first = Operands.offset(cpu, i);
        cpu.segmentation().probeWrite(i.segment, first, 1);
        cpu.segmentation().probeWrite(i.segment, first + size - 1 & i.addressMask(), 1);
    }

    /** Faults as a read of the whole block would. */
    static void probeRead(Cpu cpu, Instruction i, int size) {
        long first = Operands.offset(cpu, i);
        cpu.segmentation().probeRead(i.segment, first, 1);
        cpu.segmentation().probeRead(i.segment, first + size - 1 & i.addressMask(), 1);
    }
}
