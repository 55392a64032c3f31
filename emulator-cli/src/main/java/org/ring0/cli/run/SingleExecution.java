package org.ring0.cli.run;

import java.util.function.Consumer;
import org.ring0.cli.option.UsageException;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.board.script.SerialText;
import org.ring0.embed.MachinePlan;

/** One machine. */
final class SingleExecution implements Execution {
    private final MachinePlan plan;
    private final MachineOptions.EngineChoice engine;
    private final ScriptOptions script;
    private final RememberedDrives drives;
    private final WatchedPc pc;

    /**
     * @param lines the host's ends; {@code serial} is among those of COM1
     */
    SingleExecution(
            MachinePlan plan,
            MachineOptions.EngineChoice engine,
            ScriptOptions script,
            MachinePlan.Lines lines,
            SerialText serial)
            throws UsageException {
        this.plan = plan;
        this.engine = engine;
        this.script = script;
        drives = new RememberedDrives(plan.drives());
        PcBoard board = plan.build(plan::engine, drives.drives(), lines);
        plan.handedOver();
        pc = WatchedPc.of(engine.name(), board, serial, script);
    }

    @Override
    public WatchedPc pc() {
        return pc;
    }

    @Override
    public Machine measured() {
        return pc.machine();
    }

    @Override
    public void post(Consumer<PcBoard> input) {
        pc.machine().inputs().post(() -> input.accept(pc.board()));
    }

    @Override
    public StopReason run(Budget budget) {
        return pc.machine().run(budget);
    }

    @Override
    public WatchedPc again() throws UsageException {
        PcDrives before = drives.another();
        return before == null ? null : WatchedPc.unseen(engine.name(), plan, plan::engine, before, script);
    }

    @Override
    public void close() {
        pc.close();
    }
}
