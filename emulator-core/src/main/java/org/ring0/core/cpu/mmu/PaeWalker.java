package org.ring0.core.cpu.mmu;

import static org.ring0.core.cpu.mmu.PagingStructures.PS;
import static org.ring0.core.cpu.mmu.PagingStructures.XD;

/**
 * PAE paging: four directory pointers in registers, then directories and tables of 8-byte entries, 2 MiB pages and the XD
 * bit (SDM Vol. 3A, 4.4).
 */
final class PaeWalker implements PageWalker {
    /** Bits 62 to 52 of every entry. */
    private static final long RESERVED = 0x7ff0_0000_0000_0000L;

    private static final long LARGE_OFFSET = 0x1f_ffff;
    private static final long LARGE_RESERVED = RESERVED | 0x1f_e000;

    private final PagingStructures structures;

    PaeWalker(PagingStructures structures) {
        this.structures = structures;
    }

    @Override
    public long walk(long linear, int access) {
        long pdpte = structures.state().pdpte[(int) (linear >>> 30) & 3];
        if ((pdpte & PagingStructures.P) == 0) {
            throw structures.notPresent(linear, access);
        }
        long pdeAddress = pdpte & structures.frame() | linear >>> 18 & 0xff8;
        long pde = present(pdeAddress, linear, access);
        boolean large = (pde & PS) != 0;
        checkReserved(pde, large ? LARGE_RESERVED : RESERVED, linear, access);
        if (large) {
            return large(linear, access, pdeAddress, pde);
        }
        long pteAddress = pde & structures.frame() | linear >>> 9 & 0xff8;
        long pte = present(pteAddress, linear, access);
        checkReserved(pte, RESERVED, linear, access);
        boolean noExecute = ((pde | pte) & XD) != 0;
        structures.check(linear, access, pde & pte, noExecute);
        structures.set(pdeAddress, pde, PagingStructures.A, 8);
        structures.set(pteAddress, pte, PagingStructures.accessedAndDirty(access), 8);
        return structures.result(pte & structures.frame(), access, pde & pte, pte, noExecute, false);
    }

    private long large(long linear, int access, long pdeAddress, long pde) {
        boolean noExecute = (pde & XD) != 0;
        structures.check(linear, access, pde, noExecute);
        structures.set(pdeAddress, pde, PagingStructures.accessedAndDirty(access), 8);
        long page = pde & structures.frame() & ~LARGE_OFFSET | linear & LARGE_OFFSET & Tlb.PAGE_MASK;
        return structures.result(page, access, pde, pde, noExecute, true);
    }

    private long present(long address, long linear, int access) {
        long entry = structures.read(address, 8);
        if ((entry & PagingStructures.P) == 0) {
            throw structures.notPresent(linear, access);
        }
        return entry;
    }

    private void checkReserved(long entry, long reserved, long linear, int access) {
        long forbidden = reserved | structures.beyond();
        if ((entry & (structures.noExecuteEnabled() ? forbidden : forbidden | XD)) != 0) {
            throw structures.reserved(linear, access);
        }
    }
}
