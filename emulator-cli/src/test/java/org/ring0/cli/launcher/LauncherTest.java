package org.ring0.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ring0} in a project that is built, with a Java that only tells what it was given. */
class LauncherTest {
    /** Makes the cache if the file {@code trains} is there; fails all preparation otherwise. */
    private static final String JAVA = """
        #!/usr/bin/env bash
        for argument; do
            case $argument in
                -XX:AOTCacheOutput=*) output=${argument#*=} ;;
                *.NewerClassFiles) exit 1 ;;
                *.Training)
                    [[ -e $(dirname "$0")/trains ]] || exit 1
                    echo cache >"$output"
                    exit 0
                    ;;
            esac
        done
        printf '%s\\n' "$@"
        """;

    @TempDir
    private Path folder;

    private Path project;
    private Path jar;

    @BeforeEach
    void makeProject() throws IOException {
        Path script = Path.of("../ring0");
        assumeTrue(Files.isExecutable(script) && Files.isExecutable(Path.of("/bin/bash")), "skipped: no bash");
        project = Files.createDirectories(folder.resolve("a project"));
        Files.copy(script, project.resolve("ring0"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Path module = project.resolve("emulator-cli");
        Path source = Files.createDirectories(module.resolve("src/main")).resolve("Source.java");
        jar = Files.createDirectories(module.resolve("target")).resolve("ring0.jar");
        for (Path file : List.of(project.resolve("pom.xml"), module.resolve("pom.xml"), source)) {
            setAge(Files.createFile(file), 200);
        }
        setAge(Files.createFile(jar), 100);
    }

    private static void setAge(Path file, int seconds) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    private Path javaOfVersion(String version) throws IOException {
        Path home = folder.resolve("java " + version);
        Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(program, JAVA);
        assertTrue(program.toFile().setExecutable(true));
        String release = "IMPLEMENTOR=\"nobody\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\n";
        Files.writeString(home.resolve("release"), release.formatted(version, version));
        return home;
    }

    private List<String> start(Path script, Path java, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", java.toString());
        builder.redirectError(folder.resolve("err").toFile());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> read(folder.resolve("err")));
        return out.lines().toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<String> end(String... arguments) {
        List<String> end = new ArrayList<>(List.of("-jar", jar.toString()));
        end.addAll(List.of(arguments));
        return end;
    }

    private static void assertEndsWith(List<String> expected, List<String> given) {
        assertEquals(expected, given.subList(Math.max(0, given.size() - expected.size()), given.size()));
    }

    @Test
    void startsTheJarWithTheJavaOfJavaHome() throws Exception {
        List<String> given = start(project.resolve("ring0"), javaOfVersion("25.0.1"), "run", "--append", "two words");
        assertEndsWith(end("run", "--append", "two words"), given);
        assertTrue(given.contains("--enable-native-access=ALL-UNNAMED"), given::toString);
        assertTrue(given.contains("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"), given::toString);
    }

    @Test
    void findsItsProjectThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), project.resolve("ring0"));
        assertEndsWith(end("--version"), start(link, javaOfVersion("26"), "--version"));
    }

    @Test
    void failedPreparationIsNoErrorAndIsNotTriedTwice() throws Exception {
        Path java = javaOfVersion("25.0.1");
        assertEndsWith(end("run"), start(project.resolve("ring0"), java, "run"));
        Files.createFile(java.resolve("bin/trains"));
        List<String> second = start(project.resolve("ring0"), java, "run");
        assertFalse(second.toString().contains("AOTCache"), second::toString);
        assertFalse(Files.exists(jar.resolveSibling("ring0.jar.new")));
    }

    @Test
    void usesTheCacheOfThisJavaUntilThereIsANewerJar() throws Exception {
        Path java = javaOfVersion("25.0.1");
        Files.createFile(java.resolve("bin/trains"));
        String option = "-XX:AOTCache=" + jar.resolveSibling("ring0-25.0.1+1.aot");
        assertTrue(start(project.resolve("ring0"), java, "run").contains(option));
        Files.delete(java.resolve("bin/trains"));
        assertTrue(start(project.resolve("ring0"), java, "run").contains(option));
        setAge(jar, -100);
        assertFalse(start(project.resolve("ring0"), java, "run").contains(option));
    }
}
