package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.protection.DebugUnit;
import org.ring0.core.cpu.protection.PortAccess;
import org.ring0.core.cpu.state.CpuState;

/** IN and OUT. */
final class PortInstructions {
    private PortInstructions() {}

    static void in(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int port = port(s, i, i.source);
        PortAccess.check(cpu, port, i.operandSize);
        DebugUnit.notePort(s, port, i.operandSize);
        Registers.write(s.gpr, CpuState.RAX, cpu.readPort(port, i.operandSize), i.operandSize);
    }

    static void out(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int port = port(s, i, i.destination);
        PortAccess.check(cpu, port, i.operandSize);
        DebugUnit.notePort(s, port, i.operandSize);
        cpu.writePort(port, (int) s.gpr[CpuState.RAX], i.operandSize);
    }

    private static int port(CpuState s, Instruction i, Operand operand) {
        return operand == Operand.IMMEDIATE ? (int) i.immediate & 0xff : (int) s.gpr[CpuState.RDX] & 0xffff;
    }
}
