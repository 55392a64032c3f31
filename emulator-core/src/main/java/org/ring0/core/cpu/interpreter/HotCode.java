package org.ring0.core.cpu.interpreter;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.ring0.core.cpu.EngineStatistics;
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
    private final ExecutionCounts counts;

    HotCode(RegionCompiler compiler, MemorySegment host, CodeCache cache, ExecutionCounts counts) {
        this.compiler = compiler;
        threshold = compiler.threshold();
        this.host = host;
        this.cache = cache;
        this.counts = counts;
    }

    void close() {
        compiler.close();
    }

    EngineStatistics.Translation statistics() {
        return compiler.statistics();
    }

    /** Notes that translated code was left for the first instruction of {@code block}, {@code room} cycles before the slice's end. */
    void left(Block block, long room) {
        if (room < block.ops.length) {
            counts.budgetExits++;
        } else {
            counts.leftFor[block.first.ordinal()]++;
        }
    }

    /** Asks for a translation of the code at a block that has become hot. */
    void request(CodePage page, int offset, Block block, CpuMode mode, long rip, long linear) {
        if (block.refused) {
            counts.untranslatable[block.first.ordinal()]++;
            block.heat = threshold - 1;
            return;
        }
        byte[] bytes = new byte[CodePage.SIZE];
        MemorySegment.copy(host, JAVA_BYTE, page.backing, bytes, 0, bytes.length);
        boolean accepted = compiler.request(new RegionRequest(page.backing, mode, offset, bytes, rip, linear));
        block.heat = accepted ? REQUESTED : 0;
        install();
    }

    /** Takes in what has become ready. */
    void install() {
        for (TranslatedRegion ready = compiler.poll(); ready != null; ready = compiler.poll()) {
            RegionRequest request = ready.request();
            CodePage page = cache.page(request.backing(), request.mode().key());
            Block block = page.blocks[request.entry()];
            if (block == null) {
                continue;
            }
            if (ready.region() == null) {
                refuse(request, block);
            } else if (unchanged(request, ready.first(), ready.last())) {
                cache.enter(page, request.entry(), new Block.Entry(ready.region(), ready.first(), ready.last()));
            } else {
                block.heat = 0;
            }
        }
    }

    /** Has every further execution counted, by the slow path of a block that becomes hot. */
    private void refuse(RegionRequest request, Block block) {
        int last = Math.min(request.entry() + block.length, CodePage.SIZE) - 1;
        block.refused = unchanged(request, request.entry(), last);
        block.heat = block.refused ? threshold - 1 : 0;
    }

    private boolean unchanged(RegionRequest request, int first, int last) {
        byte[] now = new byte[last - first + 1];
        MemorySegment.copy(host, JAVA_BYTE, request.backing() + first, now, 0, now.length);
        return Arrays.equals(request.page(), first, last + 1, now, 0, now.length);
    }
}
