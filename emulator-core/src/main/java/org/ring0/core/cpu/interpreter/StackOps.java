package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.mmu.Segmentation;

/** PUSH and POP of general registers, memory and constants. */
final class StackOps {
    private StackOps() {}

    static final class Push extends Op {
        private final Segmentation memory;
        private final Place source;
        private final int size;

        Push(Cpu cpu, Instruction i, Place source) {
            memory = cpu.segmentation();
            this.source = source;
            size = i.operandSize;
        }

        @Override
        void run() {
            memory.push(source.read(), size);
        }
    }

    static final class PopRegister extends Op {
        private final Segmentation memory;
        private final Place dest;
        private final int size;

        PopRegister(Cpu cpu, Instruction i, Place dest) {
            memory = cpu.segmentation();
            this.dest = dest;
            size = i.operandSize;
        }

        @Override
        void run() {
            // POP eSP leaves what was popped, not the incremented pointer.
            dest.write(memory.pop(size));
        }
    }

    /** POP m: the address is computed after the stack pointer has moved (SDM Vol. 2B, POP). */
    static final class PopMemory extends Op {
        private final Segmentation memory;
        private final Place dest;
        private final int size;

        PopMemory(Cpu cpu, Instruction i, Place dest) {
            memory = cpu.segmentation();
            this.dest = dest;
            size = i.operandSize;
        }

        @Override
        void run() {
            long before = memory.stackPointer();
            long value = memory.pop(size);
            try {
                dest.write(value);
            } catch (RuntimeException fault) {
                memory.setStackPointer(before);
                throw fault;
            }
        }
    }
}
