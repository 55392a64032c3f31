package org.ring0.cli;

import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ExitCode;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int code;
        try {
            code = Ring0.commandLine(Streams.ofProcess()).execute(arguments);
        } catch (Error e) {
            System.err.println("ring0: internal error, please report it: " + e);
            code = ExitCode.INTERNAL.number();
        }
        System.out.flush();
        System.exit(code);
    }
}
