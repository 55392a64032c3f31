package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.FlagKind;

/** XCHG, CMPXCHG and XADD. There is one CPU, and no device looks in between: LOCK changes nothing. */
final class ExchangeEmitter {
    private final Code code;
    private final OperandEmitter operands;
    private final FlagEmitter flags;

    ExchangeEmitter(Code code, OperandEmitter operands, FlagEmitter flags) {
        this.code = code;
        this.operands = operands;
        this.flags = flags;
    }

    void exchange(Instruction i) {
        operands.destinationForUpdate(i, Locals.A);
        code.register(i.sourceRegister, i.operandSize);
        code.store(Locals.B, i.operandSize);
        operands.update(i, Locals.B);
        code.load(Locals.A, i.operandSize);
        code.setRegister(i.sourceRegister, i.operandSize);
    }

    void compareExchange(Instruction i) {
        int size = i.operandSize;
        operands.destinationForUpdate(i, Locals.A);
        code.register(CpuState.RAX, size);
        code.store(Locals.B, size);
        code.load(Locals.B, size);
        code.load(Locals.A, size);
        code.op(ISUB, size);
        code.truncate(size);
        code.store(Locals.C, size);
        Label other = new Label();
        Label done = new Label();
        code.load(Locals.C, size);
        code.jump(IFNE, size, other);
        code.register(i.sourceRegister, size);
        code.store(Locals.D, size);
        operands.update(i, Locals.D);
        code.jump(GOTO, done);
        code.label(other);
        // The destination is written in any case (SDM Vol. 2A, CMPXCHG).
        operands.update(i, Locals.A);
        code.load(Locals.A, size);
        code.setRegister(CpuState.RAX, size);
        code.label(done);
        flags.record(FlagKind.SUB, size, Locals.C, Locals.B, Locals.A);
    }

    void exchangeAdd(Instruction i) {
        int size = i.operandSize;
        operands.destinationForUpdate(i, Locals.A);
        code.register(i.sourceRegister, size);
        code.store(Locals.B, size);
        code.load(Locals.A, size);
        code.load(Locals.B, size);
        code.op(IADD, size);
        code.truncate(size);
        code.store(Locals.C, size);
        if (i.destination == Operand.MEMORY) {
            operands.update(i, Locals.C);
        }
        code.load(Locals.A, size);
        code.setRegister(i.sourceRegister, size);
        if (i.destination == Operand.REGISTER) {
            // Of the same register twice, the sum stays.
            operands.update(i, Locals.C);
        }
        flags.record(FlagKind.ADD, size, Locals.C, Locals.A, Locals.B);
    }
}
