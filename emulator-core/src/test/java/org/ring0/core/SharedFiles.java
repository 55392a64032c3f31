package org.ring0.core;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of inputs that are laid beside a checkout: {@code ../shared} from the project's root. */
public final class SharedFiles {
    private SharedFiles() {}

    /** A file or folder of it, or empty where this checkout has none. */
    public static Optional<Path> find(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve(name);
            if (Files.exists(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
