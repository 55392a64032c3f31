package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.CpuException;

/** SYSTEM instructions, and those that the mode forbids. */
final class SystemOps {
    private SystemOps() {}

    static final class Call extends Op {
        private final Cpu cpu;
        private final Instruction instruction;
        private final SystemBody body;

        Call(Cpu cpu, Instruction i, SystemBody body) {
            this.cpu = cpu;
            this.instruction = i;
            this.body = body;
        }

        @Override
        void run() {
            body.execute(cpu, instruction);
        }
    }

    /** An instruction for CPL 0 in code of another. */
    static final class Forbidden extends Op {
        @Override
        void run() {
            throw CpuException.gp(0);
        }
    }
}
