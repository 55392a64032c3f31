package org.ring0.cli.run;

import java.util.ArrayList;
import java.util.List;
import org.ring0.cli.option.CharTarget;
import org.ring0.cli.option.OptionTable;

/** The options that say where the guest's screen and serial lines go. */
final class ConsoleOptions {
    enum Display {
        auto,
        none,
        text
    }

    final List<CharTarget> serial = new ArrayList<>();
    CharTarget debugConsole = new CharTarget.Null();
    CharTarget firmwareLog = new CharTarget.Null();
    Display display = Display.auto;

    /** Declares them. */
    void declare(OptionTable table) {
        table.option(
                        "--serial",
                        "WHERE",
                        "COM1, repeated COM2 and so on: stdio, null or file:FILE. Default: COM1 on standard output if "
                                + "there is no display, the others null.")
                .readBy(new CharTarget.Converter())
                .eachTo(CharTarget.class, serial::add);
        table.option("--debugcon", "WHERE", "The debug port E9h: stdio, null or file:FILE. Default: null.")
                .readBy(new CharTarget.Converter())
                .sets(CharTarget.class, value -> debugConsole = value);
        table.option(
                        "--firmware-log",
                        "WHERE",
                        "The log port 402h of SeaBIOS: stdio, null or file:FILE. Default: null.")
                .readBy(new CharTarget.Converter())
                .sets(CharTarget.class, value -> firmwareLog = value);
        table.option(
                        "--display",
                        "HOW",
                        "${COMPLETION-CANDIDATES}. text: the guest's screen in this terminal, whose keys go to the "
                                + "guest; Ctrl-A X leaves. Default: auto, text on a terminal that nothing else needs.")
                .sets(Display.class, value -> display = value);
    }

    /** All of them. */
    List<CharTarget> all() {
        List<CharTarget> all = new ArrayList<>(serial);
        all.add(debugConsole);
        all.add(firmwareLog);
        return all;
    }

    /** Whether standard input and output are asked for by something else than a display. */
    boolean useStdio() {
        return serial.stream().anyMatch(CharTarget::isStdio) || debugConsole.isStdio() || firmwareLog.isStdio();
    }
}
