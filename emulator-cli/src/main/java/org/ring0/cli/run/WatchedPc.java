package org.ring0.cli.run;

import java.util.List;
import org.ring0.cli.option.UsageException;
import org.ring0.core.lockstep.Side;
import org.ring0.core.machine.Machine;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.script.Expectations;
import org.ring0.devices.board.script.GuestScript;
import org.ring0.devices.board.script.OutputWatch;
import org.ring0.devices.board.script.SerialText;

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

    @Override
    public Machine machine() {
        return board.machine();
    }

    @Override
    public void close() {
        board.close();
    }
}
