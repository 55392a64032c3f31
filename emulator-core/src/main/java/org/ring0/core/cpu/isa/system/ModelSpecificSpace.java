package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.protection.ControlRegisters;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.ModelSpecificRegisters;
import org.ring0.core.irq.LocalApicPort;

/**
 * Model-specific registers by their numbers (SDM Vol. 4, table 2-20, P6 family). Limits: performance counters keep what is
 * written and count nothing; memory types change nothing; microcode updates are accepted and ignored; no branch records.
 */
final class ModelSpecificSpace {
    private static final int P5_MC_ADDR = 0;
    private static final int P5_MC_TYPE = 1;
    private static final int TSC = 0x10;
    private static final int PLATFORM_ID = 0x17;
    private static final int APIC_BASE = 0x1b;
    private static final int EBL_CR_POWERON = 0x2a;
    private static final int BIOS_UPDT_TRIG = 0x79;
    private static final int BIOS_SIGN = 0x8b;
    private static final int PERFCTR0 = 0xc1;
    private static final int MTRRCAP = 0xfe;
    private static final int SYSENTER_CS = 0x174;
    private static final int SYSENTER_ESP = 0x175;
    private static final int SYSENTER_EIP = 0x176;
    private static final int MCG_CAP = 0x179;
    private static final int MCG_STATUS = 0x17a;
    private static final int MCG_CTL = 0x17b;
    private static final int EVNTSEL0 = 0x186;
    private static final int MISC_ENABLE = 0x1a0;
    private static final int DEBUGCTL = 0x1d9;
    private static final int LAST_BRANCH_FIRST = 0x1db;
    private static final int LAST_BRANCH_LAST = 0x1de;
    private static final int MTRR_PHYSBASE0 = 0x200;
    private static final int MTRR_FIX64K = 0x250;
    private static final int MTRR_FIX16K_80000 = 0x258;
    private static final int MTRR_FIX16K_A0000 = 0x259;
    private static final int MTRR_FIX4K = 0x268;
    private static final int PAT = 0x277;
    private static final int MTRR_DEF_TYPE = 0x2ff;
    private static final int MC0_CTL = 0x400;
    private static final int TSC_DEADLINE = 0x6e0;
    private static final int X2APIC_FIRST = 0x800;
    private static final int X2APIC_LAST = 0x8ff;
    private static final int EFER = 0xc000_0080;

    /** Eight variable ranges, fixed ranges, write combining. */
    private static final long MTRRCAP_VALUE = 0x508;
    /** Five banks and a control register. */
    private static final long MCG_CAP_VALUE = 0x105;

    /** Fast strings; no branch trace storage, no precise event sampling. */
    private static final long MISC_ENABLE_VALUE = 1 | 1 << 11 | 1 << 12;

    private static final long MTRR_DEF_TYPE_DEFINED = 0xcff;
    private static final int MTRR_TYPES = 1 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6;
    private static final int PAT_TYPES = MTRR_TYPES | 1 << 7;
    private static final long LOW = 0xffff_ffffL;

    private ModelSpecificSpace() {}

    /** Registers that came with a feature are those of CPUs that have it. */
    private static void requireFeature(CpuModel model, int number) {
        Feature needed = switch (number) {
            case SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP -> Feature.SEP;
            case MCG_CAP, MCG_STATUS, MCG_CTL -> Feature.MCA;
            case PAT -> Feature.PAT;
            case MTRRCAP, MTRR_DEF_TYPE -> Feature.MTRR;
            case MISC_ENABLE -> Feature.SSE2;
            default ->
                isBank(number)
                        ? Feature.MCA
                        : isVariableMtrr(number) || fixedRange(number) >= 0 ? Feature.MTRR : Feature.MSR;
        };
        if (!model.has(needed)) {
            throw CpuException.gp(0);
        }
    }

    private static boolean isBank(int number) {
        return number >= MC0_CTL && number < MC0_CTL + ModelSpecificRegisters.MACHINE_CHECK_REGISTERS;
    }

