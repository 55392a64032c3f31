package org.ring0.cli.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.ring0.cli.option.UsageException;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.device.CharBackend;
import org.ring0.core.lockstep.Side;
import org.ring0.core.machine.Machine;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.board.script.Expectations;
import org.ring0.devices.board.script.GuestScript;
import org.ring0.devices.board.script.OutputWatch;
import org.ring0.devices.board.script.SerialText;
import org.ring0.embed.MachinePlan;

/**
 * A PC, and the script that types at it and watches what it shows.
 *
 * @param name its engine's
 */
record WatchedPc(String name, PcBoard board, Expectations expectations) implements Side {
    /**
     * Has a board watched.
     *
     * @param serial is sent what the guest prints on COM1
     */
    static WatchedPc of(String name, PcBoard board, SerialText serial, ScriptOptions options) throws UsageException {
        List<GuestScript.Step> script = options.script();
        OutputWatch watch = new OutputWatch(board, serial);
        Expectations expectations = new Expectations(board.machine(), watch, options.expected, options.forbidden);
        new GuestScript(board, watch, script);
        return new WatchedPc(name, board, expectations);
    }

    /** One whose output nobody gets, with the same eyes on it. */
    static WatchedPc unseen(
            String name, MachinePlan plan, Function<Cpu, Engine> engine, PcDrives drives, ScriptOptions options)
            throws UsageException {
        SerialText serial = new SerialText();
        List<CharBackend> lines = new ArrayList<>(Collections.nCopies(PcConfig.MAX_SERIAL, CharBackend.NULL));
        lines.set(0, serial);
        PcBoard board = plan.build(engine, drives, new MachinePlan.Lines(lines, CharBackend.NULL, CharBackend.NULL));
        return of(name, board, serial, options);
    }

    @Override
    public Machine machine() {
        return board.machine();
    }

    @Override
    public void close() {
        board.close();
    }
}
