package org.ring0.cli.run;

import java.io.IOException;
import org.ring0.core.device.BlockBackend;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.storage.image.SnapshotOverlay;

/**
 * The drives of several machines that are to find the same images, whatever any of them writes: all writes stay in memory,
 * each machine's apart, until those of one are committed.
 */
final class SharedDrives {
    /** Four machines at a time share the heap with everything else. */
    private static final int PARTS_OF_HEAP = 16;

    private final PcDrives images;
    private final long limit =
            Math.min(SnapshotOverlay.DEFAULT_LIMIT, Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP);

    /** @param images stay open; somebody else closes them */
    SharedDrives(PcDrives images) {
        this.images = images;
    }

    /** The drives of one more machine. */
    PcDrives another() {
        return images.with(this::over);
    }

    private BlockBackend over(BlockBackend image) {
        BlockBackend unclosed = new Unclosed(image);
        return image.readOnly() ? unclosed : new SnapshotOverlay(unclosed, limit);
    }

    /** Writes to the images what a machine has written, but to those whose writes are to stay in memory. */
    void commit(PcDrives drives) throws IOException {
        for (int i = 0; i < images.floppies().size(); i++) {
            commit(images.floppies().get(i), drives.floppies().get(i));
        }
        for (int i = 0; i < images.ide().size(); i++) {
            if (images.ide().get(i) != null) {
                commit(images.ide().get(i).medium(), drives.ide().get(i).medium());
            }
        }
    }

    private static void commit(BlockBackend image, BlockBackend drive) throws IOException {
        if (drive instanceof SnapshotOverlay overlay && !(image instanceof SnapshotOverlay)) {
            overlay.commit();
        }
    }

    /** An image that stays open when a machine is closed. */
    record Unclosed(BlockBackend image) implements BlockBackend {
        @Override
        public long sectors() {
            return image.sectors();
        }

        @Override
        public boolean readOnly() {
            return image.readOnly();
        }

        @Override
        public void read(long sector, int count, byte[] buffer, int offset) throws IOException {
            image.read(sector, count, buffer, offset);
        }

        @Override
        public void write(long sector, int count, byte[] buffer, int offset) throws IOException {
            image.write(sector, count, buffer, offset);
        }

        @Override
        public void flush() throws IOException {
            image.flush();
        }

        @Override
        public void close() {}
    }
}
