package org.ring0.devices.board.boot;

import java.util.List;

/**
 * What is to be started, and on what.
 *
 * @param kernel the kernel's file
 * @param commandLine what the user appended; the loader adds what its protocol wants
 * @param modules files to be put beside the kernel
 * @param target the machine
 */
public record BootRequest(BootFile kernel, String commandLine, List<BootFile> modules, BootTarget target) {
    public BootRequest {
        modules = List.copyOf(modules);
    }

    E820Map memory() {
        return target.memory();
    }

    /** Refuses a 64-bit kernel on a CPU that cannot run it. */
    void demandLongMode() throws BootException {
        if (!target.longMode()) {
            throw kernel.refuse("is a 64-bit kernel, and the CPU model %s has no 64-bit mode: --cpu chooses another one"
                    .formatted(target.cpu()));
        }
    }

    /** The kernel's name without directories, and what the user appended. */
    String fullCommandLine() {
        String name = kernel.name().substring(kernel.name().lastIndexOf('/') + 1);
        return (name + " " + commandLine).trim();
    }
}
