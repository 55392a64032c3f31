package org.ring0.embed;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that are needed as a whole: firmware, kernels, modules. */
final class InputFiles {
    /** What an array can hold, less what some JVMs need of it. */
    private static final long LARGEST = Integer.MAX_VALUE - 16L;

    private InputFiles() {}

    /**
     * The content of a file.
     *
     * @param path the file
     * @param role what it was to be, such as "kernel"
     * @throws VmException if it cannot be had
     */
    static byte[] read(Path path, String role) {
        if (Files.isDirectory(path)) {
            throw new VmException("the " + role + " " + path + " is a directory");
        }
        try {
            if (Files.size(path) == 0 && Files.isRegularFile(path)) {
                throw new VmException("the " + role + " " + path + " is empty");
            }
            if (!Files.isRegularFile(path)) {
                throw new VmException("the " + role + " " + path + " is not a regular file");
            }
            if (Files.size(path) > LARGEST) {
                throw new VmException("the " + role + " " + path + " is too large");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new VmException("the " + role + " " + path + " does not exist");
        } catch (AccessDeniedException e) {
            throw new VmException("the " + role + " " + path + " cannot be read: permission denied");
        } catch (IOException e) {
            throw new VmException("the " + role + " " + path + " cannot be read: " + e.getMessage());
        }
    }
}
