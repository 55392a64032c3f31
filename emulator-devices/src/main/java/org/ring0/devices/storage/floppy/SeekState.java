package org.ring0.devices.storage.floppy;

/**
 * What the controller knows of one drive's head.
 *
 * @param cylinder the present cylinder number, as the controller counts it
 * @param target where it will be
 * @param recalibrating whether it is looking for track 0
 * @param dueAt the cycle at which the movement ends, or -1
 * @param ended the ST0 that SENSE INTERRUPT STATUS has yet to report, or -1
 */
public record SeekState(int cylinder, int target, boolean recalibrating, long dueAt, int ended) {
    public static final SeekState POWER_ON = new SeekState(0, 0, false, -1, -1);
}
