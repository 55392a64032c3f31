package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.ShiftBody;
import org.ring0.core.cpu.isa.Shifts;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Flags;

/** The computing shapes for every width and every place; the common ones are {@link Form}s. */
final class GeneralOps {
    private GeneralOps() {}

    /** What the ops of this class have in common. */
    abstract static class Base extends Op {
        final CpuState s;
        final int size;
        final long mask;
        final Place dest;
        final Place source;

        Base(CpuState s, Instruction i, Place dest, Place source) {
            this.s = s;
            this.size = i.operandSize;
            this.mask = i.operandMask();
            this.dest = dest;
            this.source = source;
        }
    }

    static final class Move extends Base {
        Move(CpuState s, Instruction i, Place dest, Place source) {
            super(s, i, dest, source);
        }

        @Override
        void run() {
            dest.write(source.read());
        }
    }

    static final class MoveSigned extends Base {
        private final int from;

        MoveSigned(CpuState s, Instruction i, Place dest, Place source) {
            super(s, i, dest, source);
            from = i.sourceSize;
        }

        @Override
        void run() {
            dest.write(Alu.signExtend(source.read(), from));
        }
    }

    static final class MoveIf extends Base {
        private final int condition;

        MoveIf(CpuState s, Instruction i, Place dest, Place source) {
            super(s, i, dest, source);
            condition = i.condition();
        }

        @Override
        void run() {
            long value = source.read();
            // The destination is written in any case: a 32-bit one loses its upper half.
            dest.write(Flags.condition(condition, s) ? value : dest.read());
        }
    }

    static final class Update extends Base {
        private final Alu.Binary body;
        private final int kind;

        Update(CpuState s, Instruction i, Place dest, Place source) {
            super(s, i, dest, source);
            body = i.mnemonic.binary();
            kind = i.mnemonic.flagKind().code(size);
        }

        @Override
        void run() {
            long b = source.read();
            long a = dest.readForUpdate();
            long result = body.apply(a, b) & mask;
            dest.write(result);
            Flags.record(s, kind, result, a, b);
        }
    }

    static final class UpdateCarry extends Base {
        private final Alu.WithCarry body;
        private final int kind;

        UpdateCarry(CpuState s, Instruction i, Place dest, Place source) {
            super(s, i, dest, source);
            body = i.mnemonic.withCarry();
            kind = i.mnemonic.flagKind().code(size);
        }

        @Override
        void run() {
            long b = source.read();
            long a = dest.readForUpdate();
            long result = body.apply(a, b, Flags.cf(s) ? 1 : 0) & mask;
            dest.write(result);
            Flags.record(s, kind, result, a, b);
        }
    }

    static final class Compare extends Base {
        private final Alu.Binary body;
        private final int kind;

        Compare(CpuState s, Instruction i, Place dest, Place source) {
            super(s, i, dest, source);
            body = i.mnemonic.binary();
            kind = i.mnemonic.flagKind().code(size);
        }

        @Override
        void run() {
            long a = dest.read();
            long b = source.read();
            Flags.record(s, kind, body.apply(a, b) & mask, a, b);
        }
    }

    static final class UnaryOp extends Base {
        private final Alu.Unary body;
        private final FlagKind flagKind;
        private final int kind;

        UnaryOp(CpuState s, Instruction i, Place dest) {
            super(s, i, dest, null);
            body = i.mnemonic.unary();
            flagKind = i.mnemonic.flagKind();
            kind = flagKind.code(size);
        }

        @Override
        void run() {
            long a = dest.readForUpdate();
            long result = body.apply(a) & mask;
            dest.write(result);
            switch (flagKind) {
                case INC, DEC -> Flags.record(s, kind, result, a, Flags.cf(s) ? Eflags.CF : 0);
                case SUB -> Flags.record(s, kind, result, 0, a);
                default -> {}
            }
        }
    }

    static final class Shift extends Base {
        private final ShiftBody body;
        private final int kind;

        Shift(CpuState s, Instruction i, Place dest, Place count) {
            super(s, i, dest, count);
            body = i.mnemonic.shift();
            kind = i.mnemonic.flagKind().code(size);
        }

        @Override
        void run() {
            int count = Shifts.mask(source.read(), size);
            long a = dest.readForUpdate();
            if (count == 0) {
                dest.write(a);
                return;
            }
            long carry = body.readsCarry() && Flags.cf(s) ? 1 : 0;
            long result = body.value().apply(a, count, size, carry) & mask;
            int kept = body.rotates() ? Flags.read(s) & ~(Eflags.CF | Eflags.OF) : 0;
            dest.write(result);
            Flags.record(s, kind, result, 0, kept | body.carryAndOverflow(result, a, count, size, carry));
        }
    }

    static final class Multiply extends Base {
        private final Place other;

        Multiply(CpuState s, Instruction i, Place dest, Place source, Place other) {
            super(s, i, dest, source);
            this.other = other;
        }

        @Override
        void run() {
            long a = Alu.signExtend(source.read(), size);
            long b = Alu.signExtend(other.read(), size);
            long result = Alu.imul(a, b) & mask;
            dest.write(result);
            int flags = Alu.imulOverflows(a, b, size) ? Eflags.CF | Eflags.OF : 0;
            Flags.record(s, FlagKind.RESULT.code(size), result, 0, flags);
        }
    }

    static final class SetIf extends Base {
        private final int condition;

        SetIf(CpuState s, Instruction i, Place dest) {
            super(s, i, dest, null);
            condition = i.condition();
        }

        @Override
        void run() {
            dest.write(Flags.condition(condition, s) ? 1 : 0);
        }
    }

    static final class Exchange extends Base {
        Exchange(CpuState s, Instruction i, Place dest, Place source) {
            super(s, i, dest, source);
        }

        @Override
        void run() {
            long a = dest.readForUpdate();
            long b = source.read();
            dest.write(b);
            source.write(a);
        }
    }

    static final class LoadAddress extends Op {
        private final Place dest;
        private final MemoryPlace address;

        LoadAddress(Place dest, MemoryPlace address) {
            this.dest = dest;
            this.address = address;
        }

        @Override
        void run() {
            dest.write(address.offset());
        }
    }
}
