package org.ring0.devices.storage.ide;

/**
 * What a CD-ROM drive remembers between packet commands.
 *
 * @param sense what REQUEST SENSE will say
 * @param attention the unit attention condition that waits for the next command
 * @param locked whether the guest has prevented removal
 * @param mediaEvent the event that GET EVENT STATUS NOTIFICATION will report
 * @param recovery byte 2 of the error recovery mode page
 * @param retries byte 3 of that page
 * @param position the sector that was read last
 */
public record CdromState(
        Sense sense,
        Sense attention,
        boolean trayOpen,
        boolean locked,
        int mediaEvent,
        int recovery,
        int retries,
        long position) {
    static final CdromState POWER_ON =
            new CdromState(Sense.NONE, Sense.POWER_ON_OR_RESET, false, false, CdromReplies.EVENT_NEW_MEDIA, 0, 5, 0);

    /** A software reset lets the disc go, and leaves unit attention as it is. */
    CdromState afterSoftReset() {
        return withSense(Sense.NONE).withLock(false).withParameters(POWER_ON.recovery, POWER_ON.retries);
    }

    CdromState withSense(Sense next) {
        return new CdromState(next, attention, trayOpen, locked, mediaEvent, recovery, retries, position);
    }

    CdromState withAttention(Sense next) {
        return new CdromState(sense, next, trayOpen, locked, mediaEvent, recovery, retries, position);
    }

    CdromState withTray(boolean open, int event) {
        return new CdromState(sense, attention, open, locked, event, recovery, retries, position);
    }

    CdromState withLock(boolean on) {
        return new CdromState(sense, attention, trayOpen, on, mediaEvent, recovery, retries, position);
    }

    CdromState withParameters(int newRecovery, int newRetries) {
        return new CdromState(sense, attention, trayOpen, locked, mediaEvent, newRecovery, newRetries, position);
    }

    CdromState withPosition(long lba) {
        return new CdromState(sense, attention, trayOpen, locked, mediaEvent, recovery, retries, lba);
    }
}
