package org.ring0.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ring0.core.device.BlockBackend;
import org.ring0.devices.board.BootDevice;
import org.ring0.devices.board.PcConfigException;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.storage.image.Access;
import org.ring0.devices.storage.image.FloppyFormat;
import org.ring0.devices.storage.image.ImageDetector;
import org.ring0.devices.storage.image.ImageException;
import org.ring0.devices.storage.image.ImageOpener;
import org.ring0.devices.storage.image.ImageType;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.devices.storage.image.SnapshotOverlay;

/**
 * Finds out what is put into which drive, what is a kernel and what is booted first. Images that were opened are closed
 * with this unless a machine has taken them over.
 */
final class Media implements AutoCloseable {
    private final VmBuilder wanted;
    private final ImageOpener opener = new ImageOpener();
    private final List<BlockBackend> floppies = new ArrayList<>();
    private final List<BlockBackend> disks = new ArrayList<>();
    private final List<BlockBackend> cdroms = new ArrayList<>();
    private final List<BootDevice> order = new ArrayList<>();
    private Path kernel;
    private boolean taken;

    private Media(VmBuilder wanted) {
        this.wanted = wanted;
        order.addAll(wanted.order);
    }

    /**
     * Opens everything.
     *
     * @throws VmException if something cannot be used as what it was given for
     */
    static Media open(VmBuilder wanted) {
        Media media = new Media(wanted);
        try {
            media.open();
            return media;
        } catch (ImageException e) {
            media.close();
            throw new VmException(e.getMessage(), e);
        } catch (RuntimeException e) {
            media.close();
            throw e;
        }
    }

    private void open() throws ImageException {
        for (Medium.InFile image : wanted.images) {
            openByContent(image);
        }
        for (Medium floppy : wanted.floppies) {
            floppies.add(floppy(floppy));
        }
        for (Medium disk : wanted.disks) {
            disks.add(disk(disk));
        }
        for (Medium cdrom : wanted.cdroms) {
            cdroms.add(cdrom(cdrom));
        }
        for (BootDevice device : BootDevice.values()) {
            putLast(device);
        }
    }

    private void openByContent(Medium.InFile image) throws ImageException {
        ImageType type = ImageDetector.detect(image.path());
        if (type.isKernel()) {
            if (kernel != null || wanted.kernel != null) {
                throw new VmException(image.path() + " is a kernel, and --kernel names another one");
            }
            kernel = image.path();
            return;
        }
        switch (type) {
            case FLOPPY -> floppies.add(floppy(image));
            case CDROM -> cdroms.add(cdrom(image));
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

    private BlockBackend floppy(Medium medium) throws ImageException {
        return switch (medium) {
            case Medium.InFile file ->
                opener.floppy(file.path(), access(file, Access.READ_ONLY, "the floppy is write-protected"));
            case Medium.InMemory memory -> floppyInMemory(memory);
            case Medium.Own(BlockBackend backend) -> backend;
        };
    }

    private BlockBackend disk(Medium medium) throws ImageException {
        return switch (medium) {
            case Medium.InFile file ->
                opener.disk(file.path(), access(file, Access.SNAPSHOT, "what the guest writes stays in memory"));
            case Medium.InMemory memory -> inMemory(memory, "disk");
            case Medium.Own(BlockBackend backend) -> backend;
        };
    }

    private BlockBackend cdrom(Medium medium) throws ImageException {
        return switch (medium) {
            case Medium.InFile file -> opener.cdrom(file.path());
            case Medium.InMemory(byte[] content) -> sectors(content, "CD");
            case Medium.Own(BlockBackend backend) -> backend;
        };
    }

    private static BlockBackend floppyInMemory(Medium.InMemory medium) {
        int length = medium.content().length;
        if (FloppyFormat.fitting(length) == null) {
            throw new VmException("the floppy in memory is too large for a floppy: " + length + " bytes");
        }
        return inMemory(medium, "floppy");
    }

    private static BlockBackend inMemory(Medium.InMemory medium, String what) {
        return new SnapshotOverlay(sectors(medium.content(), what), SnapshotOverlay.DEFAULT_LIMIT);
    }

    private static BlockBackend sectors(byte[] content, String what) {
        if (content.length == 0 || content.length % BlockBackend.SECTOR_SIZE != 0) {
            throw new VmException(
                    "the " + what + " in memory is no whole number of sectors: " + content.length + " bytes");
        }
        return new MemoryBackend(content, true);
    }

    /** What was asked for; if nothing was, what the file allows. */
    private Access access(Medium.InFile file, Access otherwise, String consequence) {
        if (file.access() != null) {
            return file.access();
        }
        if (!Files.isRegularFile(file.path()) || Files.isWritable(file.path())) {
            return Access.READ_WRITE;
        }
        wanted.notes.accept(file.path() + " cannot be written: " + consequence);
        return otherwise;
    }

    PcDrives drives() {
        try {
            return PcDrives.of(floppies, disks, cdroms);
        } catch (PcConfigException e) {
            throw new VmException(e.getMessage(), e);
        }
    }

    /** What to boot from, in order. */
    List<BootDevice> order() {
        return List.copyOf(order);
    }

    /** An image that turned out to be a kernel, or null. */
    Path kernel() {
        return kernel;
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
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(Media.class).warn("closing an image failed: {}", e.getMessage());
        }
    }
}
