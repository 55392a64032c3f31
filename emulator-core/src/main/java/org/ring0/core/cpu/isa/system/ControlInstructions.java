package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.protection.ControlRegisters;
import org.ring0.core.cpu.protection.DebugUnit;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.irq.LocalApicPort;

/** Control and debug registers, the TLB, the caches (which are not modelled) and HLT. */
final class ControlInstructions {
    private static final long MSW = ControlBits.CR0_PE | ControlBits.CR0_MP | ControlBits.CR0_EM | ControlBits.CR0_TS;

    private static final long TASK_PRIORITY = 0xf;

    private ControlInstructions() {}

    static void moveToCr(Cpu cpu, Instruction i) {
        long value = Registers.read(cpu.state().gpr, i.sourceRegister, i.sourceSize);
        switch (i.destinationRegister) {
            case 0 -> ControlRegisters.writeCr0(cpu, value);
            case 2 -> cpu.state().cr2 = value;
            case 3 -> ControlRegisters.writeCr3(cpu, value);
            case 4 -> ControlRegisters.writeCr4(cpu, value);
            case 8 -> writeTaskPriority(cpu, value);
            default -> throw CpuException.ud();
        }
    }

    /** CR8 is a register of the local APIC: without one there is nothing to keep. */
    private static void writeTaskPriority(Cpu cpu, long value) {
        if ((value & ~TASK_PRIORITY) != 0) {
            throw CpuException.gp(0);
        }
        LocalApicPort apic = cpu.localApic();
        if (apic != null) {
            apic.setTaskPriority((int) value);
        }
    }

    static void moveFromCr(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        long value = switch (i.sourceRegister) {
            case 0 -> s.cr0;
            case 2 -> s.cr2;
            case 3 -> s.cr3;
            case 4 -> s.cr4;
            case 8 -> cpu.localApic() == null ? 0 : cpu.localApic().taskPriority();
            default -> throw CpuException.ud();
        };
        Registers.write(s.gpr, i.destinationRegister, value, i.operandSize);
    }

    static void moveToDr(Cpu cpu, Instruction i) {
        DebugUnit.write(cpu, i.destinationRegister, Registers.read(cpu.state().gpr, i.sourceRegister, i.sourceSize));
    }

    static void moveFromDr(Cpu cpu, Instruction i) {
        long value = DebugUnit.read(cpu, i.sourceRegister);
        Registers.write(cpu.state().gpr, i.destinationRegister, value, i.operandSize);
    }

    /** The low four bits of CR0; PE can be set but not cleared. */
    static void lmsw(Cpu cpu, Instruction i) {
        long cr0 = cpu.state().cr0;
        long value = Operands.readDestination(cpu, i) & MSW | cr0 & ControlBits.CR0_PE;
        ControlRegisters.writeCr0(cpu, cr0 & ~MSW | value);
    }

    static void smsw(Cpu cpu, Instruction i) {
        UserModePrevention.check(cpu.state());
        Operands.writeDestination(cpu, i, cpu.state().cr0);
    }

    static void clts(Cpu cpu, Instruction i) {
        cpu.state().cr0 &= ~ControlBits.CR0_TS;
        cpu.state().attention |= CpuState.ATTENTION_RECHECK;
    }

    static void invlpg(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        cpu.mmu().invalidate(cpu.segmentation().base(i.segment) + Operands.offset(cpu, i) & s.linearMask());
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** INVD and WBINVD: memory is always coherent here. */
    static void invalidateCaches(Cpu cpu, Instruction i) {}

    static void hlt(Cpu cpu, Instruction i) {
        cpu.state().halted = true;
        cpu.state().attention |= CpuState.ATTENTION_RECHECK;
    }

    /** Outside system-management mode. */
    static void rsm(Cpu cpu, Instruction i) {
        throw CpuException.ud();
    }
}
