package org.ring0.cli.guide;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** A folder with a kernel and what its owner has copied from the guide, in which scripts are executed as CI does. */
final class KernelProject {
    private static final Path KERNELS = Path.of("src/test/resources/guest");

    /**
     * What a script has done.
     *
     * @param output both standard output and standard error
     */
    record Done(int code, String output) {}

    private final Path folder;
    private final Path jar;

    /** @param kernel which of the test's kernels is its kernel.elf */
    KernelProject(Path parent, String kernel) throws IOException {
        folder = Files.createDirectory(parent.resolve("project"));
        jar = parent.resolve("released.jar");
        add(kernel, "kernel.elf");
        writeJar();
    }

    /** A jar that starts this test's classes as ring0.jar starts its own. */
    private void writeJar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "org.ring0.cli.Main");
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        main.put(Attributes.Name.CLASS_PATH, path);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    /** Copies one of the test's kernels. */
    KernelProject add(String kernel, String as) throws IOException {
        Files.copy(KERNELS.resolve(kernel), folder.resolve(as));
        return this;
    }

    /** Copies a file of docs/samples/ci. */
    KernelProject addSample(String name) throws IOException {
        Files.copy(CiFiles.FOLDER.resolve(name), folder.resolve(name));
        return this;
    }

    /** Puts ring0.jar where the recipes look for it, if they do not fetch it themselves. */
    KernelProject addJar() throws IOException {
        Files.copy(jar, folder.resolve("ring0.jar"));
        return this;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    String text(String name) throws IOException {
        return Files.readString(file(name));
    }

    /** Executes a script with bash, in the folder. */
    Done bash(List<String> bashOptions, String script) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("bash"));
        command.addAll(bashOptions);
        command.addAll(List.of("-c", script));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true);
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", java, (path, first) -> first + File.pathSeparator + path);
        builder.environment().put("RING0_JAR", jar.toUri().toString());
        builder.environment().put("GITHUB_STEP_SUMMARY", file("summary.md").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Done(process.waitFor(), output);
    }
}
