package org.ring0.cli.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.ring0.cli.Main;
import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ExitCode;
import org.ring0.firmware.Firmware;

/**
 * Runs what users start, in one process and without output, while the JVM writes down which classes and methods that takes:
 * a 32-bit kernel with a serial line, a compressed 64-bit one, and the demo, which boots through the firmware and draws.
 */
public final class Training {
    private static final String LIMIT = "30s";
    /** So much is decompressed that the decompressor is seen to be worth compiling. */
    private static final int BALLAST = 3 << 20;

    private Training() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("ring0-training-");
        Path kernel = folder.resolve("training.elf");
        Path kernel64 = folder.resolve("vmlinuz");
        int code;
        try {
            Files.write(kernel, Firmware.trainingKernel());
            Files.write(kernel64, CompressedKernel.of(withBallast(Firmware.trainingKernel64())));
            code = run(kernel, kernel64);
        } finally {
            Files.deleteIfExists(kernel);
            Files.deleteIfExists(kernel64);
            Files.delete(folder);
        }
        System.exit(code);
    }

    private static int run(Path kernel, Path kernel64) {
        List<String[]> lines = List.of(starting(kernel), starting(kernel64), new String[] {
            "run", "--display", "none", "--report", "json=-", "--max-time", LIMIT
        });
        int code = ExitCode.SUCCESS.number();
        for (String[] line : lines) {
            code = Math.max(code, Main.run(line, streams()));
        }
        return code;
    }

    private static String[] starting(Path kernel) {
        return new String[] {
            "run", "--kernel", kernel.toString(), "--memory", "128M", "--serial", "stdio", "--max-time", LIMIT
        };
    }

    /**
     * A kernel with the classes of the program behind it: they compress about as well as kernels do, while
     * what the jar holds is compressed already.
     */
    private static byte[] withBallast(byte[] kernel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(kernel);
        URI code = URI.create(Training.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        try (JarFile jar = new JarFile(Path.of(code).toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (all.size() < BALLAST && entry.getName().endsWith(".class")) {
                    try (InputStream stream = jar.getInputStream(entry)) {
                        stream.transferTo(all);
                    }
                }
            }
        }
        return all.toByteArray();
    }

    /** Nothing goes in; what comes out is not of interest, unlike what goes wrong. */
    private static Streams streams() {
        PrintStream errors = Streams.ofProcess().err();
        return new Streams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), errors, false);
    }
}
