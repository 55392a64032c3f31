package org.ring0.core.cpu.isa.system;

import static org.ring0.core.cpu.state.Eflags.ZF;

import java.util.OptionalLong;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.protection.SelectorChecks;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Flags;

/** The instructions that ask about a selector and never fault over it: the answer is ZF. */
final class SelectorInstructions {
    private SelectorInstructions() {}

    static void lar(Cpu cpu, Instruction i) {
        answer(cpu, i, SelectorChecks.accessRights(cpu, selector(cpu, i)));
    }

    static void lsl(Cpu cpu, Instruction i) {
        answer(cpu, i, SelectorChecks.limit(cpu, selector(cpu, i)));
    }

    private static int selector(Cpu cpu, Instruction i) {
        return (int) Operands.readSource(cpu, i) & 0xffff;
    }

    private static void answer(Cpu cpu, Instruction i, OptionalLong value) {
        value.ifPresent(v -> Operands.writeDestination(cpu, i, v));
        setZero(cpu.state(), value.isPresent());
    }

    static void verr(Cpu cpu, Instruction i) {
        setZero(cpu.state(), SelectorChecks.isReadable(cpu, (int) Operands.readDestination(cpu, i)));
    }

    static void verw(Cpu cpu, Instruction i) {
        setZero(cpu.state(), SelectorChecks.isWritable(cpu, (int) Operands.readDestination(cpu, i)));
    }

    static void arpl(Cpu cpu, Instruction i) {
        long dest = Operands.readForUpdate(cpu, i);
        long source = Operands.readSource(cpu, i);
        boolean raises = (dest & 3) < (source & 3);
        if (raises) {
            Operands.writeDestination(cpu, i, dest & ~3 | source & 3);
        }
        setZero(cpu.state(), raises);
    }

    private static void setZero(CpuState s, boolean zero) {
        int flags = Flags.read(s);
        Flags.write(s, zero ? flags | ZF : flags & ~ZF);
    }
}
