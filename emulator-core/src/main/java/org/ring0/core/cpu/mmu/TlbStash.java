package org.ring0.core.cpu.mmu;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Entries of a TLB that belong to an address space which is not the present one: out of reach until they are put back. */
final class TlbStash {
    private static final int FIRST_CAPACITY = 64;

    int count;
    long[] linearPage = new long[FIRST_CAPACITY];
    long[] physicalPage = new long[FIRST_CAPACITY];
    long[] addend = new long[FIRST_CAPACITY];
    /** {@link Tlb}'s attributes and, from bit 8, its {@code CAN_*} bits. */
    short[] nature = new short[FIRST_CAPACITY];

    void add(long linear, long physical, long toBacking, int attributesAndRights) {
        if (count == linearPage.length) {
            int capacity = 2 * count;
            linearPage = Arrays.copyOf(linearPage, capacity);
            physicalPage = Arrays.copyOf(physicalPage, capacity);
            addend = Arrays.copyOf(addend, capacity);
            nature = Arrays.copyOf(nature, capacity);
        }
        linearPage[count] = linear;
        physicalPage[count] = physical;
        addend[count] = toBacking;
        nature[count++] = (short) attributesAndRights;
    }

    void clear() {
        count = 0;
    }

    /** Drops what {@link Tlb#invalidate} would; more may go with it. */
    void invalidate(long linear) {
        remove(n -> linearPage[n] == (linear & Tlb.PAGE_MASK)
                || (nature[n] & Tlb.LARGE) != 0 && (linearPage[n] ^ linear) >>> Tlb.LARGEST_PAGE_SHIFT == 0);
    }

    void dropUserPages() {
        remove(n -> (nature[n] & Tlb.USER) != 0);
    }

    /** As {@link Tlb#forbidWrites}. */
    void forbidWrites(long backingPage) {
        for (int n = 0; n < count; n++) {
            if ((nature[n] & Tlb.CAN_WRITE) != 0 && linearPage[n] + addend[n] >>> Tlb.PAGE_SHIFT == backingPage) {
                nature[n] = (short) (nature[n] & ~Tlb.CAN_WRITE | Tlb.CAN_WRITE_CODE);
            }
        }
    }

    private void remove(IntPredicate unwanted) {
        int kept = 0;
        for (int n = 0; n < count; n++) {
            if (!unwanted.test(n)) {
                linearPage[kept] = linearPage[n];
                physicalPage[kept] = physicalPage[n];
                addend[kept] = addend[n];
                nature[kept++] = nature[n];
            }
        }
        count = kept;
    }
}
