package org.ring0.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own source files. */
final class Sources {
    private Sources() {}

    /** The folder with the parent POM, from wherever the tests are started. */
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("emulator-core"))) {
            at = at.getParent();
        }
        return at;
    }

    /** Every Java file of every module, tests included. */
    static List<Path> java() throws IOException {
        try (Stream<Path> modules = Files.list(root())) {
            return modules.map(m -> m.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(Sources::walk)
                    .filter(f -> f.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
