package org.ring0.devices.storage.floppy;

import java.io.IOException;
import java.util.Arrays;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.HostControl;
import org.ring0.devices.storage.image.FloppyFormat;

/**
 * A floppy drive and the disk in it: the head's track, write protection and the disk change line. The disk's format follows
 * from the length of its image. An image that leaves out the end of its format reads as zero there, and refuses to be written.
 */
public final class FloppyDrive {
    /** The type that the drive has in CMOS register 10h when no disk says otherwise: 1.44M. */
    private static final int DEFAULT_TYPE = 4;

    /** Steps that the mechanism has beyond the last track of its disks. */
    private static final int SPARE_TRACKS = 3;

    private static final int HIGH_DENSITY = 500;

    /**
     * @param track where the head is
     * @param changed the disk change line: set until the head is stepped with a disk in the drive
     */
    public record State(int track, boolean changed) {
        public static final State POWER_ON = new State(0, true);

        public State {
            if (track < 0 || track > 255) {
                throw new IllegalArgumentException("no track " + track);
            }
        }
    }

    private final HostControl host;
    private final int cmosType;
    private final int lastTrack;
    private BlockBackend medium;
    private FloppyFormat format;
    private int track;
    private boolean changed = true;

    /**
     * A drive of the type that suits its first disk: 360K, 1.2M, 1.44M (also for 720K and for no disk) or 2.88M.
     *
     * @param medium the disk, at most 2.88M, or null
     * @param host told of the host's I/O errors, which the guest sees as errors of the disk
     */
    public FloppyDrive(BlockBackend medium, HostControl host) {
        this.host = host;
        put(medium);
        cmosType = format == null ? DEFAULT_TYPE : typeFor(format);
        lastTrack = (cmosType == 1 ? 40 : 80) - 1 + SPARE_TRACKS;
    }

    /** Puts another disk in, or with null takes it out; the disk change line tells the guest. */
    public void changeMedium(BlockBackend next) {
        put(next);
        changed = true;
    }

    /** The drive's type as CMOS register 10h has it: 1 360K, 2 1.2M, 4 1.44M, 5 2.88M. */
    public int cmosType() {
        return cmosType;
    }

    private static int typeFor(FloppyFormat format) {
        if (format.cylinders() <= 40) {
            return 1;
        }
        return format.kilobitsPerSecond() > HIGH_DENSITY ? 5 : format.sectorsPerTrack() == 15 ? 2 : DEFAULT_TYPE;
    }

    private void put(BlockBackend next) {
        medium = next;
        format = next == null ? null : FloppyFormat.fitting(next.sectors() * BlockBackend.SECTOR_SIZE);
        if (next != null && format == null) {
            throw new IllegalArgumentException("no floppy disk has " + next.sectors() + " sectors");
        }
    }

    boolean hasMedium() {
        return medium != null;
    }

    /** The format of the disk that is in. */
    FloppyFormat format() {
        return format;
    }

    boolean isWriteProtected() {
        return medium != null && medium.readOnly();
    }

    boolean isChanged() {
        return changed;
    }

    int track() {
        return track;
    }

    /** Steps the head, inwards if {@code count} is positive; it stops at either end. */
    void step(int count) {
        track = Math.clamp(track + count, 0, lastTrack);
        if (count != 0 && medium != null) {
            changed = false;
        }
    }

    /** Whether the controller's data rate is the one at which the disk was written (300K: the same in a faster drive). */
    boolean isReadableAt(int kilobitsPerSecond) {
        return kilobitsPerSecond == format.kilobitsPerSecond()
                || kilobitsPerSecond == 300 && format.kilobitsPerSecond() == 250;
    }

    /** Whether the side has sectors where the head is. */
    boolean isFormatted(int head) {
        return track < format.cylinders() && head < format.heads();
    }

    /** Reads a sector under the head; false if the host could not. */
    boolean read(int head, int sector, byte[] buffer) {
        try {
            long at = sectorAt(head, sector);
            if (at < medium.sectors()) {
                medium.read(at, 1, buffer, 0);
            } else {
                Arrays.fill(buffer, 0, BlockBackend.SECTOR_SIZE, (byte) 0);
            }
            return true;
        } catch (IOException e) {
            return failed("read", head, sector, e);
        }
    }

    /** Writes a sector under the head; false if the image ends before it or the host could not. */
    boolean write(int head, int sector, byte[] buffer) {
        long at = sectorAt(head, sector);
        if (at >= medium.sectors()) {
            return false;
        }
        try {
            medium.write(at, 1, buffer, 0);
            return true;
        } catch (IOException e) {
            return failed("write", head, sector, e);
        }
    }

    State save() {
        return new State(track, changed);
    }

    void restore(State state) {
        track = state.track();
        changed = state.changed();
    }

    private long sectorAt(int head, int sector) {
        return ((long) track * format.heads() + head) * format.sectorsPerTrack() + sector - 1;
    }

    private boolean failed(String what, int head, int sector, IOException e) {
        host.hostError("floppy image: %s at %d/%d/%d: %s".formatted(what, track, head, sector, e.getMessage()));
        return false;
    }
}
