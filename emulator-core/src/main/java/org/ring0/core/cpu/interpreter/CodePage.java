package org.ring0.core.cpu.interpreter;

/** The blocks of one page of host memory in one CPU mode, by the offset at which they start. */
final class CodePage {
    static final int SIZE = 0x1000;
    static final int OFFSET_MASK = SIZE - 1;

    /** The page's address in host memory. */
    final long backing;

    final Block[] blocks = new Block[SIZE];
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

    boolean isEmpty() {
        return count == 0;
    }

    /** Drops the blocks that have a byte in {@code first} to {@code last} (offsets); whether there was one. */
    boolean invalidate(int first, int last) {
        int before = count;
        for (int at = Math.max(0, first - longest + 1); at <= last; at++) {
            Block block = blocks[at];
            if (block != null && at + block.length > first) {
                blocks[at] = null;
                count--;
            }
        }
        return count != before;
    }
}
