package org.ring0.core.cpu.protection;

import static org.ring0.core.cpu.state.ControlBits.*;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** Writes of CR0, CR3, CR4 and EFER with their checks and their effect on translations (SDM Vol. 3A, 2.2.1, 2.5 and 4.10.4). */
public final class ControlRegisters {
    private static final long CR0_DEFINED =
            CR0_PE | CR0_MP | CR0_EM | CR0_TS | CR0_NE | CR0_WP | CR0_AM | CR0_NW | CR0_CD | CR0_PG;
    /** What of CR4 every translation depends on. */
    private static final long CR4_PAGING = CR4_PSE | CR4_PAE | CR4_PGE | CR4_PCIDE | CR4_SMEP | CR4_SMAP;
    /** A change of these loads the directory pointers of PAE paging. */
    private static final long CR4_POINTERS = CR4_PSE | CR4_PAE | CR4_PGE | CR4_SMEP;

    private static final long PCID = 0xfff;
    private static final long LOW_32 = 0xffff_ffffL;

    private ControlRegisters() {}

    /**
     * Undefined bits of the lower half are ignored; those of the upper half, PG without PE and NW without CD are #GP(0), and
     * what IA-32e mode has against a change of PG.
     */
    public static void writeCr0(Cpu cpu, long value) {
        CpuState s = cpu.state();
        long cr0 = value & CR0_DEFINED | CR0_ET;
        boolean paging = (cr0 & CR0_PG) != 0;
        if (value >>> 32 != 0 || paging && (cr0 & CR0_PE) == 0 || (cr0 & CR0_NW) != 0 && (cr0 & CR0_CD) == 0) {
            throw CpuException.gp(0);
        }
        long changed = s.cr0 ^ cr0;
        if ((changed & CR0_PG) != 0) {
            LongMode.checkPaging(s, paging);
        }
        if (paging && usesDirectoryPointers(s, s.cr4) && (changed & (CR0_PG | CR0_CD | CR0_NW)) != 0) {
            cpu.mmu().loadDirectoryPointers(s.cr3);
        }
        s.cr0 = cr0;
        if ((changed & CR0_PG) != 0) {
            LongMode.follow(s);
        }
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

    private static boolean usesDirectoryPointers(CpuState s, long cr4) {
        return (cr4 & CR4_PAE) != 0 && (s.efer & EFER_LME) == 0;
    }

    public static void writeCr3(Cpu cpu, long value) {
        CpuState s = cpu.state();
        if (s.isLongMode()) {
            writeLongCr3(cpu, value);
        } else {
            if ((s.cr0 & CR0_PG) != 0 && (s.cr4 & CR4_PAE) != 0) {
                cpu.mmu().loadDirectoryPointers(value & LOW_32);
            }
            s.cr3 = value & LOW_32;
            cpu.mmu().flushNonGlobal();
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** Bits beyond the physical address are #GP(0), but for bit 63 with CR4.PCIDE, which says that nothing is to be flushed. */
    private static void writeLongCr3(Cpu cpu, long value) {
        CpuState s = cpu.state();
        boolean identifies = (s.cr4 & CR4_PCIDE) != 0;
        long cr3 = identifies ? value & Long.MAX_VALUE : value;
        if (cr3 >>> cpu.model().physicalBits() != 0) {
            throw CpuException.gp(0);
        }
        int from = (int) (s.cr3 & PCID);
        s.cr3 = cr3;
        if (identifies) {
            cpu.mmu().changeAddressSpace(from, (int) (cr3 & PCID), value < 0);
        } else {
            cpu.mmu().flushNonGlobal();
        }
    }

    /** A bit that the CPU model lacks is #GP(0), and what IA-32e mode has against a change. */
    public static void writeCr4(Cpu cpu, long value) {
        CpuState s = cpu.state();
        long changed = s.cr4 ^ value;
        boolean identifies = (changed & value & CR4_PCIDE) != 0;
        if ((value & ~cpu.model().cr4()) != 0
                || s.isLongMode() && (value & CR4_PAE) == 0
                || identifies && (!s.isLongMode() || (s.cr3 & PCID) != 0)) {
            throw CpuException.gp(0);
        }
        if ((s.cr0 & CR0_PG) != 0 && usesDirectoryPointers(s, value) && (changed & CR4_POINTERS) != 0) {
            cpu.mmu().loadDirectoryPointers(s.cr3);
        }
        s.cr4 = value;
        if ((changed & CR4_PAGING) != 0) {
            cpu.mmu().flushAll();
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** LMA cannot be written, LME not while paging is on; what the CPU model lacks is #GP(0). */
    public static void writeEfer(Cpu cpu, long value) {
        CpuState s = cpu.state();
        long writable = writableEfer(cpu.model());
        long reserved = ~(writable | (cpu.model().has(Feature.LM) ? EFER_LMA : 0));
        long efer = value & writable | s.efer & EFER_LMA;
        long changed = s.efer ^ efer;
        if ((value & reserved) != 0 || (changed & EFER_LME) != 0 && (s.cr0 & CR0_PG) != 0) {
            throw CpuException.gp(0);
        }
        s.efer = efer;
        if ((changed & EFER_NXE) != 0) {
            cpu.mmu().flushAll();
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** Whether the model has EFER at all. */
    public static boolean hasEfer(CpuModel model) {
        return writableEfer(model) != 0;
    }

    private static long writableEfer(CpuModel model) {
        return (model.has(Feature.NX) ? EFER_NXE : 0)
                | (model.has(Feature.SYSCALL) ? EFER_SCE : 0)
                | (model.has(Feature.LM) ? EFER_LME : 0);
    }
}
