package org.ring0.devices.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.devices.storage.image.FrozenMedium;
import org.ring0.devices.storage.image.SharedMedium;
import org.ring0.devices.storage.image.SnapshotOverlay;

/** The media of a PC's drives on their way into a snapshot and out of it. */
final class SnapshotDrives {
    private final List<BlockBackend> opened = new ArrayList<>();

    private SnapshotDrives() {}

    /** The same drives with media of which snapshots can be taken. */
    static PcDrives shared(PcDrives drives) {
        List<PcDrives.IdeDrive> ide = new ArrayList<>();
        for (PcDrives.IdeDrive drive : drives.ide()) {
            boolean plugged = drive != null && drive.medium() != null;
            ide.add(plugged ? new PcDrives.IdeDrive(new SharedMedium(drive.medium()), drive.cdrom()) : drive);
        }
        List<BlockBackend> floppies = new ArrayList<>();
        drives.floppies().forEach(medium -> floppies.add(new SharedMedium(medium)));
        return new PcDrives(floppies, ide);
    }

    /** Keeps what all media of drives that were made {@link #shared} hold now. */
    static List<FrozenMedium> freeze(PcDrives drives) {
        List<FrozenMedium> frozen = new ArrayList<>();
        for (int i = 0; i < drives.floppies().size(); i++) {
            frozen.add(((SharedMedium) drives.floppies().get(i)).freeze(PcDrives.floppyName(i)));
        }
        for (int i = 0; i < PcDrives.IDE_PLACES; i++) {
            PcDrives.IdeDrive drive = drives.ide().get(i);
            if (drive != null && drive.medium() instanceof SharedMedium medium) {
                frozen.add(medium.freeze(PcDrives.ideName(i)));
            }
        }
        return frozen;
    }

    /**
     * Drives with the media of a snapshot, what is written to them kept in memory.
     *
     * @param plugged the drives as they are to be, in which the images lie that the snapshot needs
     */
    static PcDrives restored(PcDrives plugged, Snapshot snapshot) throws SnapshotException {
        SnapshotDrives drives = new SnapshotDrives();
        boolean done = false;
        try {
            PcDrives restored = drives.restore(plugged, snapshot);
            done = true;
            return restored;
        } catch (IOException e) {
            throw new SnapshotException("an image that the snapshot needs cannot be read: " + e.getMessage());
        } finally {
            if (!done) {
                drives.close();
            }
        }
    }

    private PcDrives restore(PcDrives plugged, Snapshot snapshot) throws SnapshotException, IOException {
        List<BlockBackend> floppies = new ArrayList<>();
        for (int i = 0; i < plugged.floppies().size(); i++) {
            floppies.add(restore(plugged.floppies().get(i), PcDrives.floppyName(i), snapshot));
        }
        List<PcDrives.IdeDrive> ide = new ArrayList<>();
        for (int i = 0; i < PcDrives.IDE_PLACES; i++) {
            PcDrives.IdeDrive drive = plugged.ide().get(i);
            boolean used = drive != null && drive.medium() != null;
            ide.add(
                    used
                            ? new PcDrives.IdeDrive(
                                    restore(drive.medium(), PcDrives.ideName(i), snapshot), drive.cdrom())
                            : drive);
        }
        return new PcDrives(floppies, ide);
    }

    private BlockBackend restore(BlockBackend root, String name, Snapshot snapshot)
            throws SnapshotException, IOException {
        DiskContent content = snapshot.disk(name)
                .orElseThrow(
                        () -> new SnapshotException("the snapshot is damaged: it has no medium of '" + name + "'"));
        if (content.sectors() != root.sectors()) {
            throw new SnapshotException("the snapshot is damaged: the medium of '" + name + "' has another size");
        }
        boolean readOnly = root.readOnly();
        BlockBackend medium = content.over(root);
        opened.add(medium);
        return readOnly ? medium : SnapshotOverlay.over(medium);
    }

    private void close() {
        for (BlockBackend medium : opened) {
            try {
                medium.close();
            } catch (IOException e) {
                org.slf4j.LoggerFactory.getLogger(SnapshotDrives.class)
                        .warn("closing an image failed: {}", e.getMessage());
            }
        }
    }
}
