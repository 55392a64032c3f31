package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.protection.FarReturn;
import org.ring0.core.cpu.protection.FarTransfer;
import org.ring0.core.cpu.protection.InterruptReturn;
import org.ring0.core.cpu.protection.Interrupts;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Flags;

/** Transfers to another segment, and software interrupts. */
final class TransferInstructions {
    private TransferInstructions() {}

    static void jumpFar(Cpu cpu, Instruction i) {
        long offset = offset(cpu, i);
        FarTransfer.jump(cpu, selector(cpu, i), offset);
    }

    static void callFar(Cpu cpu, Instruction i) {
        long offset = offset(cpu, i);
        FarTransfer.call(cpu, selector(cpu, i), offset, i.operandSize);
    }

    private static long offset(Cpu cpu, Instruction i) {
        return i.destination == Operand.MEMORY ? Operands.read(cpu, i, i.operandSize) : i.immediate & i.operandMask();
    }

    private static int selector(Cpu cpu, Instruction i) {
        return i.destination == Operand.MEMORY
                ? (int) Operands.readAt(cpu, i, i.operandSize, 2)
                : i.immediate2 & 0xffff;
    }

    static void returnFar(Cpu cpu, Instruction i) {
        FarReturn.execute(cpu, i.operandSize, (int) i.immediate & 0xffff);
    }

    static void iret(Cpu cpu, Instruction i) {
        InterruptReturn.execute(cpu, i.operandSize);
    }

    static void interrupt(Cpu cpu, Instruction i) {
        Interrupts.software(cpu, (int) i.immediate & 0xff);
    }

    static void int3(Cpu cpu, Instruction i) {
        Interrupts.breakpoint(cpu, CpuException.BP);
    }

    static void into(Cpu cpu, Instruction i) {
        if ((Flags.read(cpu.state()) & Eflags.OF) != 0) {
            Interrupts.breakpoint(cpu, CpuException.OF);
        }
    }

    static void int1(Cpu cpu, Instruction i) {
        Interrupts.int1(cpu);
    }
}
