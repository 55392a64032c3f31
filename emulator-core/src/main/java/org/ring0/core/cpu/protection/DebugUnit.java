package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;

/**
 * The debug registers and what follows from them (SDM Vol. 3B, chapter 17). Data breakpoints are found by the MMU. Limits:
 * branch records, and DR6 bits of breakpoints that match without being enabled.
 */
public final class DebugUnit {
    /** DR6: a debug register was touched under DR7.GD. */
    public static final int DR6_BD = 1 << 13;
    /** DR6: single step. */
    public static final int DR6_BS = 1 << 14;
    /** DR6: the T flag of a TSS. */
    public static final int DR6_BT = 1 << 15;

    private static final long DR6_FIXED = 0xffff_0ff0L;
    private static final long DR6_WRITABLE = 0xe00f;
    private static final long DR7_FIXED = 1 << 10;
    private static final long DR7_WRITABLE = 0xffff_23ffL;
    private static final long DR7_GD = 1 << 13;
    private static final int ENABLES = 0xff;
    private static final int ON_EXECUTION = 0;
    private static final int ON_PORTS = 2;
    private static final int[] LENGTH = {1, 2, 8, 4};

    private DebugUnit() {}

    /** MOV from DR0 to DR7. */
    public static long read(Cpu cpu, int register) {
        return cpu.state().dr[checked(cpu, register)];
    }

    /** MOV to DR0 to DR7; the upper halves of DR6 and DR7 are reserved, addresses are not checked. */
    public static void write(Cpu cpu, int register, long value) {
        CpuState s = cpu.state();
        int dr = checked(cpu, register);
        if (dr >= 6 && value >>> 32 != 0) {
            throw CpuException.gp(0);
        }
        s.dr[dr] = switch (dr) {
            case 6 -> value & DR6_WRITABLE | DR6_FIXED;
            case 7 -> value & DR7_WRITABLE | DR7_FIXED;
            default -> value;
        };
        if (dr != 6) {
            // Watched pages stay out of the TLB.
            cpu.mmu().flushAll();
            s.attention |= CpuState.ATTENTION_RECHECK;
        }
    }

    /** DR4 and DR5 are DR6 and DR7 unless CR4.DE makes them undefined; DR7.GD makes any access a fault. */
    private static int checked(Cpu cpu, int register) {
        CpuState s = cpu.state();
        int dr = register == 4 || register == 5 ? register + 2 : register;
        if (register > 7 || dr != register && (s.cr4 & ControlBits.CR4_DE) != 0) {
            throw CpuException.ud();
        }
        if ((s.dr[7] & DR7_GD) != 0) {
            throw fault(s, DR6_BD);
        }
        return dr;
    }

    /** Whether any instruction breakpoint is enabled, so that {@link #checkInstruction} must be asked. */
    public static boolean hasInstructionBreakpoints(CpuState s) {
        if ((s.dr[7] & ENABLES) != 0) {
            for (int n = 0; n < 4; n++) {
                if (isEnabled(s, n) && kind(s, n) == ON_EXECUTION) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Before the instruction at {@code linear}: throws #DB if a breakpoint is there and RF does not hold it back.
     */
    public static void checkInstruction(CpuState s, long linear) {
        if ((s.systemFlags & Eflags.RF) != 0) {
            return;
        }
        int hits = 0;
        for (int n = 0; n < 4; n++) {
            if (isEnabled(s, n) && kind(s, n) == ON_EXECUTION && s.dr[n] == linear) {
                hits |= 1 << n;
            }
        }
        if (hits != 0) {
            throw fault(s, hits);
        }
    }

    /** Notes the I/O breakpoints (CR4.DE) that an access hits; the trap comes after the instruction. */
    public static void notePort(CpuState s, int port, int size) {
        if ((s.dr[7] & ENABLES) == 0 || (s.cr4 & ControlBits.CR4_DE) == 0) {
            return;
        }
        for (int n = 0; n < 4; n++) {
            int length = LENGTH[(int) (s.dr[7] >>> 18 + 4 * n) & 3];
            long first = s.dr[n] & -length;
            boolean overlaps = first <= port + size - 1 && port <= first + length - 1;
            if (isEnabled(s, n) && kind(s, n) == ON_PORTS && overlaps) {
                note(s, 1 << n);
            }
        }
    }

    /** Notes a trap for after this instruction: {@link #DR6_BS} where TF was set when it began. */
    public static void note(CpuState s, int dr6) {
        s.pendingDebug |= dr6;
        s.attention |= CpuState.ATTENTION_DEBUG;
    }

    /** Between two instructions: delivers the noted traps, if any. */
    public static void deliverTraps(Cpu cpu) {
        CpuState s = cpu.state();
        s.attention &= ~CpuState.ATTENTION_DEBUG;
        if (s.pendingDebug != 0) {
            s.dr[6] |= s.pendingDebug;
            s.pendingDebug = 0;
            s.dr[7] &= ~DR7_GD;
            Interrupts.debugTrap(cpu);
        }
    }

    private static CpuException fault(CpuState s, int dr6) {
        s.dr[6] |= dr6;
        s.dr[7] &= ~DR7_GD;
        return CpuException.of(CpuException.DB);
    }

    private static boolean isEnabled(CpuState s, int n) {
        return (s.dr[7] >>> 2 * n & 3) != 0;
    }

    private static int kind(CpuState s, int n) {
        return (int) (s.dr[7] >>> 16 + 4 * n) & 3;
    }
}
