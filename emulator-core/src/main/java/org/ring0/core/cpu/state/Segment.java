package org.ring0.core.cpu.state;

/**
 * A segment register with its hidden part (SDM Vol. 3A, 3.4.3), and the bounds that follow from it: an access of
 * {@code size} bytes at {@code offset} is within the limit exactly if {@code offset >= low && offset + size - 1 <= high},
 * whether the segment grows up or down. A segment that must not be read (or written) at all has bounds that nothing fits.
 */
public final class Segment {
    public static final int ES = 0;
    public static final int CS = 1;
    public static final int SS = 2;
    public static final int DS = 3;
    public static final int FS = 4;
    public static final int GS = 5;

    /** Attributes as in the descriptor's second dword, bits 8 to 23: type, S, DPL, P, (limit), AVL, L, D/B, G. */
    public static final int TYPE = 0xf;

    public static final int TYPE_ACCESSED = 1;
    /** Data: writable; code: readable. */
    public static final int TYPE_WRITABLE_OR_READABLE = 1 << 1;
    /** Data: expand-down; code: conforming. */
    public static final int TYPE_EXPAND_DOWN_OR_CONFORMING = 1 << 2;

    public static final int TYPE_CODE = 1 << 3;
    public static final int S = 1 << 4;
    public static final int DPL_SHIFT = 5;
    public static final int P = 1 << 7;
    public static final int AVL = 1 << 12;
    public static final int L = 1 << 13;
    public static final int DB = 1 << 14;
    public static final int G = 1 << 15;

    /** The limit of a segment that covers all of a 32-bit address space. */
    public static final long NO_LIMIT = 0xffff_ffffL;

    /** The limit that CS has in 64-bit mode, where its base is 0: below every comparison, which is signed, upper half included. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    public int selector;
    public long base;
    /** In bytes, inclusive, after scaling by G. */
    public long limit;

    public int attributes;
    /** Loaded with a null selector: every access faults. */
    public boolean isNull;

    public long readLow;
    public long readHigh;
    public long writeLow;
    public long writeHigh;

    /** Loads all parts and works out the bounds; the caller has made every check. */
    public void load(int newSelector, long newBase, long newLimit, int newAttributes) {
        selector = newSelector;
        base = newBase;
        limit = newLimit;
        attributes = newAttributes;
        isNull = false;
        computeBounds();
    }

    /** Loads a null selector outside 64-bit mode. */
    public void loadNull(int newSelector) {
        load(newSelector, 0, 0, 0);
        isNull = true;
        computeBounds();
    }

    /** Takes over what was saved, as it was; the bounds follow. */
    void restore(int savedSelector, long savedBase, long savedLimit, int savedAttributes, boolean savedNull) {
        load(savedSelector, savedBase, savedLimit, savedAttributes);
        isNull = savedNull;
        computeBounds();
    }

    public int dpl() {
        return attributes >> DPL_SHIFT & 3;
    }

    /** Whether offsets of reads and writes are linear addresses that need no check. */
    public boolean isFlat() {
        return base == 0 && writeLow == 0 && writeHigh == NO_LIMIT && readLow == 0 && readHigh == NO_LIMIT;
    }

    public boolean isBig() {
        return (attributes & DB) != 0;
    }

    private void computeBounds() {
        boolean present = !isNull && (attributes & (P | S)) == (P | S);
        boolean code = (attributes & TYPE_CODE) != 0;
        boolean wr = (attributes & TYPE_WRITABLE_OR_READABLE) != 0;
        boolean down = !code && (attributes & TYPE_EXPAND_DOWN_OR_CONFORMING) != 0;
        long low = down ? limit + 1 : 0;
        long high = !down ? limit : isBig() ? 0xffff_ffffL : 0xffffL;
        boolean readable = present && (!code || wr);
        boolean writable = present && !code && wr;
        readLow = readable ? low : Long.MAX_VALUE;
        readHigh = readable ? high : -1;
        writeLow = writable ? low : Long.MAX_VALUE;
        writeHigh = writable ? high : -1;
    }
}
