package org.ring0.core.cpu.translator;

import java.util.Map;
import java.util.TreeMap;
import org.ring0.core.cpu.region.CodePart;
import org.ring0.core.cpu.region.CodeSource;

/** The bytes around an entry, over a few pages. What it has seen of its source it keeps, and after that it needs no source. */
public final class CodeView {
    private static final int PAGE_SHIFT = 12;
    private static final int OFFSET_MASK = (1 << PAGE_SHIFT) - 1;
    /** Each of them is checked whenever the region is entered. */
    private static final int MAX_PAGES = 3;
    /** Pages in either direction. */
    private static final int REACH = 16;

    private final Map<Integer, CodePart> parts = new TreeMap<>();
    private CodeSource source;

    public CodeView(CodeSource source) {
        this.source = source;
    }

    /** Takes no more pages. */
    void close() {
        source = null;
    }

    /** The byte at an offset from the start of the entry's page, or -1 if it cannot be had. */
    int at(int offset) {
        CodePart part = part(offset >> PAGE_SHIFT);
        return part == null ? -1 : part.bytes()[offset & OFFSET_MASK] & 0xff;
    }

    /** The page that is {@code page} pages behind the entry's, or null. */
    CodePart part(int page) {
        CodePart part = parts.get(page);
        if (part == null && source != null && parts.size() < MAX_PAGES && Math.abs(page) <= REACH) {
            part = source.part(page);
            if (part != null) {
                parts.put(page, part);
            }
        }
        return part;
    }
}
