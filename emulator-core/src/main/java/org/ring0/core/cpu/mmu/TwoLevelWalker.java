package org.ring0.core.cpu.mmu;

import static org.ring0.core.cpu.mmu.PagingStructures.PS;

import org.ring0.core.cpu.state.ControlBits;

/** 32-bit paging: directory and table of 4-byte entries, 4 MiB pages with CR4.PSE (SDM Vol. 3A, 4.3), PSE-36 included. */
final class TwoLevelWalker implements PageWalker {
    private static final long FRAME = 0xffff_f000L;
    private static final long LARGE_FRAME = 0xffc0_0000L;
    private static final int LARGE_RESERVED = 0x003e_0000;
    /** Bits 13 to 16 of a large page's entry are bits 32 to 35 of its address. */
    private static final long PSE36 = 0x0001_e000;

    private final PagingStructures structures;

    TwoLevelWalker(PagingStructures structures) {
        this.structures = structures;
    }

    @Override
    public long walk(long linear, int access) {
        long pdeAddress = structures.state().cr3 & FRAME | linear >>> 20 & 0xffc;
        long pde = structures.read(pdeAddress, 4);
        if ((pde & PagingStructures.P) == 0) {
            throw structures.notPresent(linear, access);
        }
        if ((pde & PS) != 0 && (structures.state().cr4 & ControlBits.CR4_PSE) != 0) {
            return large(linear, access, pdeAddress, pde);
        }
        long pteAddress = pde & FRAME | linear >>> 10 & 0xffc;
        long pte = structures.read(pteAddress, 4);
        if ((pte & PagingStructures.P) == 0) {
            throw structures.notPresent(linear, access);
        }
        long rights = pde & pte;
        structures.check(linear, access, rights, false);
        structures.set(pdeAddress, pde, PagingStructures.A, 4);
        structures.set(pteAddress, pte, PagingStructures.accessedAndDirty(access), 4);
        return structures.result(pte & FRAME, access, rights, pte, false, false);
    }

    private long large(long linear, int access, long pdeAddress, long pde) {
        if ((pde & LARGE_RESERVED) != 0) {
            throw structures.reserved(linear, access);
        }
        structures.check(linear, access, pde, false);
        structures.set(pdeAddress, pde, PagingStructures.accessedAndDirty(access), 4);
        long page = pde & LARGE_FRAME | (pde & PSE36) << 19 | linear & ~LARGE_FRAME & FRAME;
        return structures.result(page, access, pde, pde, false, true);
    }
}
