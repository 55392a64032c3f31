package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.protection.SegmentLoader;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** MOV, PUSH and POP of segment registers, and LDS to LGS. */
final class SegmentInstructions {
    /** Bytes of a selector. */
    private static final int SELECTOR = 2;

    private SegmentInstructions() {}

    static void move(Cpu cpu, Instruction i) {
        int register = i.destinationRegister;
        if (register == Segment.CS || register > Segment.GS) {
            throw CpuException.ud();
        }
        SegmentLoader.load(cpu, register, (int) Operands.readSource(cpu, i) & 0xffff);
        shadow(cpu.state(), register);
    }

    static void moveFrom(Cpu cpu, Instruction i) {
        int register = i.sourceRegister;
        if (register > Segment.GS) {
            throw CpuException.ud();
        }
        Operands.writeDestination(cpu, i, cpu.state().segment[register].selector);
    }

    /** Of a doubleword two bytes are written, as by all of the P6 family (SDM Vol. 3B, 22.31.1); a quadword is zero-extended. */
    static void push(Cpu cpu, Instruction i) {
        Segmentation memory = cpu.segmentation();
        long pointer = memory.stackPointer() - i.operandSize & memory.stackMask();
        int written = i.operandSize == 8 ? 8 : SELECTOR;
        memory.write(Segment.SS, pointer, cpu.state().segment[i.destinationRegister].selector, written);
        memory.setStackPointer(pointer);
    }

    /** Of a doubleword two bytes are read, a quadword whole; the pointer moves as wide as the stack was then. */
    static void pop(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        long mask = memory.stackMask();
        long pointer = memory.stackPointer() + i.operandSize & mask;
        int selector = (int) memory.peek(0, i.operandSize == 8 ? 8 : SELECTOR) & 0xffff;
        SegmentLoader.load(cpu, i.destinationRegister, selector);
        s.gpr[CpuState.RSP] = mask == 0xffff ? s.gpr[CpuState.RSP] & ~mask | pointer : pointer;
        shadow(s, i.destinationRegister);
    }

    /** A load of SS holds interrupts and debug traps back for one instruction, so that ESP can follow. */
    private static void shadow(CpuState s, int register) {
        if (register == Segment.SS) {
            s.interruptShadow = true;
            s.stackShadow = true;
            s.attention |= CpuState.ATTENTION_RECHECK;
        }
    }

    static void les(Cpu cpu, Instruction i) {
        loadPointer(cpu, i, Segment.ES);
    }

    static void lds(Cpu cpu, Instruction i) {
        loadPointer(cpu, i, Segment.DS);
    }

    static void lss(Cpu cpu, Instruction i) {
        loadPointer(cpu, i, Segment.SS);
    }

    static void lfs(Cpu cpu, Instruction i) {
        loadPointer(cpu, i, Segment.FS);
    }

    static void lgs(Cpu cpu, Instruction i) {
        loadPointer(cpu, i, Segment.GS);
    }

    private static void loadPointer(Cpu cpu, Instruction i, int register) {
        long offset = Operands.read(cpu, i, i.operandSize);
        int selector = (int) Operands.readAt(cpu, i, i.operandSize, 2);
        SegmentLoader.load(cpu, register, selector);
        Registers.write(cpu.state().gpr, i.destinationRegister, offset, i.operandSize);
    }
}
