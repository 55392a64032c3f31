package org.ring0.core.cpu.mmu;

import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
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

    /** The width of physical addresses, MAXPHYADDR, of the CPU models here. */
    static final int PHYSICAL_BITS = 36;

    private final CpuState state;
    private final AddressSpace memory;

    PagingStructures(CpuState state, AddressSpace memory) {
        this.state = state;
        this.memory = memory;
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
        boolean privilege = user && (rights & US) == 0;
        boolean readOnly = (access & PageWalker.ACCESS_WRITE) != 0
                && (rights & RW) == 0
                && (user || (state.cr0 & ControlBits.CR0_WP) != 0);
        boolean execute = (access & PageWalker.ACCESS_FETCH) != 0 && noExecute;
        if (privilege || readOnly || execute) {
            throw fault(linear, access, PageWalker.FAULT_PROTECTION);
        }
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
        int reported = noExecuteEnabled() ? access : access & ~PageWalker.ACCESS_FETCH;
        return CpuException.pf(linear, reported | bits);
    }
}
