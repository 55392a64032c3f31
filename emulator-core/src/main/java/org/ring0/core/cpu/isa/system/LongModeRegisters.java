package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/** The model-specific registers that came with Intel 64: SYSCALL's, the bases of FS and GS,
 * and IA32_TSC_AUX (SDM Vol. 4, table 2-2). */
final class LongModeRegisters {
    private static final int STAR = 0xc000_0081;
    private static final int LSTAR = 0xc000_0082;
    private static final int CSTAR = 0xc000_0083;
    private static final int FMASK = 0xc000_0084;
    private static final int FS_BASE = 0xc000_0100;
    private static final int GS_BASE = 0xc000_0101;
    private static final int KERNEL_GS_BASE = 0xc000_0102;
    private static final int TSC_AUX = 0xc000_0103;

    private LongModeRegisters() {}

    /** Whether a register is one of these and the model has it. */
    static boolean has(Cpu cpu, int number) {
        return switch (number) {
            case STAR, LSTAR, CSTAR, FMASK, FS_BASE, GS_BASE, KERNEL_GS_BASE ->
                cpu.model().has(Feature.LM);
            case TSC_AUX -> cpu.model().has(Feature.RDTSCP) || cpu.model().has(Feature.RDPID);
            default -> false;
        };
    }

    static long read(CpuState s, int number) {
        return switch (number) {
            case STAR -> s.msr.star;
            case LSTAR -> s.msr.lstar;
            case CSTAR -> s.msr.cstar;
            case FMASK -> s.msr.fmask;
            case FS_BASE -> s.segment[Segment.FS].base;
            case GS_BASE -> s.segment[Segment.GS].base;
            case TSC_AUX -> s.msr.tscAux;
            default -> s.msr.kernelGsBase;
        };
    }

    static void write(CpuState s, int number, long value) {
        switch (number) {
            case STAR -> s.msr.star = value;
            case LSTAR -> s.msr.lstar = canonical(value);
            case CSTAR -> s.msr.cstar = canonical(value);
            case FMASK -> s.msr.fmask = lowHalf(value);
            case FS_BASE -> s.segment[Segment.FS].base = canonical(value);
            case GS_BASE -> s.segment[Segment.GS].base = canonical(value);
            case TSC_AUX -> s.msr.tscAux = lowHalf(value);
            default -> s.msr.kernelGsBase = canonical(value);
        }
    }

    /** An address that a register takes: #GP(0) if it is not canonical. */
    static long canonical(long value) {
        if (!LinearAddress.isCanonical(value)) {
            throw CpuException.gp(0);
        }
        return value;
    }

    private static long lowHalf(long value) {
        if (value >>> 32 != 0) {
            throw CpuException.gp(0);
        }
        return value;
    }
}
