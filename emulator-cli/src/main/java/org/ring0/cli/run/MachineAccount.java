package org.ring0.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ring0.cli.option.DriveFile;
import org.ring0.cli.report.MachineFacts;

/** Tells reports which machine the options describe. */
final class MachineAccount {
    private final RunOptions options;
    private final List<MachineFacts.Medium> media = new ArrayList<>();

    private MachineAccount(RunOptions options) {
        this.options = options;
    }

    /**
     * The machine of a run.
     *
     * @param frequency cycles a second of guest time
     * @param interactive whether somebody sits in front of it
     */
    static MachineFacts of(RunOptions options, long frequency, boolean interactive) {
        MachineOptions machine = options.machine;
        return new MachineFacts(
                machine.cpu,
                machine.memory,
                frequency,
                MachineFactory.usesHostClock(machine, interactive),
                machine.noReboot,
                new MachineAccount(options).files());
    }

    private MachineFacts.Files files() {
        BootOptions boot = options.boot;
        if (options.image != null) {
            addMedium("image", options.image);
        }
        boot.floppies.forEach(drive -> addMedium("floppy", drive));
        boot.disks.forEach(drive -> addMedium("disk", drive));
        boot.cdroms.forEach(drive -> addMedium("cdrom", drive));
        return new MachineFacts.Files(
                absolute(options.machine.bios),
                absolute(options.machine.vgaBios),
                absolute(boot.kernel),
                boot.append,
                List.copyOf(boot.modules),
                List.copyOf(media),
                absolute(boot.from));
    }

    private void addMedium(String as, DriveFile drive) {
        String access = switch (drive.access()) {
            case null -> as.equals("cdrom") ? "readonly" : "write";
            case READ_WRITE -> "write";
            case READ_ONLY -> "readonly";
            case SNAPSHOT -> "snapshot";
        };
        media.add(new MachineFacts.Medium(as, absolute(drive.path()), access));
    }

    private static String absolute(Path path) {
        return path == null ? null : path.toAbsolutePath().toString();
    }
}
