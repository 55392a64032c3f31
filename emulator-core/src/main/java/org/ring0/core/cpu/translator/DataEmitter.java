package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;

/** Moves, arithmetic and logic. */
final class DataEmitter {
    private static final String ALU = "org/ring0/core/cpu/isa/Alu";

    private final Code code;
    private final OperandEmitter operands;
    private final MemoryEmitter memory;
    private final FlagEmitter flags;

    DataEmitter(Code code, OperandEmitter operands, MemoryEmitter memory, FlagEmitter flags) {
        this.code = code;
        this.operands = operands;
        this.memory = memory;
        this.flags = flags;
    }

    void move(Instruction i, boolean signed) {
        operands.source(i, Locals.A);
        int from = OperandEmitter.sourceSize(i);
        boolean wider = i.operandSize == 8 && from < 8;
        if (signed || wider) {
            code.load(Locals.A, from);
            if (signed) {
                code.signExtend(from);
            }
            if (wider && signed) {
                code.op(I2L);
            } else if (wider) {
                code.toLong(from);
            }
            code.store(Locals.A, i.operandSize);
        }
        operands.write(i, Locals.A);
    }

    void moveIf(Instruction i) {
        operands.source(i, Locals.A);
        if (i.operandSize == 4 && code.word == 8) {
            // A register of 4 bytes loses its upper half even if it does not change.
            code.register(i.destinationRegister, i.operandSize);
            code.setRegister(i.destinationRegister, i.operandSize);
        }
        Label skip = new Label();
        flags.jumpIf(i.condition() ^ 1, skip);
        code.load(Locals.A, i.operandSize);
        code.setRegister(i.destinationRegister, i.operandSize);
        code.label(skip);
    }

    void address(Instruction i) {
        memory.offset(i);
        code.fromWord(i.operandSize);
        code.setRegister(i.destinationRegister, i.operandSize);
    }

    void update(Instruction i, boolean writesBack) {
        both(i, writesBack);
        code.load(Locals.A, i.operandSize);
        code.load(Locals.B, i.operandSize);
        code.op(operator(i.mnemonic), i.operandSize);
        code.truncate(i.operandSize);
        code.store(Locals.C, i.operandSize);
        if (writesBack) {
            operands.update(i, Locals.C);
        }
        flags.record(i.mnemonic.flagKind(), i.operandSize, Locals.C, Locals.A, Locals.B);
    }

    /** Destination to A, source to B. */
    private void both(Instruction i, boolean writesBack) {
        operands.source(i, Locals.B);
        if (writesBack) {
            operands.destinationForUpdate(i, Locals.A);
        } else {
            operands.destination(i, Locals.A);
        }
    }

    /** The int instruction that is the body of {@code mnemonic}; the differential test holds it against {@code Alu}. */
    private static int operator(Mnemonic mnemonic) {
        return switch (mnemonic) {
            case ADD, ADC -> IADD;
            case SUB, SBB, CMP -> ISUB;
            case AND, TEST -> IAND;
            case OR -> IOR;
            case XOR -> IXOR;
            default -> throw new IllegalStateException("no operator: " + mnemonic);
        };
    }

    void updateCarry(Instruction i) {
        both(i, true);
        flags.carry();
        code.store(Locals.D);
        code.load(Locals.A, i.operandSize);
        code.load(Locals.B, i.operandSize);
        code.op(operator(i.mnemonic), i.operandSize);
        code.load(Locals.D);
        if (i.operandSize == 8) {
            code.op(I2L);
        }
        code.op(operator(i.mnemonic), i.operandSize);
        code.truncate(i.operandSize);
        code.store(Locals.C, i.operandSize);
        operands.update(i, Locals.C);
        flags.recordWithCarry(i.mnemonic.flagKind(), i.operandSize, Locals.C, Locals.A, Locals.B);
    }

    void unary(Instruction i) {
        operands.destinationForUpdate(i, Locals.A);
        switch (i.mnemonic) {
            case INC, DEC -> {
                flags.carry();
                code.store(Locals.D);
                code.load(Locals.A, i.operandSize);
                code.constant(1, i.operandSize);
                code.op(i.mnemonic == Mnemonic.INC ? IADD : ISUB, i.operandSize);
            }
            case NEG -> {
                code.load(Locals.A, i.operandSize);
                code.op(INEG, i.operandSize);
            }
            default -> {
                code.load(Locals.A, i.operandSize);
                code.constant(-1, i.operandSize);
                code.op(IXOR, i.operandSize);
            }
        }
        code.truncate(i.operandSize);
        code.store(Locals.C, i.operandSize);
        operands.update(i, Locals.C);
        FlagKind kind = i.mnemonic.flagKind();
        switch (kind) {
            case INC, DEC -> flags.record(kind, i.operandSize, Locals.C, FlagEmitter.NONE, Locals.D);
            case SUB -> flags.record(kind, i.operandSize, Locals.C, FlagEmitter.NONE, Locals.A);
            default -> {}
        }
    }

    void multiply(Instruction i) {
        operands.source(i, Locals.A);
        if (i.third == Operand.NONE) {
            operands.destination(i, Locals.B);
        } else {
            code.constant(i.immediate, i.operandSize);
            code.store(Locals.B, i.operandSize);
        }
        code.load(Locals.A, i.operandSize);
        code.load(Locals.B, i.operandSize);
        code.op(IMUL, i.operandSize);
        code.truncate(i.operandSize);
        code.store(Locals.C, i.operandSize);
        signed(Locals.A, i.operandSize);
        signed(Locals.B, i.operandSize);
        code.constant(i.operandSize);
        code.call(ALU, "imulOverflows", "(JJI)Z");
        overflowBits();
        code.load(Locals.C, i.operandSize);
        code.setRegister(i.destinationRegister, i.operandSize);
        flags.record(FlagKind.RESULT, i.operandSize, Locals.C, FlagEmitter.NONE, Locals.D);
    }

    /** Pushes a local, sign-extended to a long. */
    private void signed(int local, int size) {
        code.load(local, size);
        if (size < 8) {
            code.signExtend(size);
            code.op(I2L);
        }
    }

    /** Turns the 0 or 1 on the stack into CF and OF, in D. */
    void overflowBits() {
        code.constant(Eflags.CF | Eflags.OF);
        code.op(IMUL);
        code.store(Locals.D);
    }

    void setIf(Instruction i) {
        flags.push(i.condition());
        code.store(Locals.A);
        operands.write(i, Locals.A);
    }
}
