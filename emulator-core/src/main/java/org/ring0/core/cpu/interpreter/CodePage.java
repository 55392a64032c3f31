package org.ring0.core.cpu.interpreter;

import java.util.ArrayList;
import java.util.List;

/** The blocks of one page of host memory in one CPU mode, by the offset at which they start. */
final class CodePage {
    static final int SIZE = 0x1000;
    static final int OFFSET_MASK = SIZE - 1;

    /** The page's address in host memory. */
    final long backing;

    final Block[] blocks = new Block[SIZE];
    /** Offsets of the blocks that have translated code. */
    private final List<Integer> entries = new ArrayList<>();

    private int count;
    private int longest;

    CodePage(long backing) {
        this.backing = backing;
    }

    void put(int offset, Block block) {
        if (blocks[offset] == null) {
            count++;
        }
        blocks[offset] = block;
        longest = Math.max(longest, block.length);
    }

    /** Whether translated code of the page has a byte in {@code first} to {@code last}; then it is dropped. */
    private boolean invalidateRegions(int first, int last) {
        boolean hit = false;
        for (int n = entries.size() - 1; n >= 0; n--) {
            int offset = entries.get(n);
            Block block = blocks[offset];
            if (block == null || block.entry == null) {
                entries.remove(n);
            } else if (block.entry.first() <= last && block.entry.last() >= first) {
                block.entry = null;
                block.heat = 0;
                entries.remove(n);
                hit = true;
            }
        }
        return hit;
    }

    /** How many regions begin here. */
    int regions() {
        return entries.size();
    }

    /** Keeps translated code that begins at the block's start. */
    void enter(int offset, Block.Entry entry) {
        blocks[offset].entry = entry;
        entries.add(offset);
    }

    /** Drops the blocks and the translated code that have a byte in {@code first} to {@code last} (offsets); whether there was one. */
    boolean invalidate(int first, int last) {
        int before = count;
        boolean region = !entries.isEmpty() && invalidateRegions(first, last);
        for (int at = Math.max(0, first - longest + 1); at <= last; at++) {
            Block block = blocks[at];
            if (block != null && at + block.length > first) {
                blocks[at] = null;
                count--;
            }
        }
        return region || count != before;
    }
}
