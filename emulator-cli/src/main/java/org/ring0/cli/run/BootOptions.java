package org.ring0.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ring0.cli.option.DriveFile;
import org.ring0.cli.option.OptionTable;
import org.ring0.devices.board.BootDevice;

/** The options that say what is booted: drives and kernels. */
final class BootOptions {
    final List<DriveFile> floppies = new ArrayList<>();
    final List<DriveFile> disks = new ArrayList<>();
    final List<DriveFile> cdroms = new ArrayList<>();
    final List<BootDevice> order = new ArrayList<>();
    boolean menu;
    Path kernel;
    final List<String> modules = new ArrayList<>();
    String append;
    Path from;

    /** Declares them. */
    void declare(OptionTable table) {
        table.option("--floppy", "FILE[,HOW]", "A floppy image for A:, then B:. HOW as for --disk.")
                .readBy(new DriveFile.Converter())
                .eachTo(DriveFile.class, floppies::add);
        table.option(
                        "--disk",
                        "FILE[,HOW]",
                        "A hard disk image; writes go to the file unless HOW is snapshot (they stay in memory) or "
                                + "readonly (they fail).")
                .readBy(new DriveFile.Converter())
                .eachTo(DriveFile.class, disks::add);
        table.option("--cdrom", "FILE", "A CD image.")
                .readBy(new DriveFile.Converter())
                .eachTo(DriveFile.class, cdroms::add);
        table.option(
                        "--boot",
                        "DEVICE",
                        "What to boot from: ${COMPLETION-CANDIDATES}; several in order. Default: IMAGE's, then "
                                + "floppy, disk, cdrom.")
                .withCommas()
                .eachTo(BootDevice.class, order::add);
        table.flag("--boot-menu", "Let the firmware offer its boot menu and wait for a key.", () -> menu = true);
        table.option(
                        "--kernel",
                        "FILE",
                        "Start this kernel (Linux bzImage, Multiboot 1 or 2, PVH, or plain ELF) without firmware or"
                                + " drive.")
                .sets(Path.class, value -> kernel = value);
        table.option(
                        "--initrd",
                        "FILE[ ARGUMENTS]",
                        "A RAM disk for Linux, a module for a Multiboot kernel; several with commas or by repetition.")
                .or("--module")
                .withCommas()
                .eachTo(String.class, modules::add);
        table.option("--append", "TEXT", "The kernel's command line.").sets(String.class, value -> append = value);
        table.option(
                        "--from",
                        "SNAPSHOT",
                        "Go on from what --save-snapshot has saved, with the same machine and images: options that say"
                                + " so may be left out. What the guest writes to its drives stays in memory.")
                .sets(Path.class, value -> from = value);
    }

    /** The file of a module; what follows a space is the string that the kernel gets with it. */
    static Path moduleFile(String module) {
        return Path.of(module.split(" ", 2)[0]);
    }
}
