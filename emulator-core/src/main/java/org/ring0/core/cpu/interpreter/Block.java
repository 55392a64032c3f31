package org.ring0.core.cpu.interpreter;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;

/**
 * A straight run of ops that starts anywhere in one page and ends with a transfer, at the page's end, or before an
 * instruction that crosses it. Such an instruction is a block of its own, with the bytes that lie in the second page.
 */
final class Block {
    /** No address of host memory. */
    private static final long NOWHERE = Long.MIN_VALUE;

    private static final byte[] NO_TAIL = {};
    private static final Op[] NO_OBJECTS = {};

    /** Two for each op, see {@link OpWord}. */
    final long[] words;
    /** The ops that words do not hold. */
    final Op[] objects;
    /** Bytes from the first op's start to the last one's end. */
    final int length;
    /** The bytes in the page behind: compared before each execution, since nothing watches them. */
    final byte[] tail;
    /** What the first instruction is. */
    final Mnemonic first;

    /** The page that keeps it, or null. */
    CodePage page;
    /** The translated code that is entered where it starts, or null. */
    Translation translation;

    /** Its address in host memory while other blocks may be linked to it, else {@link #NOWHERE}. */
    private long backing = NOWHERE;
    /** The last blocks that ran behind it, the latest first: two, for the two ways of a branch. */
    private Block latest;

    private Block earlier;

    /** How often the block has been executed since it was made; counts up to the request for a translation. */
    int heat;
    /** Whether the compiler cannot do anything with it. */
    boolean refused;

    Block(long[] words, List<Op> objects, int length, Mnemonic first) {
        this(words, objects, length, NO_TAIL, first);
    }

    Block(long[] words, List<Op> objects, int length, byte[] tail, Mnemonic first) {
        this.words = words;
        this.objects = objects.isEmpty() ? NO_OBJECTS : objects.toArray(Op[]::new);
        this.length = length;
        this.tail = tail;
        this.first = first;
    }

    /** How many instructions it has. */
    int count() {
        return words.length / OpWord.WORDS;
    }

    /** Bytes of instruction {@code n}. */
    int length(int n) {
        return OpWord.length(words[n * OpWord.WORDS]);
    }

    /** Is told that a page keeps it now. Fetching the bytes of a tail can fault, so that no link leads to those. */
    void settle(CodePage home, int offset) {
        page = home;
        translation = home.entry(offset);
        backing = tail.length == 0 ? home.backing + offset : NOWHERE;
    }

    /** No link leads here any more, and none from here, which would keep in memory what has been dropped before. */
    void drop() {
        backing = NOWHERE;
        latest = null;
        earlier = null;
    }

    boolean isLinkable() {
        return backing != NOWHERE;
    }

    /** The linked block at an address of host memory, or null. */
    Block successor(long address) {
        if (latest != null && latest.backing == address) {
            return latest;
        }
        return earlier != null && earlier.backing == address ? earlier : null;
    }

    /** Makes a block of the same mode a successor of this one. */
    void link(Block next) {
        earlier = latest;
        latest = next;
    }

    /** How many ops to interpret after a region has been left for the first one: that one, if a region goes on behind. */
    int roomBeforeRegion() {
        if (!isLinkable()) {
            return 1;
        }
        int next = ((int) backing & CodePage.OFFSET_MASK) + length(0);
        return next < CodePage.SIZE && page.entry(next) != null ? 1 : count();
    }
}
