package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Flags;

/** As {@link Ops32} for 64-bit operands. */
final class Ops64 {
    private Ops64() {}

    static final class MoveRegister extends Op {
        private final long[] gpr;
        private final int dest;
        private final int source;

        MoveRegister(CpuState s, Instruction i) {
            super(i.length);
            gpr = s.gpr;
            dest = i.destinationRegister;
            source = i.sourceRegister;
        }

        @Override
        void run() {
            gpr[dest] = gpr[source];
        }
    }

    static final class Load extends Op {
        private final long[] gpr;
        private final int dest;
        private final MemoryPlace source;

        Load(CpuState s, Instruction i, MemoryPlace source) {
            super(i.length);
            gpr = s.gpr;
            dest = i.destinationRegister;
            this.source = source;
        }

        @Override
        void run() {
            gpr[dest] = source.read64();
        }
    }

    /** LEA. */
    static final class LoadAddress extends Op {
        private final long[] gpr;
        private final int dest;
        private final MemoryPlace source;

        LoadAddress(CpuState s, Instruction i, MemoryPlace source) {
            super(i.length);
            gpr = s.gpr;
            dest = i.destinationRegister;
            this.source = source;
        }

        @Override
        void run() {
            gpr[dest] = source.offset();
        }
    }

    static final class Store extends Op {
        private final long[] gpr;
        private final int source;
        private final MemoryPlace dest;

        Store(CpuState s, Instruction i, MemoryPlace dest) {
            super(i.length);
            gpr = s.gpr;
            source = i.sourceRegister;
            this.dest = dest;
        }

        @Override
        void run() {
            dest.write64(gpr[source]);
        }
    }

    static final class UpdateRegister extends Op {
        private final CpuState s;
        private final long[] gpr;
        private final int dest;
        private final int source;
        private final Alu.Binary body;
        private final int kind;
        private final boolean writesBack;

        UpdateRegister(CpuState s, Instruction i, boolean writesBack) {
            super(i.length);
            this.s = s;
            gpr = s.gpr;
            dest = i.destinationRegister;
            source = i.sourceRegister;
            body = i.mnemonic.binary();
            kind = i.mnemonic.flagKind().code(8);
            this.writesBack = writesBack;
        }

        @Override
        void run() {
            long a = gpr[dest];
            long b = gpr[source];
            long result = body.apply(a, b);
            if (writesBack) {
                gpr[dest] = result;
            }
            Flags.record(s, kind, result, a, b);
        }
    }

    static final class UpdateConstant extends Op {
        private final CpuState s;
        private final long[] gpr;
        private final int dest;
        private final long b;
        private final Alu.Binary body;
        private final int kind;
        private final boolean writesBack;

        UpdateConstant(CpuState s, Instruction i, boolean writesBack) {
            super(i.length);
            this.s = s;
            gpr = s.gpr;
            dest = i.destinationRegister;
            b = i.immediate;
            body = i.mnemonic.binary();
            kind = i.mnemonic.flagKind().code(8);
            this.writesBack = writesBack;
        }

        @Override
        void run() {
            long a = gpr[dest];
            long result = body.apply(a, b);
            if (writesBack) {
                gpr[dest] = result;
            }
            Flags.record(s, kind, result, a, b);
        }
    }

    static final class UpdateFromMemory extends Op {
        private final CpuState s;
        private final long[] gpr;
        private final int dest;
        private final MemoryPlace source;
        private final Alu.Binary body;
        private final int kind;
        private final boolean writesBack;

        UpdateFromMemory(CpuState s, Instruction i, MemoryPlace source, boolean writesBack) {
            super(i.length);
            this.s = s;
            gpr = s.gpr;
            dest = i.destinationRegister;
            this.source = source;
            body = i.mnemonic.binary();
            kind = i.mnemonic.flagKind().code(8);
            this.writesBack = writesBack;
        }

        @Override
        void run() {
            long b = source.read64();
            long a = gpr[dest];
            long result = body.apply(a, b);
            if (writesBack) {
                gpr[dest] = result;
            }
            Flags.record(s, kind, result, a, b);
        }
    }

    /** INC and DEC of a register. */
    static final class Step extends Op {
        private final CpuState s;
        private final long[] gpr;
        private final int dest;
        private final int by;
        private final int kind;

        Step(CpuState s, Instruction i) {
            super(i.length);
            this.s = s;
            gpr = s.gpr;
            dest = i.destinationRegister;
            by = i.mnemonic.flagKind() == FlagKind.INC ? 1 : -1;
            kind = i.mnemonic.flagKind().code(8);
        }

        @Override
        void run() {
            long result = gpr[dest] + by;
            gpr[dest] = result;
            Flags.record(s, kind, result, 0, Flags.cf(s) ? Eflags.CF : 0);
        }
    }
}