    private static boolean isVariableMtrr(int number) {
        return number >= MTRR_PHYSBASE0 && number < MTRR_PHYSBASE0 + ModelSpecificRegisters.VARIABLE_MTRRS;
    }

    /** Cycles since reset, as the guest sees them. */
    static long timeStamp(CpuState s) {
        return s.cycle + s.msr.tscOffset;
    }

    static long read(Cpu cpu, int number) {
        CpuState s = cpu.state();
        requireFeature(cpu.model(), number);
        ModelSpecificRegisters msr = s.msr;
        return switch (number) {
            case TSC -> timeStamp(s);
            case P5_MC_ADDR, P5_MC_TYPE, PLATFORM_ID, EBL_CR_POWERON -> 0;
            case BIOS_SIGN -> msr.microcodeRevision;
            case PERFCTR0, PERFCTR0 + 1 -> msr.performanceCounter[number - PERFCTR0];
            case EVNTSEL0, EVNTSEL0 + 1 -> msr.eventSelect[number - EVNTSEL0];
            case MTRRCAP -> MTRRCAP_VALUE;
            case SYSENTER_CS -> msr.sysenterCs;
            case SYSENTER_ESP -> msr.sysenterEsp;
            case SYSENTER_EIP -> msr.sysenterEip;
            case MCG_CAP -> MCG_CAP_VALUE;
            case MCG_STATUS -> msr.mcgStatus;
            case MCG_CTL -> msr.mcgControl;
            case DEBUGCTL -> msr.debugControl;
            case MISC_ENABLE -> MISC_ENABLE_VALUE;
            case PAT -> msr.pat;
            case MTRR_DEF_TYPE -> msr.mtrrDefType;
            case EFER -> efer(cpu);
            default -> {
                if (LongModeRegisters.has(cpu, number)) {
                    yield LongModeRegisters.read(s, number);
                }
                yield isOfApic(number) ? readApic(cpu, number) : readBank(msr, number);
            }
        };
    }

    private static long efer(Cpu cpu) {
        if (!ControlRegisters.hasEfer(cpu.model())) {
            throw CpuException.gp(0);
        }
        return cpu.state().efer;
    }

    private static long readBank(ModelSpecificRegisters msr, int number) {
        if (isVariableMtrr(number)) {
            return msr.mtrrVariable[number - MTRR_PHYSBASE0];
        } else if (fixedRange(number) >= 0) {
            return msr.mtrrFixed[fixedRange(number)];
        } else if (isBank(number)) {
            return msr.machineCheck[number - MC0_CTL];
        } else if (number >= LAST_BRANCH_FIRST && number <= LAST_BRANCH_LAST) {
            return 0;
        }
        throw CpuException.gp(0);
    }

    /** The index of a fixed-range MTRR, or -1. */
    private static int fixedRange(int number) {
        return switch (number) {
            case MTRR_FIX64K -> 0;
            case MTRR_FIX16K_80000 -> 1;
            case MTRR_FIX16K_A0000 -> 2;
            default -> number >= MTRR_FIX4K && number < MTRR_FIX4K + 8 ? number - MTRR_FIX4K + 3 : -1;
        };
    }

