package org.ring0.embed;

import java.nio.file.Path;
import org.ring0.core.device.BlockBackend;
import org.ring0.devices.storage.image.Access;

/** What is put into a drive. */
sealed interface Medium {
    /** @param access how to open it, or null for as much as the file allows */
    record InFile(Path path, Access access) implements Medium {}

    /** Read only; what the guest writes stays in the machine. */
    record InMemory(byte[] content) implements Medium {}

    /** Somebody's own; closed with the machine. */
    record Own(BlockBackend backend) implements Medium {}
}
