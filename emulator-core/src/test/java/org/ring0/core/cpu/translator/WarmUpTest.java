package org.ring0.core.cpu.translator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.region.TranslatedRegion;
import org.ring0.core.cpu.state.CpuState;

class WarmUpTest {
    private static final long INTERPRETED = 1000;
    private static final long COMPILED = 50;
    private static final long SECOND = 1_000_000_000;

    private long now;
    private final WarmUp warmUp = new WarmUp(() -> now);
    private final List<TranslatedRegion> ready = new ArrayList<>();

    /** Takes time on the test's clock alone. */
    private final class Timed extends Region {
        long nanos = INTERPRETED;
        int calls;

        @Override
        public int run(CpuState s, int entry) {
            calls++;
            now += nanos;
            return INTERPRET;
        }
    }

    private Timed add() {
        Timed region = new Timed();
        warmUp.add(new TranslatedRegion(null, Effort.QUICK, region, List.of(), new int[0], new int[0]));
        return region;
    }

    @Test
    void aRegionIsHeldBackUntilItHasBeenCompiled() {
        Timed region = add();
        assertTrue(region.calls >= 200, "HotSpot compiles what was called 200 times: " + region.calls);
        warmUp.poll(ready::add);
        assertEquals(List.of(), ready);
        assertFalse(warmUp.isIdle());
        region.nanos = COMPILED;
        warmUp.poll(ready::add);
        assertEquals(
                List.of(region), ready.stream().map(TranslatedRegion::region).toList());
        assertTrue(warmUp.isIdle());
    }

    @Test
    void regionsDoNotWaitForEachOther() {
        add();
        Timed second = add();
        second.nanos = COMPILED;
        warmUp.poll(ready::add);
        assertEquals(
                List.of(second), ready.stream().map(TranslatedRegion::region).toList());
    }

    @Test
    void aJvmThatDoesNotCompileGetsItsRegionsAfterASecond() {
        Timed region = add();
        now += SECOND;
        warmUp.poll(ready::add);
        assertEquals(
                List.of(region), ready.stream().map(TranslatedRegion::region).toList());
    }
}
