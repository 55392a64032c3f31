package org.ring0.core.cpu.translator;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;

/**
 * Operands of an instruction, at most one of which is memory, by way of the locals A to D. Loads go through locals, so that
 * the stack is empty at checks.
 */
final class OperandEmitter {
    private final Code code;
    private final MemoryEmitter memory;

    OperandEmitter(Code code, MemoryEmitter memory) {
        this.code = code;
        this.memory = memory;
    }

    /** Puts the source, in its own width, into a local. */
    void source(Instruction i, int local) {
        read(i, i.source, i.sourceRegister, sourceSize(i), local);
    }

    /** The width of the source: an immediate, however it is encoded, has been extended to the operand's. */
    static int sourceSize(Instruction i) {
        return i.source == Operand.IMMEDIATE ? i.operandSize : i.sourceSize;
    }

    /** Puts the destination into a local. */
    void destination(Instruction i, int local) {
        read(i, i.destination, i.destinationRegister, i.operandSize, local);
    }

    private void read(Instruction i, Operand operand, int register, int size, int local) {
        switch (operand) {
            case MEMORY -> memory.read(i, size);
            case REGISTER -> code.register(register, size);
            default -> code.constant(i.immediate, size);
        }
        code.store(local, size);
    }

    /** Puts a destination that will be written into a local; in memory the write is checked now. */
    void destinationForUpdate(Instruction i, int local) {
        if (i.destination == Operand.MEMORY) {
            memory.resolve(i, i.operandSize, true);
            memory.load(i.operandSize);
            code.store(local, i.operandSize);
        } else {
            destination(i, local);
        }
    }

    /** Writes a local to a destination that {@link #destinationForUpdate} has read. */
    void update(Instruction i, int local) {
        if (i.destination == Operand.MEMORY) {
            memory.store(local, i.operandSize);
        } else {
            code.load(local, i.operandSize);
            code.setRegister(i.destinationRegister, i.operandSize);
        }
    }

    /** Writes a local to a destination that has not been read. */
    void write(Instruction i, int local) {
        if (i.destination == Operand.MEMORY) {
            memory.offset(i);
            memory.write(i.segment, local, i.operandSize);
        } else {
            update(i, local);
        }
    }
}
