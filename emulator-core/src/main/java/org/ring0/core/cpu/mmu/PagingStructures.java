package org.ring0.core.cpu.mmu;

import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.memory.AddressSpace;

/** What the formats of paging structures have in common: their bits, the checks of rights and the way to memory. */
final class PagingStructures {
    static final int P = 1;
    static final int RW = 1 << 1;
    static final int US = 1 << 2;
    static final int A = 1 << 5;
    static final int D = 1 << 6;
    static final int PS = 1 << 7;
    static final int G = 1 << 8;
    static final long XD = 1L << 63;

    private static final int DEFAULT_PHYSICAL_BITS = 36;
    private static final long BITS_52 = (1L << 52) - 1;

    private final CpuState state;
    private final AddressSpace memory;
    private long frame;
    private long beyond;

    PagingStructures(CpuState state, AddressSpace memory) {
        this.state = state;
        this.memory = memory;
        setPhysicalBits(DEFAULT_PHYSICAL_BITS);
    }

    /** The width of physical addresses, MAXPHYADDR. */
    void setPhysicalBits(int bits) {
        frame = (1L << bits) - 1 & Tlb.PAGE_MASK;
        beyond = -1L << bits & BITS_52;
    }

    /** The bits of an 8-byte entry that hold a page's address. */
    long frame() {
        return frame;
    }

    /** Bits 51 to MAXPHYADDR of an 8-byte entry, which are reserved. */
    long beyond() {
        return beyond;
    }

    CpuState state() {
        return state;
    }

    long read(long physical, int size) {
        return memory.read(physical, size);
    }

    /** Sets bits of an entry that was read as {@code entry}, unless it has them. */
    void set(long physical, long entry, int bits, int size) {
        if ((entry & bits) != bits) {
            memory.write(physical, entry | bits, size);
        }
    }

    /** Throws the #PF of an entry that is not present. */
    CpuException notPresent(long linear, int access) {
        return fault(linear, access, 0);
    }

    CpuException reserved(long linear, int access) {
        return fault(linear, access, PageWalker.FAULT_PROTECTION | PageWalker.FAULT_RESERVED);
    }

    /**
     * Checks the rights of a present translation.
     *
     * @param rights the AND of all entries on the way: {@link #RW} and {@link #US}
     * @param noExecute the OR of their XD bits, where EFER.NXE is set
     */
    void check(long linear, int access, long rights, boolean noExecute) {
        boolean user = (access & PageWalker.ACCESS_USER) != 0;
        boolean privilege = user ? (rights & US) == 0 : (rights & US) != 0 && isPrevented(access);
        boolean readOnly = (access & PageWalker.ACCESS_WRITE) != 0
                && (rights & RW) == 0
                && (user || (state.cr0 & ControlBits.CR0_WP) != 0);
        boolean execute = (access & PageWalker.ACCESS_FETCH) != 0 && noExecute;
        if (privilege || readOnly || execute) {
            throw fault(linear, access, PageWalker.FAULT_PROTECTION);
        }
    }

    /** Supervisor accesses to user pages: SMEP forbids fetches, SMAP data unless EFLAGS.AC allows an explicit access. */
    private boolean isPrevented(int access) {
        if ((access & PageWalker.ACCESS_FETCH) != 0) {
            return (state.cr4 & ControlBits.CR4_SMEP) != 0;
        }
        return (state.cr4 & ControlBits.CR4_SMAP) != 0
                && ((access & PageWalker.ACCESS_IMPLICIT) != 0 || (state.systemFlags & Eflags.AC) == 0);
    }

    /** The result of a walk: see {@link PageWalker#walk}. */
    long result(long page, int access, long rights, long leaf, boolean noExecute, boolean large) {
        boolean dirty = (leaf & D) != 0 || (access & PageWalker.ACCESS_WRITE) != 0;
        boolean global = (leaf & G) != 0 && (state.cr4 & ControlBits.CR4_PGE) != 0;
        return page
                | rights & (RW | US)
                | (dirty ? PageWalker.DIRTY : 0)
                | (global ? PageWalker.GLOBAL : 0)
                | (large ? PageWalker.LARGE : 0)
                | (noExecute ? PageWalker.NO_EXECUTE : 0);
    }

    static int accessedAndDirty(int access) {
        return (access & PageWalker.ACCESS_WRITE) != 0 ? A | D : A;
    }

    boolean noExecuteEnabled() {
        return (state.efer & ControlBits.EFER_NXE) != 0 && (state.cr4 & ControlBits.CR4_PAE) != 0;
    }

    /** The I/D bit is reported only where fetches can fault for themselves. */
    private CpuException fault(long linear, int access, int bits) {
        boolean tellsFetch = noExecuteEnabled() || (state.cr4 & ControlBits.CR4_SMEP) != 0;
        int reported = access
                & ~(tellsFetch ? PageWalker.ACCESS_IMPLICIT : PageWalker.ACCESS_FETCH | PageWalker.ACCESS_IMPLICIT);
        return CpuException.pf(linear, reported | bits);
    }
}
