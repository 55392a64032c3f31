package org.ring0.core.cpu.interpreter;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ring0.core.cpu.Breakpoints;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.region.CodePart;
import org.ring0.core.cpu.region.CodeSource;
import org.ring0.core.cpu.region.Effort;
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
    /** How much hotter a block must become that a region of another one contains: most often that will do. */
    private static final int PATIENCE = 8;
    /** How much hotter an indirect transfer must become before its targets are worth another translation. */
    private static final int WATCHED = 4;
    /** So often a translation's other pages may be elsewhere before it is given up. */
    private static final int MAX_STRAYED = 64;

    /** The heat at which a block is asked for. */
    final int threshold;

    private final RegionCompiler compiler;
    private final MemorySegment host;
    private final Mmu mmu;
    private final Breakpoints breakpoints;
    private final CodeCache cache;
    private final ExecutionCounts counts;
    /** What has been asked for, with the offsets of the blocks that it will contain. */
    private final Map<RegionRequest, Set<Integer>> pending = new IdentityHashMap<>();

    HotCode(Cpu cpu, RegionCompiler compiler, CodeCache cache, ExecutionCounts counts) {
        this.compiler = compiler;
        threshold = compiler.threshold();
        host = cpu.memory().host();
        mmu = cpu.mmu();
        breakpoints = cpu.breakpoints();
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
        if (room < block.count()) {
            counts.budgetExits++;
        } else {
            counts.leftFor[block.first.ordinal()]++;
        }
    }

    /** Asks for a translation of the code at a block that has become hot. */
    void request(Block block, CpuMode mode, long rip, long linear) {
        if (block.refused) {
            counts.untranslatable[block.first.ordinal()]++;
            block.heat = threshold - 1;
            return;
        }
        block.heat = REQUESTED;
        CodePage page = block.page;
        int offset = (int) linear & CodePage.OFFSET_MASK;
        if (!ask(
                page,
                new RegionRequest(
                        mode,
                        offset,
                        rip,
                        linear,
                        source(page, mode, linear),
                        rounds(),
                        compiler.effort(),
                        page.executed()))) {
            block.heat = 0;
        }
        install();
    }

    private boolean rounds() {
        return Mxcsr.ease(mmu.state().xmm.mxcsr) == Mxcsr.EASY;
    }

    private boolean ask(CodePage page, RegionRequest request) {
        Set<Integer> contained = compiler.request(request);
        if (contained == null) {
            return false;
        }
        pending.put(request, contained);
        setHeat(page, contained, REQUESTED);
        return true;
    }

    private static void setHeat(CodePage page, Set<Integer> offsets, int heat) {
        for (int offset : offsets) {
            Block block = offset >= 0 && offset < CodePage.SIZE ? page.block(offset) : null;
            if (block != null && !block.refused) {
                block.heat = heat;
            }
        }
    }

    /** The pages around one that is executed at {@code linear}: as far as their translations are at hand, which changes nothing. */
    private CodeSource source(CodePage page, CpuMode mode, long linear) {
        long start = linear & -CodePage.SIZE;
        return n -> {
            long at = start + (long) n * CodePage.SIZE;
            long backing = n == 0 ? page.backing : page.confined ? -1 : executable(at, mode);
            if (backing < 0 || n != 0 && cache.isUnsettled(backing)) {
                return null;
            }
            byte[] bytes = new byte[CodePage.SIZE];
            MemorySegment.copy(host, JAVA_BYTE, backing, bytes, 0, bytes.length);
            return new CodePart(n, backing, bytes);
        };
    }

    private long executable(long linear, CpuMode mode) {
        return mode.is64Bit() || linear >>> Integer.SIZE == 0 ? mmu.executableBacking(linear) : -1;
    }

    /** Whether the other pages of a translation are where they were when it was made, its entries being at {@code linear}. */
    boolean isInPlace(Translation translation, long linear) {
        long start = linear & -CodePage.SIZE;
        for (Translation.Piece piece : translation.elsewhere) {
            long at = start + (long) piece.page() * CodePage.SIZE;
            if (breakpoints.isOnPage(at)) {
                return false;
            }
            if (executable(at, translation.request.mode()) != piece.code().backing) {
                if (++translation.strayed == MAX_STRAYED) {
                    translation.pieces.forEach(each -> each.code().confined = true);
                    cache.drop(translation);
                }
                return false;
            }
        }
        return true;
    }

    /** Notes that an indirect transfer has left a translation for an offset from its page's start. */
    void jumped(Translation translation, int site, long offset, long linear) {
        JumpProfile profile = translation.profile;
        if (profile != null && Math.abs(offset) < Short.MAX_VALUE && profile.note(site, (int) offset)) {
            translation.profile = null;
            Map<Integer, Set<Integer>> targets = profile.with(translation.request.targets());
            // Otherwise the compiler knows of them and has left them out.
            if (!targets.equals(translation.request.targets())) {
                improve(translation, linear, targets);
            }
        }
    }

    /** Asks for a better translation of what has executed so much. */
    void improve(Translation translation, long linear) {
        JumpProfile profile = translation.profile;
        Map<Integer, Set<Integer>> known = translation.request.targets();
        improve(translation, linear, profile == null ? known : profile.with(known));
    }

    private void improve(Translation translation, long linear, Map<Integer, Set<Integer>> targets) {
        RegionRequest before = translation.request;
        CodePage page = translation.home();
        long at = (linear & -CodePage.SIZE) + before.entry();
        CodeSource source = source(page, before.mode(), at);
        boolean asked = ask(
                page,
                new RegionRequest(
                        before.mode(),
                        before.entry(),
                        before.rip(),
                        at,
                        source,
                        rounds(),
                        Effort.THOROUGH,
                        before.executed(),
                        targets));
        translation.allow(asked ? Translation.ENDLESS : compiler.allowance());
        install();
    }

    /** Takes in what has become ready. */
    void install() {
        for (TranslatedRegion ready = compiler.poll(); ready != null; ready = compiler.poll()) {
            Set<Integer> contained = pending.remove(ready.request());
            int mode = ready.request().mode().key();
            if (ready.region() != null && isUnchanged(ready.spans())) {
                Translation translation = translation(ready);
                cache.enter(translation);
                setHeat(translation.home(), contained, -PATIENCE * threshold);
            } else {
                CodePart home = ready.home();
                CodePage page = cache.page(home.backing(), mode);
                setHeat(page, contained, 0);
                if (ready.region() == null) {
                    refuse(page, ready.request(), home);
                }
            }
        }
    }

    private Translation translation(TranslatedRegion ready) {
        int mode = ready.request().mode().key();
        // Making the last one may drop them all; then they are made again, and stay.
        ready.spans().forEach(span -> cache.page(span.part().backing(), mode));
        List<Translation.Piece> pieces = new ArrayList<>();
        for (TranslatedRegion.Span span : ready.spans()) {
            CodePage page = cache.page(span.part().backing(), mode);
            pieces.add(new Translation.Piece(page, span.part().page(), span.first(), span.last()));
        }
        int[] entries = Arrays.stream(ready.entries())
                .filter(offset -> offset >= 0 && offset < CodePage.SIZE)
                .toArray();
        Translation translation = new Translation(ready.request(), ready.region(), pieces, entries);
        if (ready.effort() == Effort.QUICK) {
            translation.allow(compiler.allowance());
        }
        if (ready.sites().length > 0 && JumpProfile.mayGrow(ready.request().targets())) {
            translation.profile = new JumpProfile(ready.sites(), WATCHED * threshold);
        }
        return translation;
    }

    /** Has every further execution counted, by the slow path of a block that becomes hot. */
    private void refuse(CodePage page, RegionRequest request, CodePart home) {
        Block block = page.block(request.entry());
        if (block != null) {
            int last = Math.min(request.entry() + block.length, CodePage.SIZE) - 1;
            block.refused = isUnchanged(home, request.entry(), last);
            block.heat = block.refused ? threshold - 1 : 0;
        }
    }

    private boolean isUnchanged(List<TranslatedRegion.Span> spans) {
        return spans.stream().allMatch(span -> isUnchanged(span.part(), span.first(), span.last()));
    }

    private boolean isUnchanged(CodePart part, int first, int last) {
        byte[] now = new byte[last - first + 1];
        MemorySegment.copy(host, JAVA_BYTE, part.backing() + first, now, 0, now.length);
        return Arrays.equals(part.bytes(), first, last + 1, now, 0, now.length);
    }
}
