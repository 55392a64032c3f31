package org.ring0.core.cpu.translator;

import org.ring0.core.cpu.region.Region;

/**
 * What a region's class is given when it is loaded, and what its initializer gives back: an instance. A method handle for the
 * constructor of every class would cost the JVM more than the class itself.
 */
final class Birth {
    final MachineConstants constants;
    /** Set by the class that is born. */
    Region region;

    Birth(MachineConstants constants) {
        this.constants = constants;
    }
}
