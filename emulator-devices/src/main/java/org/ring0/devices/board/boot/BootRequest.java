package org.ring0.devices.board.boot;

import java.util.List;

/**
 * What is to be started, and on what.
 *
 * @param kernel the kernel's file
 * @param commandLine what the user appended; the loader adds what its protocol wants
 * @param modules files to be put beside the kernel
 * @param memory the machine's memory map
 */
public record BootRequest(BootFile kernel, String commandLine, List<BootFile> modules, E820Map memory) {
    public BootRequest {
        modules = List.copyOf(modules);
    }

    /** The kernel's name without directories, and what the user appended. */
    String fullCommandLine() {
        String name = kernel.name().substring(kernel.name().lastIndexOf('/') + 1);
        return (name + " " + commandLine).trim();
    }
}
