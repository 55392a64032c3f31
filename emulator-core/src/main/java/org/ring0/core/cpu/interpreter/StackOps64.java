package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/** The frequent instructions of 64-bit code that move 64 bits to or from the stack, as {@link Ops64}. */
final class StackOps64 {
    private StackOps64() {}

    /** What they have in common. */
    abstract static class Base extends Op {
        static final int SIZE = 8;
        static final int RSP = CpuState.RSP;

        final CpuState s;
        final long[] gpr;
        private final Segmentation segmentation;
        private final Mmu mmu;

        Base(Cpu cpu, Instruction i) {
            super(i.length);
            s = cpu.state();
            gpr = s.gpr;
            segmentation = cpu.segmentation();
            mmu = cpu.mmu();
        }

        final void push(long value) {
            long pointer = gpr[RSP] - SIZE;
            mmu.write64(segmentation.linear64(Segment.SS, pointer, SIZE), value);
            gpr[RSP] = pointer;
        }

        final long top() {
            return mmu.read64(segmentation.linear64(Segment.SS, gpr[RSP], SIZE));
        }

        static long checked(long target) {
            if (!LinearAddress.isCanonical(target)) {
                throw CpuException.gp(0);
            }
            return target;
        }
    }

    static final class PushRegister extends Base {
        private final int source;

        PushRegister(Cpu cpu, Instruction i) {
            super(cpu, i);
            source = i.destinationRegister;
        }

        @Override
        void run() {
            push(gpr[source]);
        }
    }

    static final class PopRegister extends Base {
        private final int dest;

        PopRegister(Cpu cpu, Instruction i) {
            super(cpu, i);
            dest = i.destinationRegister;
        }

        @Override
        void run() {
            long value = top();
            gpr[RSP] += SIZE;
            gpr[dest] = value;
        }
    }

    static final class Call extends Base {
        private final long displacement;

        Call(Cpu cpu, Instruction i) {
            super(cpu, i);
            displacement = i.immediate;
        }

        @Override
        void run() {
            long next = s.rip;
            long target = checked(next + displacement);
            push(next);
            s.rip = target;
        }
    }

    static final class Return extends Base {
        private final long release;

        Return(Cpu cpu, Instruction i) {
            super(cpu, i);
            release = SIZE + i.immediate;
        }

        @Override
        void run() {
            s.rip = checked(top());
            gpr[RSP] += release;
        }
    }
}
