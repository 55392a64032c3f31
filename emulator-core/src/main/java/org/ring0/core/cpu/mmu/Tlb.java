package org.ring0.core.cpu.mmu;

import java.util.Arrays;

/**
 * A direct-mapped translation cache for accesses of one kind and privilege (see {@link Tlbs}; there is one for user and one
 * for supervisor accesses, so that a change of CPL costs nothing). An entry serves one 4 KiB page; a large page enters as such fragments.
 *
 * <p>A tag is the linear address of the entry's page, or {@link #EMPTY}. An access of {@code size} bytes hits if
 * {@code readTag[index(linear)] == (linear + size - 1 & PAGE_MASK)}: an access that crosses the page's end compares the
 * wrong page and misses. After a hit the bytes are at {@code linear + addend[index]} of the host memory, which was checked
 * to lie in one region of RAM or ROM when the entry was filled. The arrays are public for code that inlines the test; only
 * the MMU writes them.
 */
public final class Tlb {
    public static final int ENTRIES = 1024;
    public static final int INDEX_MASK = ENTRIES - 1;
    public static final int PAGE_SHIFT = 12;
    public static final long PAGE_MASK = -1L << PAGE_SHIFT;
    /** No page has this address, so nothing compares equal to it. */
    public static final long EMPTY = -1;

    static final int LARGEST_PAGE_SHIFT = 30;

    private static final byte GLOBAL = 1;
    static final byte LARGE = 2;
    private static final byte LISTED = 4;
    private static final byte LISTED_GLOBAL = 8;
    static final byte USER = 16;
    /** The tags that an entry has, in a {@link TlbStash}. */
    private static final int CAN_READ = 1 << 8;

    static final int CAN_WRITE = 1 << 9;
    static final int CAN_WRITE_CODE = 1 << 10;
    private static final int CAN_EXECUTE = 1 << 11;

    /** Pages that may be read without further checks. */
    public final long[] readTag = new long[ENTRIES];
    /** Pages that may be written: present, writable, dirty already, RAM, free of code and of data breakpoints. */
    public final long[] writeTag = new long[ENTRIES];
    /** Pages from which instructions may be fetched: of a TLB for code, which has nothing else. */
    public final long[] executeTag = new long[ENTRIES];
    /** Pages that may be written too, if {@code CodePages.written} is told of each store. */
    public final long[] codeTag = new long[ENTRIES];
    /** Backing offset minus linear address. */
    public final long[] addend = new long[ENTRIES];
    /** The same, for the process's own addresses in place of offsets of the host memory. */
    public final long[] rawAddend = new long[ENTRIES];
    /** The bus address of the page. */
    public final long[] physicalPage = new long[ENTRIES];

    private final long[] linearPage = new long[ENTRIES];
    private final byte[] attributes = new byte[ENTRIES];
    private final short[] used = new short[ENTRIES];
    private final short[] usedGlobal = new short[ENTRIES];
    private int usedCount;
    private int usedGlobalCount;
    /** Bits of addresses at which large pages have entries, each for every 64th GiB: few INVLPG need to look for those. */
    private long largeAt;

    private boolean anyUser;
    private long fills;

    private final long origin;

    /** @param origin the address of the host memory in the process */
    Tlb(long origin) {
        this.origin = origin;
        for (long[] tags : new long[][] {readTag, writeTag, executeTag, codeTag}) {
            Arrays.fill(tags, EMPTY);
        }
    }

    /** How many entries have been filled so far. */
    public long fills() {
        return fills;
    }

    public static int index(long linear) {
        return (int) (linear >>> PAGE_SHIFT) & INDEX_MASK;
    }

    /** What an entry allows; {@code readable} and the rest have taken privilege, breakpoints and code into account. */
    record Rights(boolean readable, boolean writable, boolean writableCode, boolean executable) {}

    /**
     * Enters the page of {@code linear}, in place of whatever had its slot.
     *
     * @param walked the result of the walk, for the page's nature
     */
    void fill(long linear, long physical, long backing, Rights rights, long walked) {
        fills++;
        long page = linear & PAGE_MASK;
        set(page, physical & PAGE_MASK, (backing & PAGE_MASK) - page, rights);
        boolean global = (walked & PageWalker.GLOBAL) != 0;
        boolean large = (walked & PageWalker.LARGE) != 0;
        boolean user = (walked & PageWalker.USER) != 0;
        enlist(index(page), (global ? GLOBAL : 0) | (large ? LARGE : 0) | (user ? USER : 0));
    }

