package org.ring0.devices.interrupt;

import java.util.ArrayList;
import java.util.List;

/** The CAS0-2 lines between a master 8259A and its slaves: the master names a slave, which answers with its vector. */
public final class CascadeBus {
    /** What the data bus reads when no slave answers. */
    private static final int FLOATING = 0xff;

    private final List<I8259Pic> chips = new ArrayList<>();

    void attach(I8259Pic chip) {
        chips.add(chip);
    }

    /** The second INTA pulse with {@code id} on the CAS lines: the vector that the slave of this id puts on the bus. */
    int acknowledge(int id, I8259Pic master) {
        for (I8259Pic chip : chips) {
            if (chip != master && chip.isSlave(id)) {
                return chip.acknowledge();
            }
        }
        return FLOATING;
    }
}
