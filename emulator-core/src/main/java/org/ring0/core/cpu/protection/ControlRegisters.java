package org.ring0.core.cpu.protection;

import static org.ring0.core.cpu.state.ControlBits.*;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** Writes of CR0, CR3 and CR4 with their checks and their effect on translations (SDM Vol. 3A, 2.5 and 4.10.4). */
public final class ControlRegisters {
    private static final long CR0_DEFINED =
            CR0_PE | CR0_MP | CR0_EM | CR0_TS | CR0_NE | CR0_WP | CR0_AM | CR0_NW | CR0_CD | CR0_PG;
    private static final long CR4_PAGING = CR4_PSE | CR4_PAE | CR4_PGE;
    private static final long LOW_32 = 0xffff_ffffL;

    private ControlRegisters() {}

    /** Undefined bits are ignored; PG without PE and NW without CD are #GP(0). */
    public static void writeCr0(Cpu cpu, long value) {
        CpuState s = cpu.state();
        long cr0 = value & CR0_DEFINED | CR0_ET;
        boolean paging = (cr0 & CR0_PG) != 0;
        if (paging && (cr0 & CR0_PE) == 0 || (cr0 & CR0_NW) != 0 && (cr0 & CR0_CD) == 0) {
            throw CpuException.gp(0);
        }
        long changed = s.cr0 ^ cr0;
        if (paging && (s.cr4 & CR4_PAE) != 0 && (changed & (CR0_PG | CR0_CD | CR0_NW)) != 0) {
            cpu.mmu().loadDirectoryPointers(s.cr3);
        }
        s.cr0 = cr0;
        // Without paging, before and after, a linear address is a physical one whatever PE says.
        if ((changed & CR0_PG) != 0 || paging && (changed & CR0_WP) != 0) {
            cpu.mmu().flushAll();
        }
        if ((changed & CR0_PE) != 0 && (cr0 & CR0_PE) == 0) {
            SegmentLoader.makeRealCode(s.segment[Segment.CS]);
            s.cpl = 0;
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    public static void writeCr3(Cpu cpu, long value) {
        CpuState s = cpu.state();
        if ((s.cr0 & CR0_PG) != 0 && (s.cr4 & CR4_PAE) != 0) {
            cpu.mmu().loadDirectoryPointers(value & LOW_32);
        }
        s.cr3 = value & LOW_32;
        cpu.mmu().flushNonGlobal();
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** A bit that the CPU model lacks is #GP(0). */
    public static void writeCr4(Cpu cpu, long value) {
        CpuState s = cpu.state();
        long cr4 = value & LOW_32;
        if ((cr4 & ~cpu.model().cr4()) != 0) {
            throw CpuException.gp(0);
        }
        long changed = s.cr4 ^ cr4;
        if ((s.cr0 & CR0_PG) != 0 && (cr4 & CR4_PAE) != 0 && (changed & CR4_PAGING) != 0) {
            cpu.mmu().loadDirectoryPointers(s.cr3);
        }
        s.cr4 = cr4;
        if ((changed & CR4_PAGING) != 0) {
            cpu.mmu().flushAll();
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }
}
