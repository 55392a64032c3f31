package org.ring0.core.snapshot.file;

import java.util.List;
import java.util.Objects;
import org.ring0.core.snapshot.Fact;

/**
 * What is in a snapshot's file, in the order in which it lies there from the header's end on: the states, the chunks of
 * memory, the pages of memory, the chunks of each disk.
 *
 * @param base of what this holds only the changes, or {@link Base#NONE}
 * @param memoryLength bytes of the host memory
 * @param memoryChunks which chunks of it are there, in rising order; the others are zero
 * @param memoryParts where they are
 * @param memoryPages which pages of memory have changed since the base, in rising order
 * @param pageParts where they are, {@link ChangedMemory#CHUNK_PAGES} in each part but the last
 */
record Directory(
        List<Fact> facts,
        List<Fact> notes,
        List<State> states,
        Base base,
        long memoryLength,
        long[] memoryChunks,
        Parts memoryParts,
        long[] memoryPages,
        Parts pageParts,
        List<Disk> disks) {
    Directory {
        requirePresent(facts, notes, states, base, memoryChunks, memoryParts, memoryPages, pageParts, disks);
    }

    /** In a file, anything may be missing. */
    private static void requirePresent(Object... components) {
        for (Object component : components) {
            Objects.requireNonNull(component);
        }
    }

    static final Directory EMPTY = new Directory(
            List.of(), List.of(), List.of(), Base.NONE, 0, new long[0], Parts.NONE, new long[0], Parts.NONE, List.of());

    /**
     * Another snapshot.
     *
     * @param file its name, in the same folder
     * @param identity see {@link SnapshotFormat#identity}
     */
    record Base(String file, long identity) {
        static final Base NONE = new Base("", 0);

        Base {
            requirePresent(file);
        }

        boolean isNone() {
            return file.isEmpty();
        }
    }

    /** Compressed parts that lie one after the other: how long each is in the file, and its CRC-32C there. */
    record Parts(int[] lengths, int[] checksums) {
        static final Parts NONE = new Parts(new int[0], new int[0]);

        Parts {
            requirePresent(lengths, checksums);
        }
    }

    /** An encoded state record: its bytes before compression. */
    record State(String name, int size, int length, int checksum) {
        State {
            requirePresent(name);
        }
    }

    /**
     * A medium.
     *
     * @param rooted whether what no cluster holds is in an image, whose checksum is given
     * @param clusters the clusters that are there, in rising order; with a base, those that have changed since
     * @param parts where they are, {@link SnapshotFormat#CLUSTERS_A_PART} in each part but the last
     */
    record Disk(String name, long sectors, boolean rooted, int rootChecksum, long[] clusters, Parts parts) {
        Disk {
            requirePresent(name, clusters, parts);
        }
    }
}
