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
        assertTrue(CpuModel.MAX.features().hasAll(model.features()));
    }

    @Test
    void greatestModelKnowsEveryInstruction() {
        OpcodeMaps.rows().forEach(row -> assertTrue(CpuModel.MAX.features().hasAll(row.features()), row::toString));
    }

    @Test
    void featuresAreToldWhereTheManualSays() {
        assertEquals(1 << 8 | 1 << 3, Cpuid.leaf(CpuModel.MAX, 7, 0).ebx() & (1 << 8 | 1 << 3));
        assertEquals(Cpuid.Leaf.ZERO, Cpuid.leaf(CpuModel.MAX, 7, 1));
        assertEquals(1 << 5 | 1, Cpuid.leaf(CpuModel.MAX, EXTENDED + 1, 0).ecx() & (1 << 5 | 1));
        assertEquals(1 << 29, Cpuid.leaf(CpuModel.QEMU64, EXTENDED + 1, 0).edx() & 1 << 29);
        assertEquals(0, Cpuid.leaf(CpuModel.MAX32, EXTENDED + 1, 0).edx() & 1 << 29);
        assertEquals(1 << 8, Cpuid.leaf(CpuModel.MAX, EXTENDED + 7, 0).edx());
        assertEquals(48 << 8 | 40, Cpuid.leaf(CpuModel.MAX, EXTENDED + 8, 0).eax());
        assertEquals(32 << 8 | 36, Cpuid.leaf(CpuModel.MAX32, EXTENDED + 8, 0).eax());
    }

    @Test
    void xsaveAreaHasRoomForTheLegacyRegionAndTheHeader() {
        assertEquals(new Cpuid.Leaf(3, 576, 576, 0), Cpuid.leaf(CpuModel.MAX, 0xd, 0));
        assertEquals(new Cpuid.Leaf(7, 576, 0, 0), Cpuid.leaf(CpuModel.MAX, 0xd, 1));
        assertEquals(Cpuid.Leaf.ZERO, Cpuid.leaf(CpuModel.MAX, 0xd, 2));
        assertEquals(Cpuid.Leaf.ZERO, Cpuid.leaf(CpuModel.QEMU64, 0xd, 0));
    }

    @Test
    void topologyIsOneThreadInOneCoreWhereThereIsAnX2apic() {
        assertEquals(new Cpuid.Leaf(0, 1, 0x100, 0), Cpuid.leaf(CpuModel.MAX, 0xb, 0));
        assertEquals(new Cpuid.Leaf(0, 1, 0x201, 0), Cpuid.leaf(CpuModel.MAX, 0xb, 1));
        assertEquals(new Cpuid.Leaf(0, 0, 2, 0), Cpuid.leaf(CpuModel.MAX, 0xb, 2));
        assertEquals(Cpuid.Leaf.ZERO, Cpuid.leaf(CpuModel.X86_64_V2, 0xb, 0));
    }

    @Test
    void cachesAreAsLargeAsTheirGeometrySays() {
        int[] sizes = {32 << 10, 32 << 10, 512 << 10};
        for (int n = 0; n < sizes.length; n++) {
            Cpuid.Leaf cache = Cpuid.leaf(CpuModel.MAX, 4, n);
            int line = (cache.ebx() & 0xfff) + 1;
            int ways = (cache.ebx() >>> 22) + 1;
            assertEquals(sizes[n], line * ways * (cache.ecx() + 1));
        }
        assertEquals(0, Cpuid.leaf(CpuModel.MAX, 4, sizes.length).eax());
        assertEquals(512, Cpuid.leaf(CpuModel.MAX, EXTENDED + 6, 0).ecx() >>> 16);
    }
}
