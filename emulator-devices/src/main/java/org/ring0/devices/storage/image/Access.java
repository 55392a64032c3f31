package org.ring0.devices.storage.image;

/** How a drive may use its image. */
public enum Access {
    /** Writes reach the file; nobody else may have it open for writing. */
    READ_WRITE,
    /** The guest finds the medium write-protected. */
    READ_ONLY,
    /** Writes stay in memory and are gone when the machine is. */
    SNAPSHOT
}
