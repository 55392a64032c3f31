package org.ring0.core.snapshot;

import java.util.Set;
import org.ring0.core.device.BlockBackend;

/** A medium that keeps clusters of its own, over an image that stays as it is: its root. Others are their own roots. */
public interface LayeredMedium {
    /** Adds the clusters that may differ from the root; without a root, all that are not zero. */
    void addOwnClusters(Set<Long> clusters);

    /** The image at the bottom, or null. */
    BlockBackend root();

    /** Adds the clusters in which any medium differs from its root. */
    static void addOwnClusters(BlockBackend medium, Set<Long> clusters) {
        if (medium instanceof LayeredMedium layered) {
            layered.addOwnClusters(clusters);
        }
    }

    /** The root of any medium, or null. */
    static BlockBackend rootOf(BlockBackend medium) {
        return medium instanceof LayeredMedium layered ? layered.root() : medium;
    }
}
