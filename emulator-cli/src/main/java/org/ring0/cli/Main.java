package org.ring0.cli;

import org.ring0.cli.option.Streams;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int code = Ring0.commandLine(Streams.ofProcess()).execute(arguments);
        System.out.flush();
        System.exit(code);
    }
}
