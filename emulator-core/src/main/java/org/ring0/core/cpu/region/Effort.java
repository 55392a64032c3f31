package org.ring0.core.cpu.region;

/** How much HotSpot is given to do for a region. Neither can be seen by the guest. */
public enum Effort {
    /** Short code, soon compiled, that keeps the guest's registers in the state: for what has been executed some thousand times. */
    QUICK,
    /** Long code, slowly compiled, that keeps them in locals: for what most of the time goes to. */
    THOROUGH
}
