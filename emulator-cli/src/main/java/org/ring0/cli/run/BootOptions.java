package org.ring0.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ring0.cli.option.DriveFile;
import org.ring0.devices.board.BootDevice;
import picocli.CommandLine.Option;

/** The options that say what is booted: drives and kernels. */
final class BootOptions {
    @Option(
            names = "--floppy",
            paramLabel = "FILE[,HOW]",
            converter = DriveFile.Converter.class,
            description = "A floppy image for A:, then B:. HOW as for --disk.")
    List<DriveFile> floppies = new ArrayList<>();

    @Option(
            names = "--disk",
            paramLabel = "FILE[,HOW]",
            converter = DriveFile.Converter.class,
            description = "A hard disk image; writes go to the file unless HOW is snapshot (they stay in memory) or "
                    + "readonly (they fail).")
    List<DriveFile> disks = new ArrayList<>();

    @Option(names = "--cdrom", paramLabel = "FILE", converter = DriveFile.Converter.class, description = "A CD image.")
    List<DriveFile> cdroms = new ArrayList<>();

    @Option(
            names = "--boot",
            paramLabel = "DEVICE",
            split = ",",
            description = "What to boot from: ${COMPLETION-CANDIDATES}; several in order. Default: IMAGE's, then "
                    + "floppy, disk, cdrom.")
    List<BootDevice> order = new ArrayList<>();

    @Option(names = "--boot-menu", description = "Let the firmware offer its boot menu and wait for a key.")
    boolean menu;

    @Option(
            names = "--kernel",
            paramLabel = "FILE",
            description = "Start this kernel (Multiboot 1 or 2, or plain ELF) without firmware or drive.")
    Path kernel;

    @Option(
            names = {"--initrd", "--module"},
            paramLabel = "FILE[ ARGUMENTS]",
            split = ",",
            description = "A module for a Multiboot kernel; several with commas or by repetition.")
    List<String> modules = new ArrayList<>();

    @Option(names = "--append", paramLabel = "TEXT", description = "The kernel's command line.")
    String append;

    /** The file of a module; what follows a space is the string that the kernel gets with it. */
    static Path moduleFile(String module) {
        return Path.of(module.split(" ", 2)[0]);
    }
}
