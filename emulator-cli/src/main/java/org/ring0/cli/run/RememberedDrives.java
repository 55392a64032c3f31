package org.ring0.cli.run;

import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.LayeredMedium;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.storage.image.SnapshotOverlay;

/** The drives of a run, and what was in them when it began. */
final class RememberedDrives {
    private static final int PARTS_OF_HEAP = 16;

    private final long limit = Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP;
    private final PcDrives drives;

    /** @param images as they are opened; nothing was written to them */
    RememberedDrives(PcDrives images) {
        drives = images.with(image ->
                image.readOnly() || image instanceof SnapshotOverlay ? image : new RememberedMedium(image, limit));
    }

    /** For the run. */
    PcDrives drives() {
        return drives;
    }

    /** Drives as those were at the beginning, for a machine that changes nothing outside; null if that is not known any more. */
    PcDrives another() {
        boolean forgotten = drives.media().anyMatch(medium -> medium instanceof RememberedMedium m && m.isForgotten());
        return forgotten ? null : drives.with(this::asItWas);
    }

    private BlockBackend asItWas(BlockBackend medium) {
        return switch (medium) {
            case RememberedMedium remembered -> new SnapshotOverlay(remembered.asItWas(), limit);
            case SnapshotOverlay overlay ->
                new SnapshotOverlay(new SharedDrives.Unclosed(LayeredMedium.rootOf(overlay)), limit);
            default -> new SharedDrives.Unclosed(medium);
        };
    }
}
