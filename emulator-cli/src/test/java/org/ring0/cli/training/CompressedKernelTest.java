package org.ring0.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.cli.Main;
import org.ring0.cli.option.Streams;
import org.ring0.firmware.Firmware;

/** The 64-bit kernel that the JVM is trained with is decompressed by the loader, and does what it is for. */
class CompressedKernelTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(byte[] elf, String... options) throws Exception {
        Path kernel = Files.write(folder.resolve("vmlinuz"), CompressedKernel.of(elf));
        String[] line = {"run", "--kernel", kernel.toString(), "--serial", "stdio", "--max-time", "60s"};
        String[] all = Arrays.copyOf(line, line.length + options.length);
        System.arraycopy(options, 0, all, line.length, options.length);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.run(all, new Streams(InputStream.nullInputStream(), out, errors, false));
    }

    @Test
    void printsItsLinesAndFindsItsFaultsCallsAndTicksAllDone() throws Exception {
        assertEquals(0, run(Firmware.trainingKernel64()), err.toString());
        assertEquals("training 64\n".repeat(12), out.toString());
    }

    @Test
    void runsTheSameInTheInterpreter() throws Exception {
        assertEquals(0, run(Firmware.trainingKernel64(), "--engine", "interpreter"), err.toString());
        assertEquals("training 64\n".repeat(12), out.toString());
    }
}
