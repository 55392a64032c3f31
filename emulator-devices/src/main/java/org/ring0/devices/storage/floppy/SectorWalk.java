package org.ring0.devices.storage.floppy;

/**
 * The address of the sector that a transfer looks for next, and the way on from there (Intel 290166, table 5-6).
 *
 * @param cylinder C
 * @param head H, as the sector's address has it
 * @param sector R
 * @param side the head that is selected
 * @param left sectors that VERIFY or READ TRACK still have to pass, or -1 where EOT and TC end the command
 */
public record SectorWalk(int cylinder, int head, int sector, int side, int left) {
    public static final SectorWalk POWER_ON = new SectorWalk(0, 0, 0, 0, -1);

    public SectorWalk {
        if (side < 0 || side > 1) {
            throw new IllegalArgumentException("a disk has no side " + side);
        }
    }

    /** Past one sector of a track that is read from its index on. */
    SectorWalk nextOnTrack() {
        return new SectorWalk(cylinder, head, sector + 1 & 0xff, side, counted());
    }

    /** Past one sector; after {@code eot} comes the other side of a multi-track transfer, or the next cylinder. */
    SectorWalk next(int eot, boolean multiTrack) {
        if (sector != eot) {
            return nextOnTrack();
        }
        int nextHead = multiTrack ? head ^ 1 : head;
        return multiTrack && side == 0
                ? new SectorWalk(cylinder, nextHead, 1, 1, counted())
                : new SectorWalk(cylinder + 1 & 0xff, nextHead, 1, side, counted());
    }

    /** Whether all sectors that were counted have passed. */
    boolean isCountedOut() {
        return left == 0;
    }

    /** Whether the way from {@code before} to here left the track for the next cylinder, with no count to go by. */
    boolean isBeyondCylinder(SectorWalk before) {
        return left < 0 && cylinder != before.cylinder;
    }

    private int counted() {
        return left > 0 ? left - 1 : left;
    }
}
