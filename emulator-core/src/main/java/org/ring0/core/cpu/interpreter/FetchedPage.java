package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.mmu.Mmu;

/**
 * The translation of the page that instructions come from. It is kept until execution goes on in another page or the TLB is
 * flushed, whatever becomes of its entry in the TLB: otherwise changes of the tables that the guest has not flushed for would
 * be seen where an engine happens to look again, because a slice has ended or code was dropped.
 */
final class FetchedPage {
    private final Mmu mmu;
    private long linear = -1;
    private long bus;
    private boolean user;
    private long flushes;

    FetchedPage(Mmu mmu) {
        this.mmu = mmu;
    }

    private boolean covers(long address) {
        return (address & -CodePage.SIZE) == linear && user == (mmu.state().cpl == 3) && flushes == mmu.flushes();
    }

    /** The bus address of the page of {@code address}, where execution is now. */
    long enter(long address) {
        if (!covers(address)) {
            bus = mmu.fetchPhysical(address) & -CodePage.SIZE;
            linear = address & -CodePage.SIZE;
            user = mmu.state().cpl == 3;
            flushes = mmu.flushes();
        }
        return bus;
    }

    /** The bus address of a byte of the instruction at hand, which may lie in the page behind. */
    long translate(long address) {
        return covers(address) ? bus | address & CodePage.OFFSET_MASK : mmu.fetchPhysical(address);
    }
}
