package org.ring0.core.cpu.mmu;

import static org.ring0.core.cpu.mmu.PagingStructures.PS;
import static org.ring0.core.cpu.mmu.PagingStructures.XD;

/**
 * 4-level paging of IA-32e mode: four tables of 512 entries of 8 bytes, pages of 4 KiB, 2 MiB and 1 GiB (SDM Vol. 3A, 4.5).
 * Limits: no 5-level paging, no protection keys.
 */
final class FourLevelWalker implements PageWalker {
    private static final int LEVELS = 4;
    private static final int INDEX_BITS = 9;
    /** A table's index times the size of an entry. */
    private static final long INDEX_OFFSET = 0xff8;

    /** Bit 12 of a large page's entry is PAT; from there to its address bits are reserved. */
    private static final long LARGE_RESERVED_FROM = 1 << 13;

    private final PagingStructures structures;
    private final long[] address = new long[LEVELS];
    private final long[] entry = new long[LEVELS];
    private boolean hugePages;

    FourLevelWalker(PagingStructures structures) {
        this.structures = structures;
    }

    /** Whether the CPU has pages of 1 GiB; bit 7 of a PDPTE is reserved otherwise. */
    void setHugePages(boolean present) {
        hugePages = present;
    }

    @Override
    public long walk(long linear, int access) {
        long reserved = structures.noExecuteEnabled() ? structures.beyond() : structures.beyond() | XD;
        long rights = -1;
        long noExecute = 0;
        long table = structures.state().cr3;
        for (int level = LEVELS - 1; ; level--) {
            int shift = Tlb.PAGE_SHIFT + level * INDEX_BITS;
            long at = table & structures.frame() | linear >>> shift - 3 & INDEX_OFFSET;
            long found = structures.read(at, 8);
            if ((found & PagingStructures.P) == 0) {
                throw structures.notPresent(linear, access);
            }
            boolean leaf = level == 0 || (found & PS) != 0;
            if ((found & (level == 0 ? reserved : reserved | reservedAbove(level, found))) != 0) {
                throw structures.reserved(linear, access);
            }
            address[level] = at;
            entry[level] = found;
            rights &= found;
            noExecute |= found & XD;
            table = found;
            if (leaf) {
                return finish(linear, access, level, rights, noExecute != 0);
            }
        }
    }

    /** The reserved bits of an entry above the page tables, besides those that all have. */
    private long reservedAbove(int level, long found) {
        if ((found & PS) == 0) {
            return 0;
        } else if (level == LEVELS - 1 || level == 2 && !hugePages) {
            return PS;
        }
        return (1L << Tlb.PAGE_SHIFT + level * INDEX_BITS) - LARGE_RESERVED_FROM;
    }

    private long finish(long linear, int access, int level, long rights, boolean noExecute) {
        structures.check(linear, access, rights, noExecute);
        for (int upper = LEVELS - 1; upper > level; upper--) {
            structures.set(address[upper], entry[upper], PagingStructures.A, 8);
        }
        long leaf = entry[level];
        structures.set(address[level], leaf, PagingStructures.accessedAndDirty(access), 8);
        long offset = (1L << Tlb.PAGE_SHIFT + level * INDEX_BITS) - 1;
        long page = leaf & structures.frame() & ~offset | linear & offset & Tlb.PAGE_MASK;
        return structures.result(page, access, rights, leaf, noExecute, level != 0);
    }
}
