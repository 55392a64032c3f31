package org.ring0.cli.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ring0.cli.Main;
import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ExitCode;
import org.ring0.firmware.Firmware;

/**
 * Runs what users start, in one process and without output, while the JVM writes down which classes and methods that takes:
 * a kernel with a serial line, and the demo, which boots through the firmware and draws.
 */
public final class Training {
    private static final String LIMIT = "30s";

    private Training() {}

    public static void main(String[] arguments) throws IOException {
        Path kernel = Files.createTempFile("ring0-training-", ".elf");
        int code;
        try {
            Files.write(kernel, Firmware.trainingKernel());
            code = run(kernel);
        } finally {
            Files.delete(kernel);
        }
        System.exit(code);
    }

    private static int run(Path kernel) {
        List<String[]> lines = List.of(
                new String[] {
                    "run", "--kernel", kernel.toString(), "--memory", "128M", "--serial", "stdio", "--max-time", LIMIT
                },
                new String[] {"run", "--display", "none", "--report", "json=-", "--max-time", LIMIT});
        int code = ExitCode.SUCCESS.number();
        for (String[] line : lines) {
            code = Math.max(code, Main.run(line, streams()));
        }
        return code;
    }

    /** Nothing goes in; what comes out is not of interest, unlike what goes wrong. */
    private static Streams streams() {
        PrintStream errors = Streams.ofProcess().err();
        return new Streams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), errors, false);
    }
}
