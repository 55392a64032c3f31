package org.ring0.devices.interrupt;

/** Which messages are for this local APIC: its ID and its logical IDs (SDM Vol. 3A, "Determining IPI Destination"). */
final class ApicIdentity {
    private static final int FLAT_MODEL = 0xf;
    private static final int CLUSTER_MODEL = 0;
    private static final int EVERY_CLUSTER = 0xf0;

    /** Eight bits in xAPIC mode. */
    int id;
    /** LDR. */
    int logical;
    /** DFR, which only xAPIC mode has. */
    int format;

    /** In x2APIC mode the logical ID follows from the ID: a cluster of sixteen, and one of its members. */
    void becomeExtended(int initialId) {
        id = initialId;
        logical = id >>> 4 << 16 | 1 << (id & 15);
    }

    boolean isAddressedBy(ApicMessage message, boolean extended) {
        int destination = message.destination();
        if (!message.logical()) {
            return destination == ApicMessage.EVERYBODY || destination == id;
        }
        return extended ? isInExtendedCluster(destination) : isInLogicalSet(destination, logical >>> 24);
    }

    private boolean isInExtendedCluster(int destination) {
        return destination == ApicMessage.EVERYBODY
                || destination >>> 16 == logical >>> 16 && (destination & logical & 0xffff) != 0;
    }

    private boolean isInLogicalSet(int destination, int own) {
        return switch (format >>> 28) {
            case FLAT_MODEL -> (destination & own) != 0;
            case CLUSTER_MODEL -> {
                boolean sameCluster = ((destination ^ own) & 0xf0) == 0;
                boolean everyCluster = (destination & 0xf0) == EVERY_CLUSTER;
                yield (sameCluster || everyCluster) && (destination & own & 0xf) != 0;
            }
            default -> false;
        };
    }
}
