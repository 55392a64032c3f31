package org.ring0.devices.board;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ring0.core.device.BlockBackend;

/**
 * The drives of a PC and where they are plugged in.
 *
 * @param floppies up to two, A: and B:
 * @param ide four places: primary master, primary slave, secondary master, secondary slave; null where there is no drive
 */
public record PcDrives(List<BlockBackend> floppies, List<IdeDrive> ide) {
    public static final int MAX_FLOPPIES = 2;
    public static final int IDE_PLACES = 4;
    private static final int[] DISK_ORDER = {0, 1, 3, 2};
    private static final int[] CDROM_ORDER = {2, 3, 1, 0};

    /** No drives at all. */
    public static final PcDrives NONE = new PcDrives(List.of(), Arrays.asList(null, null, null, null));

    /**
     * A drive on an IDE cable.
     *
     * @param medium the image
     * @param cdrom an ATAPI CD-ROM drive and not a hard disk
     */
    public record IdeDrive(BlockBackend medium, boolean cdrom) {}

    public PcDrives {
        floppies = List.copyOf(floppies);
        ide = java.util.Collections.unmodifiableList(new ArrayList<>(ide));
    }

    /**
     * Plugs drives in as PCs have them: disks from the primary master on, CD-ROM drives from the secondary master on.
     *
     * @throws PcConfigException if there are more than fit
     */
    public static PcDrives of(List<BlockBackend> floppies, List<BlockBackend> disks, List<BlockBackend> cdroms)
            throws PcConfigException {
        if (floppies.size() > MAX_FLOPPIES) {
            throw new PcConfigException("a PC has at most two floppy drives, not " + floppies.size());
        }
        if (disks.size() + cdroms.size() > IDE_PLACES) {
            throw new PcConfigException("a PC has at most four hard disks and CD-ROM drives together, not "
                    + (disks.size() + cdroms.size()));
        }
        IdeDrive[] ide = new IdeDrive[IDE_PLACES];
        disks.forEach(disk -> ide[firstFree(ide, DISK_ORDER)] = new IdeDrive(disk, false));
        cdroms.forEach(cdrom -> ide[firstFree(ide, CDROM_ORDER)] = new IdeDrive(cdrom, true));
        return new PcDrives(floppies, Arrays.asList(ide));
    }

    /** The same drives with other media; where there is none, there is none. */
    public PcDrives with(UnaryOperator<BlockBackend> other) {
        List<IdeDrive> others = new ArrayList<>();
        for (IdeDrive drive : ide) {
            boolean empty = drive == null || drive.medium() == null;
            others.add(empty ? drive : new IdeDrive(other.apply(drive.medium()), drive.cdrom()));
        }
        return new PcDrives(floppies.stream().map(other).toList(), others);
    }

    /** All media. */
    public Stream<BlockBackend> media() {
        return Stream.concat(
                floppies.stream(),
                ide.stream()
                        .filter(drive -> drive != null && drive.medium() != null)
                        .map(IdeDrive::medium));
    }

    /** What a floppy drive is called: 0 is A:. */
    static String floppyName(int index) {
        return "floppy-" + (char) ('a' + index);
    }

    /** What the drive in an IDE place is called. */
    static String ideName(int place) {
        return "ide" + (place / 2 + 1) + (place % 2 == 0 ? "-master" : "-slave");
    }

    private static int firstFree(IdeDrive[] ide, int[] order) {
        return Arrays.stream(order)
                .filter(place -> ide[place] == null)
                .findFirst()
                .orElseThrow();
    }
}
