package org.ring0.core.cpu.interpreter;

import java.util.ArrayList;
import java.util.List;

/** The blocks of one page of host memory in one CPU mode, by the offset at which they start, and its translated code. */
final class CodePage {
    static final int SIZE = 0x1000;
    static final int OFFSET_MASK = SIZE - 1;

    private static final Translation[] NO_ENTRIES = {};

    /** The page's address in host memory. */
    final long backing;

    final Block[] blocks = new Block[SIZE];
    /** Translated code by the offset of its entry; empty while there is none. */
    private Translation[] entries = NO_ENTRIES;
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

    void put(int offset, Block block) {
        if (blocks[offset] == null) {
            count++;
        } else {
            blocks[offset].drop();
        }
        blocks[offset] = block;
        block.settle(this, offset);
        longest = Math.max(longest, block.length);
    }

    /** The translated code that is entered at an offset, or null. */
    Translation entry(int offset) {
        return entries.length == 0 ? null : entries[offset];
    }

    void enter(int offset, Translation translation) {
        if (entries.length == 0) {
            entries = new Translation[SIZE];
        }
        entries[offset] = translation;
        if (blocks[offset] != null) {
            blocks[offset].translation = translation;
        }
    }

    /** Nothing is entered there any more; if it is hot, it may be asked for again. */
    void leave(int offset) {
        entries[offset] = null;
        if (blocks[offset] != null) {
            blocks[offset].heat = 0;
            blocks[offset].translation = null;
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
            Block block = blocks[at];
            if (block != null && at + block.length > first) {
                block.drop();
                blocks[at] = null;
                count--;
            }
        }
        return count != before;
    }
}
