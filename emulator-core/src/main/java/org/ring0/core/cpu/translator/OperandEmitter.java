package org.ring0.core.cpu.translator;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;

/** Operands of an instruction, at most one of which is memory. Loads go through locals, so that the stack is empty at checks. */
final class OperandEmitter {
    private final Code code;
    private final MemoryEmitter memory;

    OperandEmitter(Code code, MemoryEmitter memory) {
        this.code = code;
        this.memory = memory;
    }

    /** Puts the source, zero-extended from its own width, into a local. */
    void source(Instruction i, int local) {
        read(i, i.source, i.sourceRegister, i.sourceSize, local);
    }

    /** Puts the destination into a local. */
    void destination(Instruction i, int local) {
        read(i, i.destination, i.destinationRegister, i.operandSize, local);
    }

    private void read(Instruction i, Operand operand, int register, int size, int local) {
        switch (operand) {
            case MEMORY -> {
                memory.resolve(i, size, false);
                memory.load(size);
            }
            case REGISTER -> code.register(register, size);
            default -> code.constant((int) i.immediate);
        }
        code.store(local);
    }

    /** Puts a destination that will be written into a local; in memory the write is checked now. */
    void destinationForUpdate(Instruction i, int local) {
        if (i.destination == Operand.MEMORY) {
            memory.resolve(i, i.operandSize, true);
            memory.load(i.operandSize);
            code.store(local);
        } else {
            destination(i, local);
        }
    }

    /** Writes a local to a destination that {@link #destinationForUpdate} has read. */
    void update(Instruction i, int local) {
        if (i.destination == Operand.MEMORY) {
            memory.store(local, i.operandSize);
        } else {
            code.load(local);
            code.setRegister(i.destinationRegister, i.operandSize);
        }
    }

    /** Writes a local to a destination that has not been read. */
    void write(Instruction i, int local) {
        if (i.destination == Operand.MEMORY) {
            memory.resolve(i, i.operandSize, true);
        }
        update(i, local);
    }
}
