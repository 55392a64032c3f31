package org.ring0.core.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ring0.core.cpu.decode.OpcodeMaps;

class CpuModelTest {
    private static final int EXTENDED = 0x8000_0000;

    static Iterable<CpuModel> models() {
        return CpuModel.ALL;
    }

    @ParameterizedTest
    @MethodSource("models")
    void leavesBeyondTheLastAnswerLikeTheLast(CpuModel model) {
        CpuModel.Leaf last = model.leaf(model.leaf(0).eax());
        assertEquals(last, model.leaf(model.leaf(0).eax() + 1));
        assertEquals(last, model.leaf(0x7fff_ffff));
        assertEquals(
                model.extendedFeatures() == 0 ? last.eax() : EXTENDED + 8,
                model.leaf(EXTENDED).eax());
    }

    @ParameterizedTest
    @MethodSource("models")
    void namesFitAndFindTheModel(CpuModel model) {
        assertEquals(model, CpuModel.named(model.name()).orElseThrow());
        assertEquals(12, model.vendor().length());
        assertTrue(model.brand().length() <= 47);
    }

    @ParameterizedTest
    @MethodSource("models")
    void laterModelsHaveTheFeaturesOfEarlierOnes(CpuModel model) {
        assertTrue(CpuModel.MAX32.has(model.features()));
    }

    @Test
    void greatestModelKnowsEveryInstruction() {
        OpcodeMaps.rows().forEach(row -> assertTrue(CpuModel.MAX32.has(row.features()), row::toString));
    }
}
