package org.ring0.core.cpu.interpreter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** The blocks of one page of host memory in one CPU mode, by the offset at which they start, and its translated code. */
final class CodePage {
    static final int SIZE = 0x1000;
    static final int OFFSET_MASK = SIZE - 1;

    /** The page's address in host memory. */
    final long backing;

    private final OffsetTable<Block> blocks = new OffsetTable<>();
    /** Translated code by the offset of its entry. */
    private final OffsetTable<Translation> entries = new OffsetTable<>();
    /** What has bytes of this page. */
    private final List<Translation> translations = new ArrayList<>();

    /** Whether its translations keep within the page: what lies around it has changed too often. */
    boolean confined;

    /** How often translated code was dropped since bytes of this page had changed. */
    int rewritten;

    private int count;
    private int longest;

    CodePage(long backing) {
        this.backing = backing;
    }

    /** The block that starts at an offset, or null. */
    Block block(int offset) {
        return blocks.get(offset);
    }

    void put(int offset, Block block) {
        Block before = blocks.get(offset);
        if (before == null) {
            count++;
        } else {
            before.drop();
        }
        blocks.set(offset, block);
        block.settle(this, offset);
        longest = Math.max(longest, block.length);
    }

    /** Which blocks of the page have been executed by now; of those of other pages it says so of all. */
    IntPredicate executed() {
        BitSet now = new BitSet(SIZE);
        for (int offset = 0; offset < SIZE; offset++) {
            now.set(offset, blocks.get(offset) != null);
        }
        return offset -> offset < 0 || offset >= SIZE || now.get(offset);
    }

    /** The translated code that is entered at an offset, or null. */
    Translation entry(int offset) {
        return entries.get(offset);
    }

    void enter(int offset, Translation translation) {
        entries.set(offset, translation);
        Block block = blocks.get(offset);
        if (block != null) {
            block.translation = translation;
        }
    }

    /** Nothing is entered there any more; if it is hot, it may be asked for again. */
    void leave(int offset) {
        entries.set(offset, null);
        Block block = blocks.get(offset);
        if (block != null) {
            block.heat = 0;
            block.translation = null;
        }
    }

    void add(Translation translation) {
        translations.add(translation);
    }

    void remove(Translation translation) {
        translations.remove(translation);
    }

    /** The translations that have a byte in {@code first} to {@code last} (offsets). */
    List<Translation> translations(int first, int last) {
        if (translations.isEmpty()) {
            return List.of();
        }
        return translations.stream()
                .filter(translation -> translation.pieces.stream()
                        .anyMatch(piece -> piece.code() == this && piece.first() <= last && piece.last() >= first))
                .toList();
    }

    /** Drops the blocks that have a byte in {@code first} to {@code last} (offsets); whether there was one. */
    boolean invalidate(int first, int last) {
        int before = count;
        for (int at = Math.max(0, first - longest + 1); at <= last; at++) {
            Block block = blocks.get(at);
            if (block != null && at + block.length > first) {
                block.drop();
                blocks.set(at, null);
                count--;
            }
        }
        return count != before;
    }
}
