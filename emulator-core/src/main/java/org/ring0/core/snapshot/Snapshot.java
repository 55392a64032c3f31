package org.ring0.core.snapshot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ring0.core.memory.MemoryImage;

/**
 * A whole machine at one moment, from which machines like it can go on, as many as wanted, while this is open.
 *
 * @param facts what machine it is of
 * @param notes what the holder of the machine wants to find again
 * @param states the encoded state records of CPUs and devices, by name
 * @param memory the host memory
 * @param disks the media of the drives
 * @param resource what is closed with this
 */
public record Snapshot(
        List<Fact> facts,
        List<Fact> notes,
        Map<String, byte[]> states,
        MemoryImage memory,
        List<DiskContent> disks,
        AutoCloseable resource)
        implements AutoCloseable {
    public Snapshot {
        facts = List.copyOf(facts);
        notes = List.copyOf(notes);
        states = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(states));
        disks = List.copyOf(disks);
    }

    /** The same with other notes. */
    public Snapshot withNotes(List<Fact> others) {
        return new Snapshot(facts, others, states, memory, disks, resource);
    }

    /** The medium of a drive, if it was saved. */
    public Optional<DiskContent> disk(String name) {
        return disks.stream().filter(disk -> disk.name().equals(name)).findFirst();
    }

    /** No further machines can go on from it; those that do already keep what they need. */
    @Override
    public void close() {
        try {
            resource.close();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(Snapshot.class).warn("closing a snapshot failed: {}", e.getMessage());
        }
    }
}