    private void set(long page, long physical, long toBacking, Rights rights) {
        int i = index(page);
        readTag[i] = rights.readable ? page : EMPTY;
        writeTag[i] = rights.writable ? page : EMPTY;
        codeTag[i] = rights.writableCode ? page : EMPTY;
        executeTag[i] = rights.executable ? page : EMPTY;
        addend[i] = toBacking;
        rawAddend[i] = toBacking + origin;
        physicalPage[i] = physical;
        linearPage[i] = page;
    }

    private void enlist(int i, int nature) {
        boolean global = (nature & GLOBAL) != 0;
        int listed = attributes[i] & (LISTED | LISTED_GLOBAL);
        if (global && (listed & LISTED_GLOBAL) == 0) {
            usedGlobal[usedGlobalCount++] = (short) i;
            listed |= LISTED_GLOBAL;
        } else if (!global && (listed & LISTED) == 0) {
            used[usedCount++] = (short) i;
            listed |= LISTED;
        }
        attributes[i] = (byte) (listed | nature);
        anyUser |= (nature & USER) != 0;
        if ((nature & LARGE) != 0) {
            largeAt |= largeBit(linearPage[i]);
        }
    }

    private static long largeBit(long linear) {
        return 1L << (linear >>> LARGEST_PAGE_SHIFT);
    }

    /** Whether the page of an entry is one that CPL 3 may access. */
    boolean isUserPage(int i) {
        return (attributes[i] & USER) != 0;
    }

    /** Drops the pages that CPL 3 may access. */
    void dropUserPages() {
        if (anyUser) {
            anyUser = false;
            for (int i = 0; i < ENTRIES; i++) {
                if (isUserPage(i)) {
                    drop(i);
                    attributes[i] &= ~USER;
                }
            }
        }
    }

    /** Moves every entry but global ones out of reach. */
    void moveTo(TlbStash stash) {
        for (int n = 0; n < usedCount; n++) {
            int i = used[n];
            int rights = (readTag[i] != EMPTY ? CAN_READ : 0)
                    | (writeTag[i] != EMPTY ? CAN_WRITE : 0)
                    | (codeTag[i] != EMPTY ? CAN_WRITE_CODE : 0)
                    | (executeTag[i] != EMPTY ? CAN_EXECUTE : 0);
            if ((attributes[i] & GLOBAL) == 0 && rights != 0) {
                stash.add(linearPage[i], physicalPage[i], addend[i], attributes[i] & (LARGE | USER) | rights);
            }
        }
        flushNonGlobal();
    }

    /** Brings entries back; where a global one has come in between, that one stays. */
    void putBack(TlbStash stash) {
        for (int n = 0; n < stash.count; n++) {
            int nature = stash.nature[n];
            int i = index(stash.linearPage[n]);
            boolean taken = readTag[i] != EMPTY || executeTag[i] != EMPTY;
            if (!taken) {
                Rights rights = new Rights(
                        (nature & CAN_READ) != 0,
                        (nature & CAN_WRITE) != 0,
                        (nature & CAN_WRITE_CODE) != 0,
                        (nature & CAN_EXECUTE) != 0);
                set(stash.linearPage[n], stash.physicalPage[n], stash.addend[n], rights);
                enlist(i, nature & (LARGE | USER));
            }
        }
    }

    /** Costs what was filled since the last flush, not the size of the table. */
    void flushNonGlobal() {
        for (int n = 0; n < usedCount; n++) {
            int i = used[n];
            attributes[i] &= ~LISTED;
            if ((attributes[i] & GLOBAL) == 0) {
                drop(i);
            }
        }
        usedCount = 0;
    }

    void flushAll() {
        flushNonGlobal();
        for (int n = 0; n < usedGlobalCount; n++) {
            int i = usedGlobal[n];
            drop(i);
            attributes[i] = 0;
        }
        usedGlobalCount = 0;
        largeAt = 0;
    }

    /** INVLPG: a large page goes as a whole; that more goes with it is allowed. */
    void invalidate(long linear) {
        drop(index(linear));
        if ((largeAt & largeBit(linear)) != 0) {
            for (int n = 0; n < ENTRIES; n++) {
                if ((attributes[n] & LARGE) != 0 && (linearPage[n] ^ linear) >>> LARGEST_PAGE_SHIFT == 0) {
                    drop(n);
                }
            }
        }
    }

    /** The host page holds code from now on: stores to it must be told of. */
    void forbidWrites(long backingPage) {
        for (int i = 0; i < ENTRIES; i++) {
            long page = writeTag[i];
            if (page != EMPTY && page + addend[i] >>> PAGE_SHIFT == backingPage) {
                writeTag[i] = EMPTY;
                codeTag[i] = page;
            }
        }
    }

    private void drop(int i) {
        readTag[i] = EMPTY;
        writeTag[i] = EMPTY;
        executeTag[i] = EMPTY;
        codeTag[i] = EMPTY;
    }
}
