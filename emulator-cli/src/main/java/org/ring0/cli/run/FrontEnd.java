package org.ring0.cli.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ring0.cli.option.CharTarget;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.cli.run.ConsoleOptions.Display;
import org.ring0.cli.terminal.SerialTerminal;
import org.ring0.cli.terminal.TerminalDisplay;
import org.ring0.core.machine.Machine;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.serial.Uart16550;

/** Decides who gets standard input and output: the guest's screen, a serial line, or nobody. */
final class FrontEnd {
    private final Streams streams;
    private final boolean display;
    private final List<CharTarget> serial;
    private final int stdinLine;

    /**
     * @param needsOutput whether a report wants standard output for itself
     * @throws UsageException if two want the terminal, or there is none for the one that does
     */
    FrontEnd(ConsoleOptions options, Streams streams, boolean needsOutput) throws UsageException {
        this.streams = streams;
        boolean free = streams.terminal() && !options.useStdio() && !needsOutput;
        if (options.display == Display.text && !streams.terminal()) {
            throw new UsageException("--display text needs a terminal on standard input and output");
        }
        if (options.display == Display.text && !free) {
            throw new UsageException("--display text needs the terminal for itself: "
                    + (needsOutput ? "a report goes to standard output" : "another option says stdio"));
        }
        if (options.serial.size() > PcConfig.MAX_SERIAL) {
            throw new UsageException("--serial: a PC has at most four serial ports");
        }
        display = options.display != Display.none && free;
        serial = new ArrayList<>(options.serial);
        boolean explicit = serial.stream().anyMatch(CharTarget::isStdio);
        if (serial.isEmpty()) {
            serial.add(display || needsOutput ? new CharTarget.Null() : new CharTarget.Stdio());
        }
        while (serial.size() < PcConfig.MAX_SERIAL) {
            serial.add(new CharTarget.Null());
        }
        stdinLine = explicit || streams.terminal() ? firstStdio() : -1;
    }

    private int firstStdio() {
        int line = 0;
        while (line < serial.size() && !serial.get(line).isStdio()) {
            line++;
        }
        return line < serial.size() ? line : -1;
    }

    /** Where COM1 to COM4 go. */
    List<CharTarget> serial() {
        return List.copyOf(serial);
    }

    /** Whether somebody sits in front of it. */
    boolean interactive() {
        return streams.terminal() && (display || stdinLine >= 0);
    }

    /**
     * Opens what was decided on; closed when the run has ended.
     *
     * @param board what is shown
     * @param inputs takes what comes in for the guest, from any thread
     */
    AutoCloseable open(PcBoard board, Consumer<Consumer<PcBoard>> inputs) throws UsageException {
        Machine machine = board.machine();
        try {
            if (display) {
                return TerminalDisplay.open(new TerminalDisplay.Guest(
                        board.vga(),
                        machine.inputs()::post,
                        events -> inputs.accept(
                                pc -> events.forEach(event -> pc.inputs().accept(new PcInput.KeyMoved(event)))),
                        machine::pause));
            }
            if (stdinLine < 0) {
                return () -> {};
            }
            if (streams.terminal()) {
                return SerialTerminal.open(bytes -> inputs.accept(pc -> receive(pc, bytes)), machine::pause);
            }
            StandardInput.feed(
                    streams.in(),
                    bytes -> inputs.accept(pc -> receive(pc, bytes)),
                    answer -> machine.inputs()
                            .post(() -> answer.accept(line(board).waiting())));
            return () -> {};
        } catch (IOException e) {
            throw new UsageException("--display: " + e.getMessage());
        }
    }

    private void receive(PcBoard board, byte[] bytes) {
        board.inputs().accept(new PcInput.SerialBytes(stdinLine, bytes));
    }

    private Uart16550 line(PcBoard board) {
        return board.serial().get(stdinLine);
    }
}
