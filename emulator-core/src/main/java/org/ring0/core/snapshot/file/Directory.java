package org.ring0.core.snapshot.file;

import java.util.List;
import org.ring0.core.snapshot.Fact;

/**
 * What is in a snapshot's file, in the order in which it lies there from the header's end on: the states, the chunks of
 * memory, the chunks of each disk.
 *
 * @param memoryLength bytes of the host memory
 * @param memoryChunks which chunks of it are there, in rising order; the others are zero
 * @param memoryParts where they are
 */
record Directory(
        List<Fact> facts,
        List<Fact> notes,
        List<State> states,
        long memoryLength,
        long[] memoryChunks,
        Parts memoryParts,
        List<Disk> disks) {
    static final Directory EMPTY =
            new Directory(List.of(), List.of(), List.of(), 0, new long[0], Parts.NONE, List.of());

    /** Compressed parts that lie one after the other: how long each is in the file, and its CRC-32C there. */
    record Parts(int[] lengths, int[] checksums) {
        static final Parts NONE = new Parts(new int[0], new int[0]);
    }

    /** An encoded state record: its bytes before compression. */
    record State(String name, int size, int length, int checksum) {}

    /**
     * A medium.
     *
     * @param rooted whether what no cluster holds is in an image, whose checksum is given
     * @param clusters the clusters that are there, in rising order
     * @param parts where they are, {@link SnapshotFormat#CLUSTERS_A_PART} in each part but the last
     */
    record Disk(String name, long sectors, boolean rooted, int rootChecksum, long[] clusters, Parts parts) {}
}
