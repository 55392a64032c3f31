package org.ring0.core.cpu.mmu;

import java.util.Arrays;

/**
 * The address spaces that process-context identifiers tell apart (SDM Vol. 3A, 4.10.1): a few of those that were left last keep
 * their translations. A CPU may forget any of them at any time, so that few suffice.
 */
final class AddressSpaces {
    private static final int KEPT = 8;
    private static final int NOBODY = -1;

    private final Tlbs tlbs;
    /** The identifiers, the one that was left last in front. */
    private final int[] pcids = new int[KEPT];

    private final TlbStash[][] stashes = new TlbStash[KEPT][Tlbs.COUNT];

    AddressSpaces(Tlbs tlbs) {
        this.tlbs = tlbs;
        for (int n = 0; n < KEPT; n++) {
            pcids[n] = NOBODY;
            for (int t = 0; t < Tlbs.COUNT; t++) {
                stashes[n][t] = new TlbStash();
            }
        }
    }

    /**
     * Goes from one address space to another.
     *
     * @param keep whether what is known of the other one is still true
     */
    void change(int from, int to, boolean keep) {
        if (from == to) {
            if (!keep) {
                tlbs.each(Tlb::flushNonGlobal);
            }
            return;
        }
        TlbStash[] left = toFront(from);
        for (int t = 0; t < Tlbs.COUNT; t++) {
            left[t].clear();
            tlbs.get(t).moveTo(left[t]);
        }
        int found = indexOf(to);
        if (found < 0) {
            return;
        }
        pcids[found] = NOBODY;
        if (keep) {
            for (int t = 0; t < Tlbs.COUNT; t++) {
                tlbs.get(t).putBack(stashes[found][t]);
            }
        }
    }

    /** The stashes that an identifier gets: its own, or the oldest. */
    private TlbStash[] toFront(int pcid) {
        int at = indexOf(pcid);
        if (at < 0) {
            at = KEPT - 1;
        }
        TlbStash[] chosen = stashes[at];
        for (int n = at; n > 0; n--) {
            pcids[n] = pcids[n - 1];
            stashes[n] = stashes[n - 1];
        }
        pcids[0] = pcid;
        stashes[0] = chosen;
        return chosen;
    }

    private int indexOf(int pcid) {
        for (int n = 0; n < KEPT; n++) {
            if (pcids[n] == pcid) {
                return n;
            }
        }
        return NOBODY;
    }

    /** Forgets all address spaces but the present one. */
    void forgetAll() {
        Arrays.fill(pcids, NOBODY);
    }

    /** Forgets one that is not the present one. */
    void forget(int pcid) {
        int at = indexOf(pcid);
        if (at >= 0) {
            pcids[at] = NOBODY;
        }
    }

    /** Forgets one page of one that is not the present one. */
    void invalidate(int pcid, long linear) {
        int at = indexOf(pcid);
        if (at >= 0) {
            for (TlbStash stash : stashes[at]) {
                stash.invalidate(linear);
            }
        }
    }

    void dropUserPages() {
        for (TlbStash[] each : stashes) {
            each[Tlbs.SUPERVISOR].dropUserPages();
        }
    }

    void forbidWrites(long backingPage) {
        for (TlbStash[] each : stashes) {
            each[Tlbs.USER].forbidWrites(backingPage);
            each[Tlbs.SUPERVISOR].forbidWrites(backingPage);
        }
    }
}
