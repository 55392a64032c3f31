package org.ring0.cli.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.ring0.cli.Ring0;
import org.ring0.cli.option.Streams;

/**
 * One use of the command line, without a terminal.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int code, String out, String err) {
    /** Runs {@code ring0} with these arguments. */
    static CommandRun of(String... arguments) {
        return withInput("", arguments);
    }

    static CommandRun withInput(String input, String... arguments) {
        return withStreams(input, new ByteArrayOutputStream(), arguments);
    }

    /** @param out takes standard output, at each line's end before the guest goes on */
    static CommandRun withStreams(String input, ByteArrayOutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        Streams streams = new Streams(in, out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int code = Ring0.execute(streams, arguments);
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
