package org.ring0.core.cpu.protection;

import static org.ring0.core.cpu.state.ControlBits.CR0_PG;
import static org.ring0.core.cpu.state.ControlBits.CR4_PAE;
import static org.ring0.core.cpu.state.ControlBits.CR4_PCIDE;
import static org.ring0.core.cpu.state.ControlBits.EFER_LMA;
import static org.ring0.core.cpu.state.ControlBits.EFER_LME;

import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** How IA-32e mode begins and ends: with paging, if EFER.LME is set (SDM Vol. 3A, 4.1.1 and 9.8.5). */
final class LongMode {
    private static final long LOW_32 = 0xffff_ffffL;

    private LongMode() {}

    /** Throws #GP(0) where CR0.PG may not change to {@code paging}. */
    static void checkPaging(CpuState s, boolean paging) {
        boolean allowed = paging ? (s.efer & EFER_LME) == 0 || mayBegin(s) : mayEnd(s);
        if (!allowed) {
            throw CpuException.gp(0);
        }
    }

    private static boolean mayBegin(CpuState s) {
        boolean longCode = (s.segment[Segment.CS].attributes & Segment.L) != 0;
        boolean task32 = (s.tr.attributes & Descriptor.TYPE_32) != 0;
        return (s.cr4 & CR4_PAE) != 0 && !longCode && task32;
    }

    private static boolean mayEnd(CpuState s) {
        return !s.is64Bit() && (s.cr4 & CR4_PCIDE) == 0;
    }

    /** CR0.PG has changed: LMA follows. Outside the mode the CPU's own tables lie below 4 GiB. */
    static void follow(CpuState s) {
        if ((s.cr0 & CR0_PG) != 0 && (s.efer & EFER_LME) != 0) {
            s.efer |= EFER_LMA;
        } else if (s.isLongMode()) {
            s.efer &= ~EFER_LMA;
            s.tr.base &= LOW_32;
            s.ldtr.base &= LOW_32;
            s.idtBase &= LOW_32;
            s.gdtBase &= LOW_32;
        }
    }
}
