package org.ring0.core.cpu.mmu;

/**
 * One format of paging structures. A walk checks everything first and only then sets accessed and dirty bits, from the top
 * structure down, so that a faulting access leaves the tables as they were.
 */
interface PageWalker {
    /** What is to be done, in the bits of the page-fault error code (SDM Vol. 3A, 4.7); reading is none of them. */
    int ACCESS_WRITE = 1 << 1;

    int ACCESS_USER = 1 << 2;
    int ACCESS_FETCH = 1 << 4;

    /** The CPU's own access to its tables and stacks, which SMAP's exception does not cover; no bit of the error code. */
    int ACCESS_IMPLICIT = 1 << 8;

    /** The other bits of the error code. */
    int FAULT_PROTECTION = 1;

    int FAULT_RESERVED = 1 << 3;

    /** Bits of the result of a walk, below the address of the 4 KiB page. */
    int NO_EXECUTE = 1;

    int WRITABLE = 1 << 1;
    int USER = 1 << 2;
    int DIRTY = 1 << 6;
    int LARGE = 1 << 7;
    int GLOBAL = 1 << 8;

    /**
     * Translates for an access.
     *
     * @param access {@code ACCESS_*} bits
     * @return the physical address of the 4 KiB page, with the rights in bits 0 to 11
     * @throws org.ring0.core.cpu.state.CpuException #PF
     */
    long walk(long linear, int access);

    /** Paging is off: linear addresses are physical ones. */
    static long identity(long linear) {
        return linear & Tlb.PAGE_MASK | WRITABLE | USER | DIRTY;
    }
}
