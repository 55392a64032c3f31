package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.memory.Region;

/**
 * The engine for cold code and single steps, and the oracle of the other one: blocks of decoded instructions, each an object
 * that executes itself. One instruction is one cycle, also one that faults; the delivery of an interrupt costs none.
 */
public final class Interpreter implements Engine {
    private static final CpuMode[] MODES = new CpuMode[CpuMode.KEYS];

    static {
        for (int key = 0; key < MODES.length; key++) {
            MODES[key] = new CpuMode(key);
        }
    }

    private final Cpu cpu;
    private final CpuState s;
    private final Segment cs;
    private final CodeCache cache;
    private final BlockBuilder builder;
    private final Events events;

    public Interpreter(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
        cs = s.segment[Segment.CS];
        cache = new CodeCache(s, cpu.memory().codePages());
        builder = new BlockBuilder(cpu);
        events = new Events(cpu);
    }

    @Override
    public void run() {
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
            if (events.mustStep()) {
                step();
            } else {
                runBlocks();
            }
        }
    }

    /** Executes blocks until something needs attention, the budget is spent or an exception has been delivered. */
    private void runBlocks() {
        int key = CpuMode.keyOf(s);
        long pageLinear = -1;
        CodePage page = null;
        long ip = s.rip;
        try {
            do {
                ip = s.rip;
                long linear = cs.base + ip & 0xffff_ffffL;
                if ((linear & -CodePage.SIZE) != pageLinear) {
                    page = page(linear, key);
                    pageLinear = linear & -CodePage.SIZE;
                }
                Block block = block(page, linear, ip, key);
                Op[] ops = block.ops;
                int room = (int) Math.min(ops.length, s.cycleLimit - s.cycle);
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
        }
    }

    private CodePage page(long linear, int key) {
        long bus = cpu.mmu().fetchPhysical(linear) & -CodePage.SIZE;
        Region region = cpu.memory().find(bus);
        boolean cacheable = region != null && region.readBacking() != Region.NONE;
        return cacheable ? cache.page(region.readBacking() + bus - region.first(), key) : null;
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
            events.beforeStep();
            long linear = cs.base + ip & 0xffff_ffffL;
            Op op = block(page(linear, key), linear, ip, key).ops[0];
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
