package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.BranchLog;
import org.ring0.core.cpu.Breakpoints;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.region.RegionCompiler;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * The engine for cold code and single steps, and the oracle of translated code: blocks of decoded instructions, each an
 * object that executes itself. One instruction is one cycle, also one that faults; the delivery of an interrupt costs none.
 * With a compiler at hand, hot blocks give way to regions.
 */
public final class Interpreter implements Engine {
    private final Cpu cpu;
    private final CpuState s;
    private final Segment cs;
    private final Segmentation segmentation;
    private final Mmu mmu;
    private final CodeCache cache;
    private final BlockLookup lookup;
    private final OpLoop loop;
    private final Events events;
    private final HotCode hot;
    private final ExecutionCounts counts = new ExecutionCounts();
    private final Breakpoints breakpoints;

    /** An engine that interprets everything. */
    public Interpreter(Cpu cpu) {
        this(cpu, null);
    }

    /** @param compiler what translates hot code, or null */
    public Interpreter(Cpu cpu, RegionCompiler compiler) {
        this.cpu = cpu;
        s = cpu.state();
        cs = s.segment[Segment.CS];
        segmentation = cpu.segmentation();
        mmu = cpu.mmu();
        breakpoints = cpu.breakpoints();
        cache = new CodeCache(s, cpu.memory().codePages(), counts);
        lookup = new BlockLookup(cpu, cache);
        loop = new OpLoop(cpu);
        events = new Events(cpu, counts);
        hot = compiler == null ? null : new HotCode(cpu, compiler, cache, counts);
    }

    @Override
    public void run() {
        BranchLog branches = cpu.branches();
        if (branches == null) {
            runUnrecorded();
        } else {
            new RecordedRun(cpu, lookup, loop, events).run(branches);
        }
    }

    private void runUnrecorded() {
        if (hot != null) {
            hot.install();
        }
        while (s.cycle < s.cycleLimit) {
            if (s.attention != 0) {
                if ((s.attention & CpuState.ATTENTION_LEAVE) != 0) {
                    return;
                }
                events.deliver();
            }
            if (s.halted) {
                return;
            }
            mmu.followAccessFlag();
            if (events.mustStep() || breakpoints.isOnPage(cs.base + s.rip & s.linearMask())) {
                step();
            } else {
                runBlocks();
            }
        }
    }

    /** Drops all decoded and translated code, as a full cache does; the guest cannot tell. */
    public void forgetCode() {
        cache.dropAll();
    }

    @Override
    public EngineStatistics statistics() {
        return counts.statistics(hot == null ? EngineStatistics.Translation.NONE : hot.statistics());
    }

    @Override
    public boolean changeGuest() {
        counts.clear();
        return true;
    }

    @Override
    public void close() {
        if (hot != null) {
            hot.close();
        }
    }

    /** Executes blocks until something needs attention, the budget is spent or an exception has been delivered. */
    private void runBlocks() {
        lookup.restart();
        // Translated code makes no alignment checks.
        boolean translated = hot != null && !segmentation.checksAlignment();
        try {
            Block block = null;
            while (s.cycle < s.cycleLimit) {
                block = lookup.next(block, s.rip);
                if (block == null) {
                    return;
                }
                int room = block.count();
                if (translated && block.translation == null) {
                    warm(block);
                } else if (translated && enters(block.translation)) {
                    if (runRegion(block.translation) != Region.INTERPRET) {
                        if (s.attention != 0) {
                            return;
                        }
                        continue;
                    }
                    block = lookup.next(block, s.rip);
                    if (block == null) {
                        return;
                    }
                    hot.left(block, s.cycleLimit - s.cycle);
                    room = block.roomBeforeRegion();
                }
                if (!loop.run(block, 0, (int) Math.min(room, s.cycleLimit - s.cycle))) {
                    return;
                }
            }
        } catch (CpuException fault) {
            deliver(fault);
        }
    }

    private void warm(Block block) {
        if (++block.heat == hot.threshold && block.page != null) {
            hot.request(block, lookup.mode(), s.rip, lookup.linear());
        }
    }

    /** Runs translated code at RIP, and tells how it was left. */
    private int runRegion(Translation translation) {
        long linear = lookup.linear();
        int offset = (int) linear & CodePage.OFFSET_MASK;
        long pageStart = s.rip - offset;
        long start = s.cycle;
        int exit = translation.region.run(s, offset);
        long spent = s.cycle - start;
        counts.translated += spent;
        if (translation.isSpent(spent)) {
            hot.improve(translation, linear);
        }
        if (exit >= Region.INDIRECT && translation.profile != null) {
            hot.jumped(translation, exit - Region.INDIRECT, s.rip - pageStart, linear);
        }
        return exit;
    }

    /**
     * Whether a region may be entered at RIP: all of its bytes lie within CS, its jumps, which 16-bit code truncates to 16
     * bits, may stay inside, and its other pages are in place. There is no limit in 64-bit mode.
     */
    private boolean enters(Translation translation) {
        translation.used = true;
        return (translation.is64Bit || isWithinLimit(translation))
                && (translation.isInOnePage() || hot.isInPlace(translation, lookup.linear()));
    }

    private boolean isWithinLimit(Translation translation) {
        long pageStart = s.rip - (lookup.linear() & CodePage.OFFSET_MASK);
        long last = pageStart + translation.last;
        return pageStart + translation.first >= 0 && last <= cs.limit && (last <= 0xffff || cs.isBig());
    }

    /** One instruction with everything that can happen around it. */
    private void step() {
        long ip = s.rip;
        try {
            long linear = cs.base + ip & s.linearMask();
            if (!breakpoints.isEmpty() && breakpoints.stopsBefore(linear, s.cycle)) {
                return;
            }
            events.beforeStep();
            loop.run(lookup.at(ip), 0, 1);
            events.afterStep();
        } catch (CpuException fault) {
            deliver(fault);
        }
    }

    /** The instruction at RIP has raised it. */
    private void deliver(CpuException fault) {
        s.cycle++;
        events.exception(fault);
    }
}
