package org.ring0.cli.option;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The streams that a command works with; tests pass their own.
 *
 * @param in standard input
 * @param out standard output, unbuffered: guests write bytes to it
 * @param err standard error, for people
 * @param terminal whether both standard input and output are a terminal
 */
public record Streams(InputStream in, OutputStream out, PrintStream err, boolean terminal) {
    /** Those of this process. */
    public static Streams ofProcess() {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new Streams(System.in, new FileOutputStream(FileDescriptor.out), System.err, terminal);
    }
}
