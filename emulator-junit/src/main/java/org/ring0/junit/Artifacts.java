package org.ring0.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.ring0.embed.Vm;
import org.ring0.embed.VmException;
import org.ring0.embed.VmSnapshot;

/**
 * What is left of a failed test's machines: for each of them {@code com1.log}, {@code screen.png}, {@code screen.txt},
 * {@code registers.txt} and {@code autopsy.txt}, in {@code target/ring0/CLASS/METHOD/PARAMETER} or under the folder that the
 * configuration parameter {@value #FOLDER} names. The folder is published as a report entry of the test. Where the parameter
 * {@value #SNAPSHOT} is true, the machine itself is left as well: {@code machine.ring0}, to go on from.
 */
final class Artifacts {
    static final String FOLDER = "ring0.artifacts";
    static final String SNAPSHOT = "ring0.artifacts.snapshot";
    private static final String DEFAULT_FOLDER = "target/ring0";

    private final ExtensionContext context;
    private final Path folder;
    private boolean any;

    Artifacts(ExtensionContext context) {
        this.context = context;
        String root = context.getConfigurationParameter(FOLDER).orElse(DEFAULT_FOLDER);
        folder = Path.of(root)
                .resolve(fileName(context.getRequiredTestClass().getName()))
                .resolve(fileName(context.getRequiredTestMethod().getName() + suffix(context)));
    }

    /** The numbers of a repetition or of a set of arguments. */
    private static String suffix(ExtensionContext context) {
        String id = context.getUniqueId();
        int at = id.lastIndexOf("invocation:#");
        return at < 0 ? "" : "-" + id.substring(at + "invocation:#".length()).replace("]", "");
    }

    private static String fileName(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    void write(String name, Vm vm) throws IOException {
        Path to = Files.createDirectories(folder.resolve(fileName(name)));
        Files.writeString(to.resolve("com1.log"), vm.serial().output());
        Files.write(to.resolve("screen.png"), vm.screen().png());
        Files.writeString(to.resolve("screen.txt"), vm.screen().text());
        Files.writeString(to.resolve("registers.txt"), vm.registers().toString());
        Files.writeString(to.resolve("autopsy.txt"), vm.autopsy().text());
        if (context.getConfigurationParameter(SNAPSHOT)
                .map(Boolean::parseBoolean)
                .orElse(false)) {
            save(vm, to);
        }
        any = true;
    }

    private static void save(Vm vm, Path to) throws IOException {
        try (VmSnapshot snapshot = vm.snapshot()) {
            snapshot.save(to.resolve("machine.ring0"));
        } catch (VmException cannot) {
            Files.writeString(to.resolve("no-snapshot.txt"), cannot.getMessage());
        }
    }

    void publish() {
        if (any) {
            context.publishReportEntry(FOLDER, folder.toAbsolutePath().toString());
        }
    }
}
