package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Breakpoints;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.region.RegionCompiler;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * The engine for cold code and single steps, and the oracle of translated code: blocks of decoded instructions, each an
 * object that executes itself. One instruction is one cycle, also one that faults; the delivery of an interrupt costs none.
 * With a compiler at hand, hot blocks give way to regions.
 */
public final class Interpreter implements Engine {
    private static final CpuMode[] MODES = new CpuMode[CpuMode.KEYS];

    static {
        for (int key = 0; key < MODES.length; key++) {
            MODES[key] = new CpuMode(key);
        }
    }

    private final CpuState s;
    private final Segment cs;
    private final Segmentation segmentation;
    private final Mmu mmu;
    private final CodeCache cache;
    private final CodeLookup lookup;
    private final BlockBuilder builder;
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
        s = cpu.state();
        cs = s.segment[Segment.CS];
        segmentation = cpu.segmentation();
        mmu = cpu.mmu();
        breakpoints = cpu.breakpoints();
        cache = new CodeCache(s, cpu.memory().codePages(), counts);
        lookup = new CodeLookup(cpu, cache);
        builder = new BlockBuilder(cpu);
        events = new Events(cpu, counts);
        hot = compiler == null ? null : new HotCode(cpu, compiler, cache, counts);
    }

    @Override
    public void run() {
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
    public void close() {
        if (hot != null) {
            hot.close();
        }
    }

    /** Executes blocks until something needs attention, the budget is spent or an exception has been delivered. */
    private void runBlocks() {
        int key = CpuMode.keyOf(s);
        long linearMask = s.linearMask();
        // Translated code makes no alignment checks.
        boolean translated = hot != null && !segmentation.checksAlignment();
        long pageLinear = -1;
        CodePage page = null;
        long inRegions = 0;
        long ip = s.rip;
        try {
            do {
                ip = s.rip;
                long linear = cs.base + ip & linearMask;
                if ((linear & -CodePage.SIZE) != pageLinear) {
                    if (breakpoints.isOnPage(linear)) {
                        return;
                    }
                    page = lookup.page(linear, key);
                    pageLinear = linear & -CodePage.SIZE;
                }
                int offset = (int) linear & CodePage.OFFSET_MASK;
                Translation entered = translated && page != null ? page.entry(offset) : null;
                Block block;
                int room;
                if (entered != null && enters(entered, linear, ip - offset)) {
                    inRegions -= s.cycle;
                    int exit = entered.region.run(s, offset);
                    inRegions += s.cycle;
                    if (exit != Region.INTERPRET) {
                        if (exit >= Region.INDIRECT && entered.profile != null) {
                            hot.jumped(entered, exit - Region.INDIRECT, s.rip - (ip - offset), linear);
                            if (s.attention != 0) {
                                return;
                            }
                        }
                        continue;
                    }
                    ip = s.rip;
                    linear = cs.base + ip & linearMask;
                    if ((linear & -CodePage.SIZE) != pageLinear) {
                        if (breakpoints.isOnPage(linear)) {
                            return;
                        }
                        page = lookup.page(linear, key);
                        pageLinear = linear & -CodePage.SIZE;
                    }
                    block = block(page, linear, ip, key);
                    hot.left(block, s.cycleLimit - s.cycle);
                    room = page == null ? 1 : roomBefore(page, (int) linear & CodePage.OFFSET_MASK, block);
                } else {
                    block = block(page, linear, ip, key);
                    room = block.ops.length;
                    if (entered == null && translated && ++block.heat == hot.threshold && page != null) {
                        hot.request(page, offset, block, MODES[key], ip, linear);
                    }
                }
                Op[] ops = block.ops;
                room = (int) Math.min(room, s.cycleLimit - s.cycle);
                for (int n = 0; n < room; n++) {
                    Op op = ops[n];
                    long next = ip + op.length;
                    s.rip = next;
                    op.run();
                    s.cycle++;
                    if (s.attention != 0) {
                        return;
                    }
                    ip = next;
                }
            } while (s.cycle < s.cycleLimit);
        } catch (CpuException fault) {
            deliver(fault, ip);
        } finally {
            counts.translated += inRegions;
        }
    }

    /**
     * Whether a region may be entered at {@code linear}: all of its bytes lie within CS when RIP at the page's start is
     * {@code ripBase}, its jumps, which 16-bit code truncates to 16 bits, may stay inside, and its other pages are in place.
     * There is no limit in 64-bit mode.
     */
    private boolean enters(Translation translation, long linear, long ripBase) {
        translation.used = true;
        long last = ripBase + translation.last;
        boolean within = ripBase + translation.first >= 0 && last <= cs.limit && (last <= 0xffff || cs.isBig());
        return (within || translation.is64Bit) && (translation.isInOnePage() || hot.isInPlace(translation, linear));
    }

    /** How many ops of a block to interpret after a region has been left for its first one: that one, if a region goes on behind. */
    private static int roomBefore(CodePage page, int offset, Block block) {
        int next = offset + block.ops[0].length;
        return next < CodePage.SIZE && page.entry(next) != null ? 1 : block.ops.length;
    }

    private Block block(CodePage page, long linear, long ip, int key) {
        if (page == null) {
            return builder.single(ip, MODES[key]);
        }
        int offset = (int) linear & CodePage.OFFSET_MASK;
        Block block = page.blocks[offset];
        if (block == null) {
            block = build(page, offset, ip, key);
        } else if (block.tail.length != 0 && !builder.tailUnchanged(block, ip)) {
            block = build(page, offset, ip, key);
        }
        return ip + block.length - 1 <= cs.limit ? block : builder.single(ip, MODES[key]);
    }

    private Block build(CodePage page, int offset, long ip, int key) {
        Block block = builder.build(page.backing + offset, MODES[key]);
        if (block == null) {
            block = builder.single(ip, MODES[key]);
        }
        cache.put(page, offset, block);
        return block;
    }

    /** One instruction with everything that can happen around it. */
    private void step() {
        long ip = s.rip;
        int key = CpuMode.keyOf(s);
        try {
            long linear = cs.base + ip & s.linearMask();
            if (!breakpoints.isEmpty() && breakpoints.stopsBefore(linear, s.cycle)) {
                return;
            }
            events.beforeStep();
            Op op = block(lookup.page(linear, key), linear, ip, key).ops[0];
            s.rip = ip + op.length;
            op.run();
            s.cycle++;
            events.afterStep();
        } catch (CpuException fault) {
            deliver(fault, ip);
        }
    }

    private void deliver(CpuException fault, long ip) {
        s.rip = ip;
        s.cycle++;
        events.exception(fault);
    }
}
