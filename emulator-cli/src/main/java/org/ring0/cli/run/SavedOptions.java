package org.ring0.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ring0.cli.option.DriveFile;
import org.ring0.cli.option.UsageException;
import org.ring0.core.snapshot.Fact;
import org.ring0.devices.board.BootDevice;
import org.ring0.devices.storage.image.Access;

/** The options that describe a machine, as notes in its snapshot: a run from there needs none of them. */
final class SavedOptions {
    private static final String IMAGE = "IMAGE";
    /** The date at power-on; no option says it. */
    private static final String DATE = "date";

    private static final String READ_ONLY = ",readonly";

    private SavedOptions() {}

    static List<Fact> notes(RunOptions options) {
        List<Fact> notes = new ArrayList<>();
        BootOptions boot = options.boot;
        if (options.image != null) {
            notes.add(new Fact(IMAGE, drive(options.image, false)));
        }
        boot.floppies.forEach(floppy -> notes.add(new Fact("--floppy", drive(floppy, true))));
        boot.disks.forEach(disk -> notes.add(new Fact("--disk", drive(disk, false))));
        boot.cdroms.forEach(cdrom -> notes.add(new Fact("--cdrom", drive(cdrom, false))));
        boot.order.forEach(device -> notes.add(new Fact("--boot", device.name())));
        boot.modules.forEach(module -> notes.add(new Fact("--initrd", absoluteModule(module))));
        note(notes, "--boot-menu", boot.menu ? "" : null);
        note(notes, "--kernel", absolute(boot.kernel));
        note(notes, "--append", boot.append);
        note(notes, "--memory", Long.toString(options.machine.memory));
        note(notes, "--cpu", options.machine.cpu);
        note(notes, "--bios", absolute(options.machine.bios));
        note(notes, "--vgabios", absolute(options.machine.vgaBios));
        return notes;
    }

    /** As {@link #notes}, with all that a recorded run began with. */
    static List<Fact> recorded(RunOptions options) {
        List<Fact> notes = notes(options);
        MachineOptions machine = options.machine;
        note(notes, "--seed", Long.toString(machine.seed));
        note(notes, "--no-reboot", machine.noReboot ? "" : null);
        note(notes, DATE, machine.start == null ? null : machine.start.toString());
        note(notes, "--from", absolute(options.boot.from));
        return notes;
    }

    private static void note(List<Fact> notes, String option, String value) {
        if (value != null) {
            notes.add(new Fact(option, value));
        }
    }

    private static String absolute(Path path) {
        return path == null ? null : path.toAbsolutePath().toString();
    }

    private static String absoluteModule(String module) {
        int end = module.indexOf(' ');
        return absolute(BootOptions.moduleFile(module)) + (end < 0 ? "" : module.substring(end));
    }

    /** @param floppy whether it is write-protected if its file is */
    private static String drive(DriveFile drive, boolean floppy) {
        boolean readOnly = drive.access() == Access.READ_ONLY
                || drive.access() == null && floppy && !Files.isWritable(drive.path());
        return absolute(drive.path()) + (readOnly ? READ_ONLY : "");
    }

    /**
     * Completes the options of a run.
     *
     * @param what has the notes, in a word
     * @param given the options that were given, which count, in place of what is noted of them
     */
    static void complete(RunOptions options, String what, List<Fact> notes, Set<String> given) throws UsageException {
        protect(options);
        for (Fact note : notes) {
            if (!given.contains(note.name())) {
                try {
                    set(options, note.name(), note.value());
                } catch (IllegalArgumentException | DateTimeException e) {
                    throw new UsageException(
                            "the " + what + " is damaged: it notes " + note.name() + " " + note.value());
                }
            }
        }
    }

    /** Images are not written to, since a snapshot or a recording needs them as they are. */
    static void protect(RunOptions options) {
        BootOptions boot = options.boot;
        options.image = options.image == null ? null : unwritten(options.image);
        boot.floppies.replaceAll(SavedOptions::unwritten);
        boot.disks.replaceAll(SavedOptions::unwritten);
    }

    private static DriveFile unwritten(DriveFile drive) {
        return drive.access() == Access.READ_ONLY ? drive : new DriveFile(drive.path(), Access.SNAPSHOT);
    }

    private static DriveFile drive(String note) {
        return note.endsWith(READ_ONLY)
                ? new DriveFile(Path.of(note.substring(0, note.length() - READ_ONLY.length())), Access.READ_ONLY)
                : new DriveFile(Path.of(note), Access.SNAPSHOT);
    }

    private static void set(RunOptions options, String name, String value) {
        BootOptions boot = options.boot;
        switch (name) {
            case IMAGE -> options.image = drive(value);
            case "--floppy" -> boot.floppies.add(drive(value));
            case "--disk" -> boot.disks.add(drive(value));
            case "--cdrom" -> boot.cdroms.add(drive(value));
            case "--boot" -> boot.order.add(BootDevice.valueOf(value));
            case "--boot-menu" -> boot.menu = true;
            case "--kernel" -> boot.kernel = Path.of(value);
            case "--initrd" -> boot.modules.add(value);
            case "--append" -> boot.append = value;
            case "--memory" -> options.machine.memory = Long.parseLong(value);
            case "--cpu" -> options.machine.cpu = value;
            case "--bios" -> options.machine.bios = Path.of(value);
            case "--vgabios" -> options.machine.vgaBios = Path.of(value);
            case "--seed" -> options.machine.seed = Long.parseLong(value);
            case "--no-reboot" -> options.machine.noReboot = true;
            case DATE -> options.machine.start = LocalDateTime.parse(value);
            case "--from" -> options.boot.from = Path.of(value);
            case "recording" -> {} // of a checkpoint: from which recording
            default -> throw new IllegalArgumentException();
        }
    }
}
