package org.ring0.devices.storage.floppy;

import static org.ring0.devices.storage.floppy.FdcBits.*;

/**
 * What commands have set in the controller.
 *
 * @param specify1 the first parameter byte of SPECIFY, {@code specify2} the second
 * @param configure the second parameter byte of CONFIGURE, and {@code precompensationTrack} the third
 * @param perpendicular the parameter byte of PERPENDICULAR MODE without OW
 * @param locked whether a software reset spares the FIFO's settings
 */
public record FdcSettings(
        int specify1, int specify2, int configure, int precompensationTrack, int perpendicular, boolean locked) {
    public static final FdcSettings POWER_ON = new FdcSettings(0, 0, CONFIGURE_FIFO_OFF, 0, 0, false);

    private static final int PERPENDICULAR_OVERWRITE = 0x80;
    private static final int PERPENDICULAR_DRIVES = 0x3c;
    private static final int PERPENDICULAR_GAP_AND_GATE = 0x03;

    /** After a software reset: SPECIFY and the perpendicular drives stay, the FIFO's settings if they are locked. */
    FdcSettings afterReset() {
        int kept = locked ? configure & ~(CONFIGURE_IMPLIED_SEEK | CONFIGURE_POLLING_OFF) : CONFIGURE_FIFO_OFF;
        int track = locked ? precompensationTrack : 0;
        return new FdcSettings(specify1, specify2, kept, track, perpendicular & PERPENDICULAR_DRIVES, locked);
    }

    FdcSettings withSpecify(int first, int second) {
        return new FdcSettings(first, second, configure, precompensationTrack, perpendicular, locked);
    }

    FdcSettings withConfigure(int value, int track) {
        return new FdcSettings(specify1, specify2, value & 0x7f, track, perpendicular, locked);
    }

    FdcSettings withPerpendicular(int value) {
        int written = PERPENDICULAR_GAP_AND_GATE | ((value & PERPENDICULAR_OVERWRITE) != 0 ? PERPENDICULAR_DRIVES : 0);
        int next = perpendicular & ~written | value & written;
        return new FdcSettings(specify1, specify2, configure, precompensationTrack, next, locked);
    }

    FdcSettings withLock(boolean on) {
        return new FdcSettings(specify1, specify2, configure, precompensationTrack, perpendicular, on);
    }

    boolean isNonDma() {
        return (specify2 & 1) != 0;
    }

    boolean hasImpliedSeek() {
        return (configure & CONFIGURE_IMPLIED_SEEK) != 0;
    }

    boolean isPolling() {
        return (configure & CONFIGURE_POLLING_OFF) == 0;
    }
}