    static void write(Cpu cpu, int number, long value) {
        CpuState s = cpu.state();
        requireFeature(cpu.model(), number);
        ModelSpecificRegisters msr = s.msr;
        switch (number) {
            // On 32-bit CPUs only the low half can be written; the high half becomes zero.
            case TSC -> writeTimeStamp(cpu, cpu.model().has(Feature.LM) ? value : value & LOW);
            case P5_MC_ADDR, P5_MC_TYPE, BIOS_UPDT_TRIG, EBL_CR_POWERON -> {}
            case BIOS_SIGN -> msr.microcodeRevision = value;
            case PERFCTR0, PERFCTR0 + 1 ->
                msr.performanceCounter[number - PERFCTR0] = (long) (int) value & 0xff_ffff_ffffL;
            case EVNTSEL0, EVNTSEL0 + 1 -> msr.eventSelect[number - EVNTSEL0] = value & LOW;
            case SYSENTER_CS -> msr.sysenterCs = value & 0xffff;
            case SYSENTER_ESP -> msr.sysenterEsp = sysenterAddress(cpu, value);
            case SYSENTER_EIP -> msr.sysenterEip = sysenterAddress(cpu, value);
            case MCG_STATUS -> msr.mcgStatus = require(value, value == 0);
            case MCG_CTL -> msr.mcgControl = require(value, value == 0 || value == -1);
            case DEBUGCTL -> msr.debugControl = value & 0x7f;
            case MISC_ENABLE -> require(value, value == MISC_ENABLE_VALUE);
            case PAT -> msr.pat = require(value, areTypes(value, PAT_TYPES));
            case MTRR_DEF_TYPE ->
                msr.mtrrDefType =
                        require(value, (value & ~MTRR_DEF_TYPE_DEFINED) == 0 && isType(value & 0xff, MTRR_TYPES));
            case EFER -> writeEfer(cpu, value);
            default -> {
                if (LongModeRegisters.has(cpu, number)) {
                    LongModeRegisters.write(s, number, value);
                } else if (isOfApic(number)) {
                    writeApic(cpu, number, value);
                } else {
                    writeBank(cpu, number, value);
                }
            }
        }
    }

    private static void writeTimeStamp(Cpu cpu, long value) {
        CpuState s = cpu.state();
        s.msr.tscOffset = value - s.cycle;
        LocalApicPort apic = cpu.localApic();
        if (apic != null) {
            apic.timeStampChanged();
        }
    }

    private static boolean isOfApic(int number) {
        return number == APIC_BASE || number == TSC_DEADLINE || number >= X2APIC_FIRST && number <= X2APIC_LAST;
    }

    private static long readApic(Cpu cpu, int number) {
        LocalApicPort apic = cpu.localApic();
        if (apic == null || !apic.canRead(number)) {
            throw CpuException.gp(0);
        }
        return apic.read(number);
    }

    private static void writeApic(Cpu cpu, int number, long value) {
        LocalApicPort apic = cpu.localApic();
        if (apic == null || !apic.write(number, value)) {
            throw CpuException.gp(0);
        }
    }

    private static void writeEfer(Cpu cpu, long value) {
        if (!ControlRegisters.hasEfer(cpu.model())) {
            throw CpuException.gp(0);
        }
        ControlRegisters.writeEfer(cpu, value);
    }

    /** A CPU without Intel 64 keeps the lower half. */
    private static long sysenterAddress(Cpu cpu, long value) {
        return cpu.model().has(Feature.LM) ? LongModeRegisters.canonical(value) : value & LOW;
    }

    private static void writeBank(Cpu cpu, int number, long value) {
        ModelSpecificRegisters msr = cpu.state().msr;
        if (isVariableMtrr(number)) {
            boolean isBase = (number & 1) == 0;
            long address = (1L << cpu.model().physicalBits()) - 1 & ~0xfffL;
            long defined = address | (isBase ? 0xff : 0x800);
            boolean valid = (value & ~defined) == 0 && (!isBase || isType(value & 0xff, MTRR_TYPES));
            msr.mtrrVariable[number - MTRR_PHYSBASE0] = require(value, valid);
        } else if (fixedRange(number) >= 0) {
            msr.mtrrFixed[fixedRange(number)] = require(value, areTypes(value, MTRR_TYPES));
        } else if (isBank(number)) {
            boolean control = (number & 3) == 0;
            msr.machineCheck[number - MC0_CTL] = require(value, value == 0 || control);
        } else {
            throw CpuException.gp(0);
        }
    }

    private static long require(long value, boolean valid) {
        if (!valid) {
            throw CpuException.gp(0);
        }
        return value;
    }

    private static boolean isType(long type, int types) {
        return type < 8 && (types >> type & 1) != 0;
    }

    /** Whether each of the eight bytes is a memory type of the set. */
    private static boolean areTypes(long value, int types) {
        for (int n = 0; n < 8; n++) {
            if (!isType(value >>> 8 * n & 0xff, types)) {
                return false;
            }
        }
        return true;
    }
}
