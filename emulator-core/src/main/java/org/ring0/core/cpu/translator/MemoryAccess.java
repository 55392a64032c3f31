package org.ring0.core.cpu.translator;

/** How translated code reaches guest RAM once the TLB has said where it is. */
public enum MemoryAccess {
    /** Through the machine's memory segment: the JVM checks the bounds once more. */
    CHECKED,
    /** By address: the TLB's fill, which proves that a page lies in RAM, is the only check. Needs native access. */
    RAW;

    /** RAW if the JVM was started with native access for this module, otherwise CHECKED. */
    public static MemoryAccess best() {
        return MemoryAccess.class.getModule().isNativeAccessEnabled() ? RAW : CHECKED;
    }
}
