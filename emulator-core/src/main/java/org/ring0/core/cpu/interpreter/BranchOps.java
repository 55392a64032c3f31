package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Flags;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/** Near transfers. The target is checked before anything changes: against CS's limit, and in 64-bit mode for its form. */
final class BranchOps {
    private BranchOps() {}

    /** What near transfers have in common. */
    abstract static class Near extends Op {
        final CpuState s;
        final long mask;
        private final Segment cs;

        Near(Cpu cpu, Instruction i) {
            s = cpu.state();
            mask = i.operandMask();
            cs = s.segment[Segment.CS];
        }

        /** The target of a transfer, after the checks; an offset of 32 bits is canonical. */
        final long checked(long target) {
            long ip = target & mask;
            if (ip > cs.limit || !LinearAddress.isCanonical(ip)) {
                throw CpuException.gp(0);
            }
            return ip;
        }
    }

    static final class JumpTo extends Near {
        private final Place target;

        JumpTo(Cpu cpu, Instruction i, Place target) {
            super(cpu, i);
            this.target = target;
        }

        @Override
        void run() {
            s.rip = checked(target.read());
        }
    }

    static final class Call extends Near {
        private final Segmentation memory;
        private final long displacement;
        private final int size;

        Call(Cpu cpu, Instruction i) {
            super(cpu, i);
            memory = cpu.segmentation();
            displacement = i.immediate;
            size = i.operandSize;
        }

        @Override
        void run() {
            long target = checked(s.rip + displacement);
            memory.push(s.rip, size);
            s.rip = target;
        }
    }

    static final class CallTo extends Near {
        private final Segmentation memory;
        private final Place target;
        private final int size;

        CallTo(Cpu cpu, Instruction i, Place target) {
            super(cpu, i);
            memory = cpu.segmentation();
            this.target = target;
            size = i.operandSize;
        }

        @Override
        void run() {
            long to = checked(target.read());
            memory.push(s.rip, size);
            s.rip = to;
        }
    }

    static final class Return extends Near {
        private final Segmentation memory;
        private final int size;
        private final long release;

        Return(Cpu cpu, Instruction i) {
            super(cpu, i);
            memory = cpu.segmentation();
            size = i.operandSize;
            release = i.immediate;
        }

        @Override
        void run() {
            s.rip = checked(memory.peek(0, size));
            memory.setStackPointer(memory.stackPointer() + size + release);
        }
    }

    /** LOOP, LOOPE, LOOPNE and JCXZ. */
    static final class Loop extends Near {
        private static final int RCX = 1;

        private final Mnemonic mnemonic;
        private final long displacement;
        private final int countSize;

        Loop(Cpu cpu, Instruction i) {
            super(cpu, i);
            mnemonic = i.mnemonic;
            displacement = i.immediate;
            countSize = i.addressSize;
        }

        @Override
        void run() {
            long count = Registers.read(s.gpr, RCX, countSize);
            if (mnemonic == Mnemonic.JCXZ) {
                if (count == 0) {
                    s.rip = checked(s.rip + displacement);
                }
                return;
            }
            count--;
            boolean zf = Flags.zf(s.flagKind, s.flagResult, s.flagSource);
            boolean again = (count & -1L >>> 64 - 8 * countSize) != 0
                    && (mnemonic == Mnemonic.LOOP_ || zf == (mnemonic == Mnemonic.LOOPE));
            if (again) {
                s.rip = checked(s.rip + displacement);
            }
            Registers.write(s.gpr, RCX, count, countSize);
        }
    }
}
