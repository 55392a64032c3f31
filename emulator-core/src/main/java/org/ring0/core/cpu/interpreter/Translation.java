package org.ring0.core.cpu.interpreter;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.region.RegionRequest;

/** Translated code in the cache, with the pages whose bytes it was made from. */
final class Translation {
    /**
     * Instructions without a gap in one page.
     *
     * @param page how many pages behind the page of its entries
     * @param first offset in that page of its first byte
     * @param last offset of its last one
     */
    record Piece(CodePage code, int page, int first, int last) {}

    /** The allowance of a translation that cannot become better, or has been asked for already. */
    static final long ENDLESS = Long.MAX_VALUE;

    final RegionRequest request;
    final Region region;
    final boolean is64Bit;
    final List<Piece> pieces;
    /** One piece of each other page than that of its entries. */
    final List<Piece> elsewhere;
    /** Offsets from the start of the page of its entries: of its first byte, and of its last one. */
    final int first;

    final int last;
    /** Offsets at which it is entered; all of them lie in one page. */
    final int[] entries;
    /** So many cycles in one stay are a loop's, and many more are to come. */
    private static final int LONG_STAY = 10_000;
    /** What a cycle of a long stay counts. */
    private static final int LOOP_WEIGHT = 16;

    /** How many cycles it may still execute before a better one is worth it, or {@link #ENDLESS}. */
    private long allowance = ENDLESS;

    /** Where its indirect transfers have led, or null once nobody wants to know. */
    JumpProfile profile;

    /** Whether it has been entered since somebody looked for what is not used any more. */
    boolean used = true;
    /** How often its other pages were not where they had been. */
    int strayed;

    Translation(RegionRequest request, Region region, List<Piece> pieces, int[] entries) {
        this.request = request;
        this.region = region;
        is64Bit = request.mode().is64Bit();
        this.pieces = pieces;
        this.entries = entries;
        elsewhere = pieces.stream()
                .filter(piece -> piece.page != 0)
                .collect(Collectors.toMap(Piece::page, piece -> piece, (piece, same) -> piece))
                .values()
                .stream()
                .toList();
        Piece low = pieces.getFirst();
        Piece high = pieces.getLast();
        first = low.page * CodePage.SIZE + low.first;
        last = high.page * CodePage.SIZE + high.last;
    }

    /** Sets what it may execute before a better one is worth it, in cycles. */
    void allow(long cycles) {
        allowance = cycles;
    }

    /** Notes a stay of so many cycles; whether it has executed what it may. */
    boolean isSpent(long cycles) {
        if (allowance == ENDLESS) {
            return false;
        }
        allowance -= cycles < LONG_STAY ? cycles : LOOP_WEIGHT * cycles;
        return allowance < 0;
    }

    /** The page of its entries. */
    CodePage home() {
        return pieces.stream().filter(piece -> piece.page == 0).findFirst().orElseThrow().code;
    }

    /** The pages that it has bytes of. */
    Set<CodePage> pages() {
        return pieces.stream().map(Piece::code).collect(Collectors.toSet());
    }

    /** Whether all of its bytes lie in the page of its entries. */
    boolean isInOnePage() {
        return elsewhere.isEmpty();
    }
}
