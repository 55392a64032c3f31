package org.ring0.core.cpu.model;

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
        int highest = Cpuid.leaf(model, 0, 0).eax();
        Cpuid.Leaf last = Cpuid.leaf(model, highest, 0);
        assertEquals(last, Cpuid.leaf(model, highest + 1, 0));
        assertEquals(last, Cpuid.leaf(model, 0x7fff_ffff, 0));
        assertEquals(last, Cpuid.leaf(model, EXTENDED + 9, 0));
        assertEquals(
                model.has(Feature.NX) ? EXTENDED + 8 : last.eax(),
                Cpuid.leaf(model, EXTENDED, 0).eax());
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
        assertTrue(CpuModel.MAX32.features().hasAll(model.features()));
    }

    @Test
    void greatestModelKnowsEveryInstruction() {
        OpcodeMaps.rows().forEach(row -> assertTrue(CpuModel.MAX32.features().hasAll(row.features()), row::toString));
    }
}
