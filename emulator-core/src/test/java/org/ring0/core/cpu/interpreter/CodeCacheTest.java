package org.ring0.core.cpu.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.memory.CodePages;

/** What a guest can make the cache keep is bounded. */
class CodeCacheTest {
    private static final int OPS = 64;

    @Test
    void blocksThatOverlapInEveryByteDoNotFillTheHost() {
        CpuState state = new CpuState();
        CodeCache cache = new CodeCache(state, new CodePages(1 << 20), new ExecutionCounts());
        int[] drops = {0};
        cache.onDrop(() -> drops[0]++);
        long[] words = new long[OPS * OpWord.WORDS];
        int blocks = CodeCache.MAX_OPS / OPS;
        for (int n = 0; n <= 2 * blocks; n++) {
            CodePage page = cache.page((long) (n / CodePage.SIZE % 200) * CodePage.SIZE, 1);
            cache.put(page, n % (CodePage.SIZE - OPS), new Block(words, List.of(), OPS, Mnemonic.NOP));
            if (n == blocks - 1) {
                assertEquals(0, drops[0]);
                assertEquals(0, state.attention);
            }
        }
        assertEquals(1, drops[0]);
        assertEquals(CpuState.ATTENTION_RECHECK, state.attention);
    }
}
