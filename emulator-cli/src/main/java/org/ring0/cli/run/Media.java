package org.ring0.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ring0.cli.option.DriveFile;
import org.ring0.cli.option.UsageException;
import org.ring0.core.device.BlockBackend;
import org.ring0.devices.board.BootDevice;
import org.ring0.devices.board.PcConfigException;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.storage.image.Access;
import org.ring0.devices.storage.image.ImageDetector;
import org.ring0.devices.storage.image.ImageException;
import org.ring0.devices.storage.image.ImageOpener;
import org.ring0.devices.storage.image.ImageType;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.firmware.Firmware;

/**
 * Finds out what is put into which drive, what is a kernel and what is booted first. Images that were opened are closed
 * with this unless a machine has taken them over.
 */
final class Media implements AutoCloseable {
    private final BootOptions options;
    private final Consumer<String> notes;
    private final ImageOpener opener = new ImageOpener();
    private final List<BlockBackend> floppies = new ArrayList<>();
    private final List<BlockBackend> disks = new ArrayList<>();
    private final List<BlockBackend> cdroms = new ArrayList<>();
    private final List<BootDevice> order = new ArrayList<>();
    private Path kernel;
    private boolean demo;
    private boolean taken;

    /** @param notes takes sentences that the user may want to know */
    Media(BootOptions options, Consumer<String> notes) {
        this.options = options;
        this.notes = notes;
        kernel = options.kernel;
        order.addAll(options.order);
    }

    /**
     * Opens everything.
     *
     * @param image what was given without an option, or null
     * @throws UsageException if something cannot be used as what it was given for
     */
    void open(DriveFile image) throws UsageException {
        try {
            if (image != null) {
                openByContent(image);
            }
            for (DriveFile floppy : options.floppies) {
                floppies.add(floppy(floppy));
            }
            for (DriveFile disk : options.disks) {
                disks.add(disk(disk));
            }
            for (DriveFile cdrom : options.cdroms) {
                cdroms.add(opener.cdrom(cdrom.path()));
            }
        } catch (ImageException e) {
            throw new UsageException(e.getMessage());
        }
        if (kernel == null && floppies.isEmpty() && disks.isEmpty() && cdroms.isEmpty()) {
            demo = true;
            floppies.add(new MemoryBackend(Firmware.demoDisk(), false));
        }
        for (BootDevice device : BootDevice.values()) {
            putLast(device);
        }
    }

    private void openByContent(DriveFile image) throws ImageException, UsageException {
        ImageType type = ImageDetector.detect(image.path());
        if (type.isKernel()) {
            if (kernel != null) {
                throw new UsageException(image.path() + " is a kernel, and --kernel names another one");
            }
            kernel = image.path();
            return;
        }
        switch (type) {
            case FLOPPY -> floppies.add(floppy(image));
            case CDROM -> cdroms.add(opener.cdrom(image.path()));
            default -> disks.add(disk(image));
        }
        putLast(
                switch (type) {
                    case FLOPPY -> BootDevice.FLOPPY;
                    case CDROM -> BootDevice.CDROM;
                    default -> BootDevice.DISK;
                });
    }

    private void putLast(BootDevice device) {
        if (!order.contains(device)) {
            order.add(device);
        }
    }

    private BlockBackend floppy(DriveFile file) throws ImageException {
        return opener.floppy(file.path(), access(file, Access.READ_ONLY, "the floppy is write-protected"));
    }

    private BlockBackend disk(DriveFile file) throws ImageException {
        return opener.disk(file.path(), access(file, Access.SNAPSHOT, "what the guest writes stays in memory"));
    }

    /** What was asked for; if nothing was, what the file allows. */
    private Access access(DriveFile file, Access otherwise, String consequence) {
        if (file.access() != null) {
            return file.access();
        }
        if (!Files.isRegularFile(file.path()) || Files.isWritable(file.path())) {
            return Access.READ_WRITE;
        }
        notes.accept(file.path() + " cannot be written: " + consequence);
        return otherwise;
    }

    PcDrives drives() throws UsageException {
        try {
            return PcDrives.of(floppies, disks, cdroms);
        } catch (PcConfigException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** What to boot from, in order. */
    List<BootDevice> order() {
        return List.copyOf(order);
    }

    /** The kernel to start, or null. */
    Path kernel() {
        return kernel;
    }

    /** Whether nothing was given, so that the built-in demo is booted. */
    boolean demo() {
        return demo;
    }

    /** The machine closes the images from now on. */
    void handedOver() {
        taken = true;
    }

    @Override
    public void close() {
        if (!taken) {
            List.of(floppies, disks, cdroms).forEach(list -> list.forEach(Media::close));
        }
    }

    private static void close(BlockBackend medium) {
        try {
            medium.close();
        } catch (java.io.IOException e) {
            org.slf4j.LoggerFactory.getLogger(Media.class).warn("closing an image failed: {}", e.getMessage());
        }
    }
}
