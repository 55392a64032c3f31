package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.ring0.cli.option.UsageException;

/** Who reads and who writes which file: checked before anything is written. */
final class FileRoles {
    private final Map<Path, String> roles = new HashMap<>();

    /** A file that is read, as which it must not be written. */
    void reads(Path file) {
        if (file != null) {
            roles.put(real(file), "an input of this run");
        }
    }

    /**
     * A file that will be written.
     *
     * @param option which option says so
     * @throws UsageException if it cannot be written, or is used otherwise in this run
     */
    void writes(String option, Path file) throws UsageException {
        if (Files.isDirectory(file)) {
            throw new UsageException(option + ": " + file + " is a directory");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException(option + ": the folder of " + file + " does not exist");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new UsageException(option + ": " + file + " cannot be written: permission denied");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return; // a pipe or a device, which more than one may use
        }
        String other = roles.putIfAbsent(real(file), "what " + option + " writes");
        if (other != null) {
            throw new UsageException(option + ": " + file + " is " + other);
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
