package org.ring0.core.cpu.interpreter;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.ring0.core.cpu.region.RegionCompiler;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.region.TranslatedRegion;
import org.ring0.core.cpu.state.CpuMode;

/**
 * Finds out what is hot, has it translated and takes the translations in. A translation counts only if the bytes that it was
 * made from are still there.
 */
final class HotCode {
    /** The heat of a block that has been asked for, so that it is asked for once. */
    private static final int REQUESTED = Integer.MIN_VALUE / 2;

    /** The heat at which a block is asked for. */
    final int threshold;

    private final RegionCompiler compiler;
    private final MemorySegment host;
    private final CodeCache cache;

    HotCode(RegionCompiler compiler, MemorySegment host, CodeCache cache) {
        this.compiler = compiler;
        threshold = compiler.threshold();
        this.host = host;
        this.cache = cache;
    }

    void close() {
        compiler.close();
    }

    /** Asks for a translation of the code at a block that has become hot. */
    void request(CodePage page, int offset, Block block, CpuMode mode, long rip) {
        byte[] bytes = new byte[CodePage.SIZE];
        MemorySegment.copy(host, JAVA_BYTE, page.backing, bytes, 0, bytes.length);
        boolean accepted = compiler.request(new RegionRequest(page.backing, mode, offset, bytes, rip));
        block.heat = accepted ? REQUESTED : 0;
        install();
    }

    /** Takes in what has become ready. */
    void install() {
        for (TranslatedRegion ready = compiler.poll(); ready != null; ready = compiler.poll()) {
            RegionRequest request = ready.request();
            if (ready.region() == null) {
                continue;
            }
            CodePage page = cache.page(request.backing(), request.mode().key());
            Block block = page.blocks[request.entry()];
            if (block == null) {
                continue;
            }
            if (unchanged(ready)) {
                cache.enter(page, request.entry(), new Block.Entry(ready.region(), ready.first(), ready.last()));
            } else {
                block.heat = 0;
            }
        }
    }

    private boolean unchanged(TranslatedRegion ready) {
        byte[] then = ready.request().page();
        byte[] now = new byte[ready.last() - ready.first() + 1];
        MemorySegment.copy(host, JAVA_BYTE, ready.request().backing() + ready.first(), now, 0, now.length);
        return Arrays.equals(then, ready.first(), ready.last() + 1, now, 0, now.length);
    }
}
