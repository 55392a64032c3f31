package org.ring0.core.machine;

import java.io.UncheckedIOException;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.UnimplementedException;
import org.ring0.core.debug.MissingFeatureText;
import org.ring0.core.debug.RegisterText;
import org.ring0.core.time.HostClock;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.VirtualClock;

/**
 * The main loop: ask the scheduler for the next deadline, give the CPU exactly that many cycles, advance the clock, fire what
 * is due, and so on. HLT jumps to the next deadline. Where a slice ends cannot be seen by the guest.
 */
final class RunLoop {
    /** How many cycles pass at most before the host's inputs are looked at: some ten milliseconds. */
    private static final long MAX_SLICE = 1_000_000;

    private final Cpu cpu;
    private final Engine engine;
    private final CpuState state;
    private final VirtualClock clock;
    private final Scheduler scheduler;
    private final HostInputs inputs;
    private final HostClock sinceStart = new HostClock();
    private final RunTimes times = new RunTimes();
    private boolean paced;
    /** The cycle that the guest's clock showed when the host's clock began. */
    private long pacedFrom;

    private Event pending;

    /** What ends a slice for good or for a reset. */
    private sealed interface Event {
        record Stop(StopReason reason) implements Event {}

        record ResetLine() implements Event {}
    }

    RunLoop(Cpu cpu, Engine engine, Scheduler scheduler, HostInputs inputs) {
        this.cpu = cpu;
        this.engine = engine;
        this.state = cpu.state();
        this.scheduler = scheduler;
        this.clock = scheduler.clock();
        this.inputs = inputs;
        scheduler.onEarlierDeadline(cpu::leaveSlice);
    }

    /** Whether an idle guest waits for the host's clock: for people; otherwise idle time is skipped. */
    void setPaced(boolean on) {
        paced = on;
    }

    /** The guest's time goes on from a cycle that was reached elsewhere: a paced guest waits for no time before it. */
    void startAt(long cycle) {
        pacedFrom = cycle;
        pending = null;
    }

    /** Where the host's time goes. */
    RunTimes times() {
        return times;
    }

    /** Ends the run before the next instruction; the first reason given counts. */
    void stop(StopReason reason) {
        if (!(pending instanceof Event.Stop)) {
            pending = new Event.Stop(reason);
        }
        cpu.leaveSlice();
    }

    /** Resets the machine before the next instruction. */
    void requestReset() {
        if (pending == null) {
            pending = new Event.ResetLine();
        }
        cpu.leaveSlice();
    }

    /** @param reset what a reset does, or the reason with which it ends the run */
    StopReason run(Budget budget, java.util.function.Supplier<StopReason> reset) {
        StopReason reason = advance(budget, reset);
        return reason instanceof StopReason.BudgetSpent(Budget.Kind kind, String registers)
                ? new StopReason.BudgetSpent(kind, RegisterText.of(state))
                : reason;
    }

    /** As {@link #run}, but a spent budget comes without the registers. */
    StopReason advance(Budget budget, java.util.function.Supplier<StopReason> reset) {
        HostClock host = new HostClock();
        StopReason reason;
        try {
            reason = loop(host, budget, reset);
        } catch (UncheckedIOException e) {
            // What the guest's memory holds could not be read from a snapshot's file.
            reason = new StopReason.HostError(e.getCause().getMessage());
        } catch (UnimplementedException e) {
            reason = missing(e.getMessage());
        }
        times.run(host.nanos());
        return reason;
    }

    /** By an instruction, by a device that an instruction has accessed, or by one whose timer has fired. */
    private StopReason missing(String what) {
        return new StopReason.Unimplemented(
                what, MissingFeatureText.place(state), MissingFeatureText.of(what, state, cpu.memory()));
    }

    private StopReason loop(HostClock host, Budget budget, java.util.function.Supplier<StopReason> reset) {
        long cycleEnd = saturatedSum(clock.now(), budget.cycles());
        long retiredEnd = saturatedSum(state.retired(), budget.instructions());
        while (true) {
            inputs.drain();
            scheduler.fireDue();
            StopReason reason = takePending(reset);
            if (reason == null) {
                reason = spent(host, budget, cycleEnd, retiredEnd);
            }
            if (reason == null) {
                reason = slice(cycleEnd, retiredEnd);
            }
            if (reason != null) {
                return reason;
            }
        }
    }

    private StopReason takePending(java.util.function.Supplier<StopReason> reset) {
        Event event = pending;
        pending = null;
        if (event instanceof Event.Stop(StopReason reason)) {
            return reason;
        }
        return event == null ? null : reset.get();
    }

    private StopReason spent(HostClock host, Budget budget, long cycleEnd, long retiredEnd) {
        Budget.Kind kind = state.retired() >= retiredEnd
                ? Budget.Kind.INSTRUCTIONS
                : clock.now() >= cycleEnd
                        ? Budget.Kind.GUEST_TIME
                        : host.hasPassed(budget.hostTime()) ? Budget.Kind.HOST_TIME : null;
        return kind == null ? null : new StopReason.BudgetSpent(kind, "");
    }

    private StopReason slice(long cycleEnd, long retiredEnd) {
        long now = clock.now();
        long end = Math.min(scheduler.nextDeadline(), cycleEnd);
        state.cycle = now;
        state.cycleLimit = Math.min(end, now + Math.min(MAX_SLICE, retiredEnd - state.retired()));
        state.attention &= ~CpuState.ATTENTION_LEAVE;
        times.beginSlice();
        try {
            engine.run();
        } catch (TripleFaultException e) {
            return new StopReason.TripleFault(RegisterText.of(state));
        } finally {
            times.endSlice();
            clock.advanceTo(state.cycle);
        }
        return state.halted && pending == null ? idle(cycleEnd) : null;
    }

    /** The CPU is halted: nothing happens before the next deadline or input. */
    private StopReason idle(long cycleEnd) {
        long next = Math.min(scheduler.nextDeadline(), cycleEnd);
        boolean listens = (state.systemFlags & Eflags.IF) != 0 || cpu.expectsNmi();
        boolean canWake = listens && (next != Scheduler.NEVER || paced);
        if (!canWake) {
            return new StopReason.Halted(RegisterText.of(state));
        }
        if (paced) {
            long ahead = nanosOf(Math.min(next, clock.now() + MAX_SLICE) - pacedFrom) - sinceStart.nanos();
            if (ahead > 0) {
                times.await(inputs, Math.min(ahead, 10_000_000));
            }
            // An input may have armed a timer.
            next = Math.min(Math.min(next, scheduler.nextDeadline()), clock.now() + MAX_SLICE);
        }
        long until = Math.max(next, clock.now());
        state.idleCycles += until - clock.now();
        clock.advanceTo(until);
        state.cycle = until;
        return null;
    }

    private long nanosOf(long cycle) {
        return (long) (cycle * (1e9 / clock.frequency()));
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
