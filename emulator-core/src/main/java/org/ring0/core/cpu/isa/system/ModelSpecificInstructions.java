package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.model.Cpuid;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.irq.LocalApicPort;

/** RDMSR, WRMSR, the counters and CPUID. */
final class ModelSpecificInstructions {
    private static final long LOW = 0xffff_ffffL;

    private ModelSpecificInstructions() {}

    static void rdmsr(Cpu cpu, Instruction i) {
        result(cpu.state(), ModelSpecificSpace.read(cpu, (int) cpu.state().gpr[CpuState.RCX]));
    }

    static void wrmsr(Cpu cpu, Instruction i) {
        long[] gpr = cpu.state().gpr;
        long value = gpr[CpuState.RDX] << 32 | gpr[CpuState.RAX] & LOW;
        ModelSpecificSpace.write(cpu, (int) gpr[CpuState.RCX], value);
    }

    static void rdtsc(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        if (s.cpl != 0 && (s.cr4 & ControlBits.CR4_TSD) != 0) {
            throw CpuException.gp(0);
        }
        result(s, ModelSpecificSpace.timeStamp(s));
    }

    static void rdtscp(Cpu cpu, Instruction i) {
        rdtsc(cpu, i);
        cpu.state().gpr[CpuState.RCX] = cpu.state().msr.tscAux;
    }

    static void rdpid(Cpu cpu, Instruction i) {
        Registers.write(cpu.state().gpr, i.destinationRegister, cpu.state().msr.tscAux, i.operandSize);
    }

    /** RDRAND and RDSEED: CF says that there was a number. */
    static void random(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Registers.write(s.gpr, i.destinationRegister, s.random.next(), i.operandSize);
        s.setStatusFlags(Eflags.CF);
    }

    static void rdpmc(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        boolean allowed = s.cpl == 0 || (s.cr4 & ControlBits.CR4_PCE) != 0;
        int counter = (int) s.gpr[CpuState.RCX];
        if (!allowed || counter < 0 || counter >= s.msr.performanceCounter.length) {
            throw CpuException.gp(0);
        }
        result(s, s.msr.performanceCounter[counter]);
    }

    static void cpuid(Cpu cpu, Instruction i) {
        long[] gpr = cpu.state().gpr;
        int number = (int) gpr[CpuState.RAX];
        int subleaf = (int) gpr[CpuState.RCX];
        Cpuid.Leaf leaf = Cpuid.leaf(cpu.model(), number, subleaf);
        gpr[CpuState.RAX] = leaf.eax() & LOW;
        gpr[CpuState.RBX] = leaf.ebx() & LOW;
        gpr[CpuState.RCX] = leaf.ecx() & LOW;
        gpr[CpuState.RDX] = leaf.edx() & LOW;
        tellOfState(cpu, number);
    }

    /** What depends on a CPU's state, and not on its model. */
    private static void tellOfState(Cpu cpu, int number) {
        CpuState s = cpu.state();
        if (number == Cpuid.FEATURES) {
            tellOfApic(s.gpr, cpu.localApic());
            boolean enabled = (s.cr4 & ControlBits.CR4_OSXSAVE) != 0;
            s.gpr[CpuState.RCX] |= enabled ? Feature.OSXSAVE.mask() : 0;
        } else if (number == Cpuid.TOPOLOGY && cpu.model().has(Feature.X2APIC) && cpu.localApic() != null) {
            s.gpr[CpuState.RDX] = cpu.localApic().initialId();
        } else if (number == Cpuid.EXTENDED_FEATURES && cpu.model().has(Feature.SYSCALL) && !s.is64Bit()) {
            s.gpr[CpuState.RDX] &= ~Feature.SYSCALL.mask(); // told only where it works (SDM Vol. 2A, CPUID)
        }
    }

    /** The ID is told always, the feature only while IA32_APIC_BASE enables it, and those of an APIC that there is. */
    private static void tellOfApic(long[] gpr, LocalApicPort apic) {
        if (apic != null) {
            gpr[CpuState.RBX] |= (long) apic.initialId() << 24;
            gpr[CpuState.RDX] |= apic.isEnabled() ? Feature.APIC.mask() : 0;
        } else {
            gpr[CpuState.RCX] &= ~(Feature.X2APIC.mask() | Feature.TSC_DEADLINE.mask());
        }
    }

    private static void result(CpuState s, long value) {
        s.gpr[CpuState.RAX] = value & LOW;
        s.gpr[CpuState.RDX] = value >>> 32;
    }
}
