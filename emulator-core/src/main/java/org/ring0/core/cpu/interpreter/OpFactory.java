package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.body.SystemBodies;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;

/** Makes the op of a decoded instruction: each shape once, for every width and place. */
final class OpFactory {
    private final Cpu cpu;
    private final CpuState s;
    private final boolean is64;

    /** @param is64 whether it makes ops for 64-bit code */
    OpFactory(Cpu cpu, boolean is64) {
        this.cpu = cpu;
        this.s = cpu.state();
        this.is64 = is64;
    }

    Op make(Instruction i, CpuMode mode) {
        if (i.cpl0 && mode.cpl() != 0) {
            return new SystemOps.Forbidden();
        }
        return general(i);
    }

    private MemoryPlace memory(Instruction i, int size) {
        return MemoryPlace.of(cpu, i, size, is64);
    }

    private Op general(Instruction i) {
        return switch (i.mnemonic.shape()) {
            case MOVE -> new GeneralOps.Move(s, i, dest(i), source(i));
            case MOVE_SIGNED -> new GeneralOps.MoveSigned(s, i, dest(i), source(i));
            case MOVE_IF -> new GeneralOps.MoveIf(s, i, dest(i), source(i));
            case ADDRESS -> new GeneralOps.LoadAddress(dest(i), memory(i, i.operandSize));
            case UPDATE -> new GeneralOps.Update(s, i, dest(i), source(i));
            case UPDATE_CARRY -> new GeneralOps.UpdateCarry(s, i, dest(i), source(i));
            case COMPARE -> new GeneralOps.Compare(s, i, dest(i), source(i));
            case UNARY -> new GeneralOps.UnaryOp(s, i, dest(i));
            case SHIFT -> new GeneralOps.Shift(s, i, dest(i), source(i));
            case MULTIPLY -> multiply(i);
            case SET_IF -> new GeneralOps.SetIf(s, i, dest(i));
            case EXCHANGE -> new GeneralOps.Exchange(s, i, dest(i), source(i));
            case NOTHING, JUMP_IF -> throw new IllegalStateException("a form, not an op: " + i.mnemonic);
            case PUSH -> new StackOps.Push(cpu, i, dest(i));
            case POP ->
                i.destination == Operand.MEMORY
                        ? new StackOps.PopMemory(cpu, i, dest(i))
                        : new StackOps.PopRegister(cpu, i, dest(i));
            case JUMP -> new BranchOps.JumpTo(cpu, i, dest(i));
            case CALL ->
                i.destination == Operand.IMMEDIATE ? new BranchOps.Call(cpu, i) : new BranchOps.CallTo(cpu, i, dest(i));
            case RETURN -> new BranchOps.Return(cpu, i);
            case LOOP -> new BranchOps.Loop(cpu, i);
            case STRING -> string(i);
            case SYSTEM -> new SystemOps.Call(cpu, i, SystemBodies.of(i));
        };
    }

    private Op multiply(Instruction i) {
        Place other = i.third == Operand.NONE ? dest(i) : new Place.Constant(i.immediate);
        return new GeneralOps.Multiply(s, i, dest(i), source(i), other);
    }

    private Op string(Instruction i) {
        return switch (i.mnemonic) {
            case MOVS -> new StringOps.Move(cpu, i);
            case STOS -> new StringOps.Store(cpu, i);
            case LODS -> new StringOps.Load(cpu, i);
            case CMPS -> new StringOps.Compare(cpu, i);
            case SCAS -> new StringOps.Scan(cpu, i);
            case INS -> new StringOps.Input(cpu, i);
            case OUTS -> new StringOps.Output(cpu, i);
            default -> throw new IllegalStateException("no string instruction: " + i.mnemonic);
        };
    }

    private Place dest(Instruction i) {
        return place(i, i.destination, i.destinationRegister, i.operandSize);
    }

    private Place source(Instruction i) {
        return place(i, i.source, i.sourceRegister, i.sourceSize);
    }

    private Place place(Instruction i, Operand operand, int register, int size) {
        return switch (operand) {
            case REGISTER -> new RegisterPlace(s.gpr, register, size);
            case MEMORY -> memory(i, size);
            case IMMEDIATE -> new Place.Constant(i.immediate);
            default -> throw new IllegalStateException("no place for " + operand + " of " + i.mnemonic);
        };
    }
}
