package org.ring0.core.cpu.isa.body;

import static org.ring0.core.cpu.state.Eflags.AF;
import static org.ring0.core.cpu.state.Eflags.CF;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Flags;

/** Decimal adjustments (SDM Vol. 2: DAA, DAS, AAA, AAS, AAM, AAD). */
final class Bcd {
    private static final int BYTE = FlagKind.RESULT.code(1);

    private Bcd() {}

    static void daa(Cpu cpu, Instruction i) {
        decimal(cpu.state(), 1);
    }

    static void das(Cpu cpu, Instruction i) {
        decimal(cpu.state(), -1);
    }

    private static void decimal(CpuState s, int sign) {
        int flags = Flags.read(s);
        int old = (int) s.gpr[0] & 0xff;
        int al = old;
        int out = 0;
        if ((old & 15) > 9 || (flags & AF) != 0) {
            al += 6 * sign;
            out = AF | ((flags & CF) != 0 || (al & ~0xff) != 0 ? CF : 0);
        }
        if (old > 0x99 || (flags & CF) != 0) {
            al += 0x60 * sign;
            out |= CF;
        } else if (sign > 0) {
            out &= ~CF;
        }
        Registers.write(s.gpr, 0, al, 1);
        Flags.record(s, BYTE, al & 0xff, 0, out);
    }

    static void aaa(Cpu cpu, Instruction i) {
        ascii(cpu.state(), 1);
    }

    static void aas(Cpu cpu, Instruction i) {
        ascii(cpu.state(), -1);
    }

    private static void ascii(CpuState s, int sign) {
        int flags = Flags.read(s);
        int ax = (int) s.gpr[0] & 0xffff;
        boolean adjust = (ax & 15) > 9 || (flags & AF) != 0;
        if (adjust) {
            ax += 0x106 * sign;
        }
        ax &= 0xff0f;
        Registers.write(s.gpr, 0, ax, 2);
        Flags.record(s, BYTE, ax & 0xff, 0, adjust ? AF | CF : 0);
    }

    static void aam(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int base = (int) i.immediate;
        if (base == 0) {
            throw CpuException.de();
        }
        int al = (int) s.gpr[0] & 0xff;
        Registers.write(s.gpr, 0, al / base << 8 | al % base, 2);
        Flags.record(s, BYTE, al % base, 0, 0);
    }

    static void aad(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int al = (int) s.gpr[0] + (int) (s.gpr[0] >> 8 & 0xff) * (int) i.immediate & 0xff;
        Registers.write(s.gpr, 0, al, 2);
        Flags.record(s, BYTE, al, 0, 0);
    }
}
