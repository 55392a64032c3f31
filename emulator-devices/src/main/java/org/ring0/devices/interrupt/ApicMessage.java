package org.ring0.devices.interrupt;

/**
 * A message between APICs.
 *
 * @param mode what it does
 * @param vector 0 to 255
 * @param level level-triggered: its end is announced to the I/O APICs
 * @param logical whether {@code destination} is a set of logical IDs
 * @param destination an APIC ID, or {@link #EVERYBODY}
 */
record ApicMessage(DeliveryMode mode, int vector, boolean level, boolean logical, int destination) {
    static final int EVERYBODY = -1;
    private static final int EVERYBODY_OF_XAPIC = 0xff;

    /** A destination field of eight bits. */
    static int destination(int field, boolean logical) {
        return field == EVERYBODY_OF_XAPIC && !logical ? EVERYBODY : field;
    }
}
