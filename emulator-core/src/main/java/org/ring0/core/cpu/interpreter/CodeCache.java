package org.ring0.core.cpu.interpreter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.memory.CodePages;

/** All decoded code of one CPU, by page of host memory and CPU mode; dropped where its bytes change. */
final class CodeCache implements CodePages.Listener {
    /** A page full of blocks has tables of some 20 KiB: with more than this, everything starts over. */
    private static final int MAX_PAGES = 4096;

    /** Some 20 to 100 bytes each: a guest that jumps to every byte of its memory must not fill the host's. */
    static final int MAX_OPS = 4_000_000;

    /** So often translated code of a page must have been overwritten. */
    private static final int UNSETTLED = 4;

    private final CpuState state;
    private final CodePages marks;
    private final ExecutionCounts counts;
    private final Map<Long, CodePage> byKey = new HashMap<>();
    private final Map<Long, List<CodePage>> byBacking = new HashMap<>();

    private final Translations translations = new Translations();
    /** Decoded since everything was dropped. */
    private int ops;

    private Runnable onDrop = () -> {};

    CodeCache(CpuState state, CodePages marks, ExecutionCounts counts) {
        this.state = state;
        this.marks = marks;
        this.counts = counts;
        marks.addListener(this);
    }

    /** Runs {@code action} when every page has been dropped. */
    void onDrop(Runnable action) {
        onDrop = action;
    }

    /** The page at this address of host memory for code in this mode. */
    CodePage page(long backing, int modeKey) {
        long key = backing * CpuMode.KEYS / CodePage.SIZE + modeKey;
        CodePage page = byKey.get(key);
        if (page == null) {
            if (byKey.size() >= MAX_PAGES) {
                dropAll();
            }
            page = new CodePage(backing);
            byKey.put(key, page);
            byBacking.computeIfAbsent(backing, b -> new ArrayList<>()).add(page);
        }
        return page;
    }

    /** Whether the code in a page of host memory is rewritten so often that no region should reach into it from elsewhere. */
    boolean isUnsettled(long backing) {
        return byBacking.getOrDefault(backing, List.of()).stream().anyMatch(page -> page.rewritten >= UNSETTLED);
    }

    /** Keeps a block, and has its bytes watched. */
    void put(CodePage page, int offset, Block block) {
        ops += block.count();
        if (ops > MAX_OPS) {
            dropAll();
        }
        page.put(offset, block);
        marks.mark(page.backing + offset, block.length - block.tail.length);
    }

    /** Keeps translated code, and has its bytes watched. */
    void enter(Translation translation) {
        translations.add(translation);
        for (Translation.Piece piece : translation.pieces) {
            marks.mark(piece.code().backing + piece.first(), piece.last() - piece.first() + 1);
        }
    }

    void drop(Translation translation) {
        translations.drop(translation);
    }

    void dropAll() {
        byBacking.keySet().forEach(backing -> marks.clear(backing / CodePage.SIZE));
        byKey.clear();
        byBacking.clear();
        translations.clear();
        ops = 0;
        onDrop.run();
        state.attention |= CpuState.ATTENTION_RECHECK;
    }

    @Override
    public void codeWritten(long backing, int length) {
        int first = (int) backing & CodePage.OFFSET_MASK;
        boolean hit = false;
        for (CodePage page : byBacking.getOrDefault(backing - first, List.of())) {
            for (Translation stale : page.translations(first, first + length - 1)) {
                translations.drop(stale);
                page.rewritten++;
                counts.invalidated++;
                hit = true;
            }
            hit |= page.invalidate(first, first + length - 1);
        }
        if (hit) {
            // The block that is running may be one of them: leave it after this instruction.
            state.attention |= CpuState.ATTENTION_RECHECK;
        }
    }

    @Override
    public void codePageAdded(long backingPage) {}
}
