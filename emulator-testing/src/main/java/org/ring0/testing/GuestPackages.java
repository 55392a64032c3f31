package org.ring0.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds guests and tools that come from outside: from Debian packages, or from the folder {@code shared} beside the checkout.
 * A test whose guest is missing is skipped and says so. With {@code RING0_REQUIRE_GUESTS=1} in the environment, as in CI, it
 * fails instead.
 */
public final class GuestPackages {
    private static final String REQUIRE = "RING0_REQUIRE_GUESTS";

    private GuestPackages() {}

    /**
     * A file that a package installs.
     *
     * @param path where it is, absolute
     * @param debianPackage what installs it there
     */
    public static Path file(String path, String debianPackage) {
        Path file = Path.of(path);
        return present(file, Files.isReadable(file), path + " is missing: install the package " + debianPackage);
    }

    /**
     * A program, looked for on the path.
     *
     * @param name without folders
     * @param debianPackage what installs it
     */
    public static Path tool(String name, String debianPackage) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        return present(null, false, "there is no " + name + ": install the package " + debianPackage);
    }

    /** A file in the folder {@code shared} beside the checkout, such as {@code bench/built/quick32.elf}. */
    public static Path shared(String name) {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isRegularFile(at.resolve("shared").resolve(name))) {
            at = at.getParent();
        }
        Path file = at == null ? null : at.resolve("shared").resolve(name);
        return present(file, file != null, "shared/" + name + " is not beside this checkout");
    }

    private static Path present(Path path, boolean there, String otherwise) {
        if (!there && "1".equals(System.getenv(REQUIRE))) {
            Assertions.fail(otherwise + " (and " + REQUIRE + " is set)");
        }
        Assumptions.assumeTrue(there, otherwise);
        return path;
    }
}
