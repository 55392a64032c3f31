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
    private final Events events;

    RecordedRun(Cpu cpu, BlockLookup lookup, Events events) {
        s = cpu.state();
        cs = s.segment[Segment.CS];
        mmu = cpu.mmu();
        breakpoints = cpu.breakpoints();
        this.lookup = lookup;
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
        long ip = s.rip;
        try {
            Block block = null;
            do {
                ip = s.rip;
                block = lookup.next(block, ip);
            } while (block != null && interpret(block, log) && s.cycle < s.cycleLimit);
        } catch (CpuException fault) {
            deliver(fault, ip, log);
        }
    }

    /** Whether the next block may follow. */
    private boolean interpret(Block block, BranchLog log) {
        int end = (int) Math.min(block.ops.length, s.cycleLimit - s.cycle);
        long ip = s.rip;
        try {
            for (int n = 0; n < end; n++) {
                Op op = block.ops[n];
                long next = ip + op.length;
                execute(op, ip, next, log);
                if (s.attention != 0) {
                    return false;
                }
                ip = next;
            }
            return true;
        } catch (CpuException fault) {
            deliver(fault, ip, log);
            return false;
        }
    }

    private void execute(Op op, long ip, long next, BranchLog log) {
        long from = linear(ip);
        s.rip = next;
        op.run();
        s.cycle++;
        // A repeated instruction that is not done yet is where it was.
        if (s.rip != next && s.rip != ip) {
            log.add(from, linear(s.rip));
        }
    }

    private void step(BranchLog log) {
        long ip = s.rip;
        try {
            if (!breakpoints.isEmpty() && breakpoints.stopsBefore(linear(ip), s.cycle)) {
                return;
            }
            events.beforeStep();
            Op op = lookup.at(ip).ops[0];
            execute(op, ip, ip + op.length, log);
            events.afterStep();
        } catch (CpuException fault) {
            deliver(fault, ip, log);
        }
    }

    private void deliver(CpuException fault, long ip, BranchLog log) {
        long from = linear(ip);
        s.rip = ip;
        s.cycle++;
        events.exception(fault);
        noteIfElsewhere(log, from);
    }
}
