package org.ring0.cli.run;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ring0.cli.option.UsageException;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.lockstep.Lockstep;
import org.ring0.core.lockstep.Pair;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.board.script.SerialText;
import org.ring0.embed.MachinePlan;

/**
 * The interpreter, which shows what the guest does, and the translator behind it. All of them find the drives as they were
 * when the run began, so that it can be repeated; what the guest writes reaches the images when a run has ended in agreement.
 */
final class LockstepExecution implements Execution {
    private final MachinePlan plan;
    private final ScriptOptions script;
    private final Consumer<PcBoard> prepare;
    private final SharedDrives drives;
    private final PcDrives shown;
    private final Lockstep<WatchedPc> lockstep;

    /**
     * @param prepare is done to every machine but the one that is shown
     * @param lines the host's ends; {@code serial} is among those of COM1
     * @param notes takes sentences for people
     */
    LockstepExecution(
            MachinePlan plan,
            ScriptOptions script,
            Consumer<PcBoard> prepare,
            MachinePlan.Lines lines,
            SerialText serial,
            Consumer<String> notes)
            throws UsageException {
        this.plan = plan;
        this.script = script;
        this.prepare = prepare;
        drives = new SharedDrives(plan.drives());
        shown = drives.another();
        WatchedPc leader = WatchedPc.of("interpreter", plan.build(Interpreter::new, shown, lines), serial, script);
        try {
            lockstep = new Lockstep<>(new Pair<>(leader, follower(true)), this::anotherPair, notes);
        } catch (UsageException | RuntimeException e) {
            leader.close();
            throw e;
        }
    }

    /** @param shown whether somebody may see what is translated */
    private WatchedPc follower(boolean shown) throws UsageException {
        return unseen("translator", cpu -> plan.repeatableTranslator(cpu, shown));
    }

    private Pair<WatchedPc> anotherPair() {
        try {
            return new Pair<>(unseen("interpreter", Interpreter::new), follower(false));
        } catch (UsageException e) {
            throw new IllegalStateException("no further machine: " + e.getMessage(), e);
        }
    }

    private WatchedPc unseen(String name, Function<Cpu, Engine> engine) throws UsageException {
        WatchedPc pc = WatchedPc.unseen(name, plan, engine, drives.another(), script);
        prepare.accept(pc.board());
        return pc;
    }

    @Override
    public WatchedPc pc() {
        return lockstep.leader();
    }

    @Override
    public Machine measured() {
        return lockstep.follower().machine();
    }

    @Override
    public void post(Consumer<PcBoard> input) {
        lockstep.post(pc -> input.accept(pc.board()));
    }

    @Override
    public StopReason run(Budget budget) {
        return lockstep.run(budget);
    }

    @Override
    public WatchedPc again() throws UsageException {
        return unseen("interpreter", Interpreter::new);
    }

    @Override
    public void settleDrives(StopReason reason) throws IOException {
        if (!(reason instanceof StopReason.EnginesDiffer) && !(reason instanceof StopReason.InternalError)) {
            drives.commit(shown);
        }
    }

    @Override
    public void close() {
        lockstep.close();
    }
}
