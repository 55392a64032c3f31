package org.ring0.core.cpu.interpreter;

import java.util.List;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.region.RegionRequest;

/** Translated code in the cache, with the pages whose bytes it was made from. */
final class Translation {
    /**
     * What it has of one page.
     *
     * @param page how many pages behind the page of its entries
     * @param first offset in that page of its first byte
     * @param last offset of its last one
     */
    record Piece(CodePage code, int page, int first, int last) {}

    final RegionRequest request;
    final Region region;
    final List<Piece> pieces;
    /** Offsets from the start of the page of its entries: of its first byte, and of its last one. */
    final int first;

    final int last;
    /** Offsets at which it is entered; all of them lie in one page. */
    final int[] entries;
    /** Where its indirect transfers have led, or null once nobody wants to know. */
    JumpProfile profile;

    /** Whether it has been entered since somebody looked for what is not used any more. */
    boolean used = true;
    /** How often its other pages were not where they had been. */
    int strayed;

    Translation(RegionRequest request, Region region, List<Piece> pieces, int[] entries) {
        this.request = request;
        this.region = region;
        this.pieces = pieces;
        this.entries = entries;
        Piece low = pieces.getFirst();
        Piece high = pieces.getLast();
        first = low.page * CodePage.SIZE + low.first;
        last = high.page * CodePage.SIZE + high.last;
    }

    /** The page of its entries. */
    CodePage home() {
        return pieces.stream().filter(piece -> piece.page == 0).findFirst().orElseThrow().code;
    }

    /** Whether all of its bytes lie in the page of its entries. */
    boolean isInOnePage() {
        return pieces.size() == 1;
    }
}
