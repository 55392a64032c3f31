package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.model.Cpuid;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
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
        Cpuid.Leaf leaf = Cpuid.leaf(cpu.model(), number, (int) gpr[CpuState.RCX]);
        gpr[CpuState.RAX] = leaf.eax() & LOW;
        gpr[CpuState.RBX] = leaf.ebx() & LOW;
        gpr[CpuState.RCX] = leaf.ecx() & LOW;
        gpr[CpuState.RDX] = leaf.edx() & LOW;
        if (number == Cpuid.FEATURES) {
            tellOfApic(gpr, cpu.localApic());
        }
    }

    /** The ID is told always, the feature only while IA32_APIC_BASE enables it. */
    private static void tellOfApic(long[] gpr, LocalApicPort apic) {
        if (apic != null) {
            gpr[CpuState.RBX] |= (long) apic.initialId() << 24;
            gpr[CpuState.RDX] |= apic.isEnabled() ? Feature.APIC.mask() : 0;
        }
    }

    private static void result(CpuState s, long value) {
        s.gpr[CpuState.RAX] = value & LOW;
        s.gpr[CpuState.RDX] = value >>> 32;
    }
}
