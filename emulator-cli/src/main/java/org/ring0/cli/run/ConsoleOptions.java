package org.ring0.cli.run;

import java.util.ArrayList;
import java.util.List;
import org.ring0.cli.option.CharTarget;
import picocli.CommandLine.Option;

/** The options that say where the guest's screen and serial lines go. */
final class ConsoleOptions {
    enum Display {
        auto,
        none,
        text
    }

    @Option(
            names = "--serial",
            paramLabel = "WHERE",
            converter = CharTarget.Converter.class,
            description =
                    "COM1, repeated COM2 and so on: stdio, null or file:FILE. Default: COM1 on standard output if "
                            + "there is no display, the others null.")
    List<CharTarget> serial = new ArrayList<>();

    @Option(
            names = "--debugcon",
            paramLabel = "WHERE",
            converter = CharTarget.Converter.class,
            description = "The debug port E9h: stdio, null or file:FILE. Default: null.")
    CharTarget debugConsole = new CharTarget.Null();

    @Option(
            names = "--firmware-log",
            paramLabel = "WHERE",
            converter = CharTarget.Converter.class,
            description = "The log port 402h of SeaBIOS: stdio, null or file:FILE. Default: null.")
    CharTarget firmwareLog = new CharTarget.Null();

    @Option(
            names = "--display",
            paramLabel = "HOW",
            description = "${COMPLETION-CANDIDATES}. text: the guest's screen in this terminal, whose keys go to the "
                    + "guest; Ctrl-A X leaves. Default: auto, text on a terminal that nothing else needs.")
    Display display = Display.auto;

    /** All of them. */
    List<CharTarget> all() {
        List<CharTarget> all = new ArrayList<>(serial);
        all.add(debugConsole);
        all.add(firmwareLog);
        return all;
    }

    /** Whether standard input and output are asked for by something else than a display. */
    boolean useStdio() {
        return serial.contains(new CharTarget.Stdio())
                || debugConsole instanceof CharTarget.Stdio
                || firmwareLog instanceof CharTarget.Stdio;
    }
}
