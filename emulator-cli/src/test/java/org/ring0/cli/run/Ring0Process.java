package org.ring0.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a process of its own, started with the JVM options of the launcher, and without a terminal. */
final class Ring0Process implements AutoCloseable {
    /** The shell itself reads the launcher's options, whatever their quotes. */
    private static final String TELL_OPTIONS =
            "eval \"$(grep '^options=(' ../ring0)\" && printf '%s\\n' \"${options[@]}\"";

    private final Process process;
    private final Path errors;

    /** @param errors takes standard error */
    Ring0Process(Path errors, String... arguments) throws IOException {
        this.errors = errors;
        // Whoever runs the tests in the background or under nohup has signals ignored, and a JVM leaves them so.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
        command.addAll(command());
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
    }

    /** What the launcher would execute, with this test's classes in place of the jar. */
    static List<String> command() throws IOException {
        Process shell = new ProcessBuilder("bash", "-c", TELL_OPTIONS).start();
        String options = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!options.startsWith("-")) {
            throw new AssertionError("the launcher has no options=(...)");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options.lines().toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.ring0.cli.Main"));
        return command;
    }

    /** The next line of standard output. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = process.getInputStream().read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = process.getInputStream().read();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Nobody reads standard output any more. */
    void closeOutput() throws IOException {
        process.getInputStream().close();
    }

    /** Everything that standard output still has. */
    String rest() throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** Standard error. */
    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
