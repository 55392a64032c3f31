package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.BranchLog;
import org.ring0.core.cpu.Breakpoints;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * Executes as the interpreter does, and notes every branch, interrupt and exception. Apart from it, so that who wants no
 * branches noted pays nothing.
 */
final class RecordedRun {
    private final CpuState s;
    private final Segment cs;
    private final Mmu mmu;
    private final Breakpoints breakpoints;
    private final BlockLookup lookup;
    private final OpLoop loop;
    private final Events events;

    RecordedRun(Cpu cpu, BlockLookup lookup, OpLoop loop, Events events) {
        s = cpu.state();
        cs = s.segment[Segment.CS];
        mmu = cpu.mmu();
        breakpoints = cpu.breakpoints();
        this.lookup = lookup;
        this.loop = loop;
        this.events = events;
    }

    private long linear(long ip) {
        return cs.base + ip & s.linearMask();
    }

    /** As {@link org.ring0.core.cpu.Engine#run}. */
    void run(BranchLog log) {
        while (s.cycle < s.cycleLimit) {
            if (s.attention != 0) {
                if ((s.attention & CpuState.ATTENTION_LEAVE) != 0) {
                    return;
                }
                long before = linear(s.rip);
                events.deliver();
                noteIfElsewhere(log, before);
            }
            if (s.halted) {
                return;
            }
            mmu.followAccessFlag();
            if (events.mustStep() || breakpoints.isOnPage(linear(s.rip))) {
                step(log);
            } else {
                blocks(log);
            }
        }
    }

    private void noteIfElsewhere(BranchLog log, long from) {
        long to = linear(s.rip);
        if (to != from) {
            log.add(from, to);
        }
    }

    private void blocks(BranchLog log) {
        lookup.restart();
        try {
            Block block = null;
            do {
                block = lookup.next(block, s.rip);
            } while (block != null && interpret(block, log) && s.cycle < s.cycleLimit);
        } catch (CpuException fault) {
            deliver(fault, log);
        }
    }

    /** Whether the next block may follow. */
    private boolean interpret(Block block, BranchLog log) {
        int end = (int) Math.min(block.count(), s.cycleLimit - s.cycle);
        for (int n = 0; n < end; n++) {
            if (!execute(block, n, log)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the next op may follow. */
    private boolean execute(Block block, int n, BranchLog log) {
        long ip = s.rip;
        long from = linear(ip);
        boolean goesOn = loop.run(block, n, n + 1);
        // A repeated instruction that is not done yet is where it was.
        if (s.rip != ip + block.length(n) && s.rip != ip) {
            log.add(from, linear(s.rip));
        }
        return goesOn;
    }

    private void step(BranchLog log) {
        long ip = s.rip;
        try {
            if (!breakpoints.isEmpty() && breakpoints.stopsBefore(linear(ip), s.cycle)) {
                return;
            }
            events.beforeStep();
            execute(lookup.at(ip), 0, log);
            events.afterStep();
        } catch (CpuException fault) {
            deliver(fault, log);
        }
    }

    /** The instruction at RIP has raised it. */
    private void deliver(CpuException fault, BranchLog log) {
        long from = linear(s.rip);
        s.cycle++;
        events.exception(fault);
        noteIfElsewhere(log, from);
    }
}
