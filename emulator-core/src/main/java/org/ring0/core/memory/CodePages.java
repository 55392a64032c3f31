package org.ring0.core.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers which 64-byte granules of host memory hold guest code that an engine has decoded. A page with a mark is
 * never writable through a TLB entry, so every store to it comes by {@link #written}; a store that misses all marks costs
 * one test. Marks can be useless, never missing.
 */
public final class CodePages {
    /** Told before the written bytes could be executed again. */
    public interface Listener {
        /** Code in these bytes (host memory) is stale. */
        void codeWritten(long backing, int length);

        /** A page that had no code has some now: forget that it was writable. */
        void codePageAdded(long backingPage);
    }

    private static final int PAGE_SHIFT = 12;
    private static final int PAGE = 1 << PAGE_SHIFT;
    private static final int GRANULE_SHIFT = 6;
    private static final int GRANULE = 1 << GRANULE_SHIFT;

    private final long[] granules;
    private final List<Listener> listeners = new ArrayList<>();

    /** @param length bytes of host memory */
    public CodePages(long length) {
        granules = new long[Math.toIntExact(length >>> PAGE_SHIFT)];
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Whether the page of this backing offset holds code. */
    public boolean isCodePage(long backing) {
        return granules[(int) (backing >>> PAGE_SHIFT)] != 0;
    }

    /** Marks {@code length} bytes, all in one page, as code. */
    public void mark(long backing, int length) {
        int page = (int) (backing >>> PAGE_SHIFT);
        long before = granules[page];
        granules[page] = before | mask(backing, length);
        if (before == 0) {
            listeners.forEach(listener -> listener.codePageAdded(page));
        }
    }

    /** Takes all marks of a page back, once no engine keeps code of it. */
    public void clear(long backingPage) {
        granules[(int) backingPage] = 0;
    }

    /** To be called for every store that reaches a code page, and for every store of a bus master. */
    public void written(long backing, int length) {
        for (long at = backing, end = backing + length; at < end; ) {
            int part = (int) Math.min(end - at, 0x1000 - (at & 0xfff));
            if ((granules[(int) (at >>> PAGE_SHIFT)] & mask(at, part)) != 0) {
                for (Listener listener : listeners) {
                    listener.codeWritten(at, part);
                }
            }
            at += part;
        }
    }

    /** The bytes of every page that holds code now, for {@link #compare}. */
    public Map<Integer, byte[]> contents(MemorySegment host) {
        Map<Integer, byte[]> contents = new LinkedHashMap<>();
        for (int page = 0; page < granules.length; page++) {
            if (granules[page] != 0) {
                contents.put(page, bytes(host, page));
            }
        }
        return contents;
    }

    /** Tells of all code that is another one than it was: after all of host memory has been exchanged. */
    public void compare(MemorySegment host, Map<Integer, byte[]> before) {
        before.forEach((page, old) -> {
            byte[] now = bytes(host, page);
            if (!Arrays.equals(old, now)) {
                for (int at = 0; at < PAGE; at += GRANULE) {
                    if (!Arrays.equals(old, at, at + GRANULE, now, at, at + GRANULE)) {
                        written(((long) page << PAGE_SHIFT) + at, GRANULE);
                    }
                }
            }
        });
    }

    private static byte[] bytes(MemorySegment host, int page) {
        return host.asSlice((long) page << PAGE_SHIFT, PAGE).toArray(ValueLayout.JAVA_BYTE);
    }

    private static long mask(long backing, int length) {
        int from = (int) (backing & 0xfff) >>> GRANULE_SHIFT;
        int to = (int) ((backing & 0xfff) + length - 1) >>> GRANULE_SHIFT;
        return -1L >>> 63 - (to - from) << from;
    }
}
