package org.ring0.cli;

import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ExitCode;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int code = run(arguments, Streams.ofProcess());
        System.out.flush();
        System.exit(code);
    }

    /** Carries out a command line and gives the code to exit with. */
    public static int run(String[] arguments, Streams streams) {
        try {
            return Ring0.execute(streams, arguments);
        } catch (Error e) {
            System.err.println("ring0: internal error, please report it: " + e);
            return ExitCode.INTERNAL.number();
        }
    }
}
