package org.ring0.core.cpu.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureSetTest {
    @Test
    void everyFeatureIsItsOwnMemberAndBit() {
        for (Feature feature : Feature.values()) {
            FeatureSet alone = FeatureSet.of(feature);
            assertEquals(List.of(feature), alone.features());
            for (FeatureWord word : FeatureWord.values()) {
                assertEquals(feature.word() == word ? feature.mask() : 0, alone.word(word));
            }
            assertFalse(FeatureSet.ALL.without(feature).has(feature));
            assertFalse(FeatureSet.ALL.without(feature).hasAll(alone));
            assertEquals(FeatureSet.ALL, FeatureSet.ALL.without(feature).with(feature));
        }
    }

    @Test
    void aSetHasAllOfItsParts() {
        FeatureSet parts = FeatureSet.of(Feature.FPU, Feature.LM);
        assertTrue(parts.with(Feature.SSE).hasAll(parts));
        assertFalse(parts.hasAll(parts.with(Feature.SSE)));
        assertTrue(parts.hasAll(FeatureSet.NONE));
    }
}
