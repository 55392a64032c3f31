package org.ring0.devices.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.devices.Probe;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class HpetTest {
    private static final int CONFIGURATION = 0x10;
    private static final int STATUS = 0x20;
    private static final int COUNTER = 0xf0;
    private static final int LEVEL = 1 << 1;
    private static final int ENABLE = 1 << 2;
    private static final int PERIODIC = 1 << 3;
    private static final int VALUE_SET = 1 << 6;
    private static final int MODE_32 = 1 << 8;
    private static final int ROUTE_20 = 20 << 9;

    private VirtualTime time;
    private ClockDomain clock;
    private Probe[] inputs;
    private Probe legacyTimer;
    private Probe legacyClock;
    private Probe legacyMode;
    private Hpet hpet;

    @BeforeEach
    void build() {
        time = new VirtualTime();
        clock = time.domain(Hpet.FREQUENCY);
        hpet = wire();
    }

    private Hpet wire() {
        inputs = new Probe[32];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = Hpet.canReach(i) ? new Probe() : null;
        }
        legacyTimer = new Probe();
        legacyClock = new Probe();
        legacyMode = new Probe();
        IrqLine[] lines = inputs;
        return new Hpet(clock, time.scheduler, new Hpet.Wiring(lines, legacyTimer, legacyClock, legacyMode));
    }

    private static int configurationOf(int timer) {
        return 0x100 + 0x20 * timer;
    }

    private static int comparatorOf(int timer) {
        return 0x108 + 0x20 * timer;
    }

    private int read(int offset) {
        return hpet.read(offset, 4);
    }

    private void write(int offset, int value) {
        hpet.write(offset, value, 4);
    }

    private void write64(int offset, long value) {
        write(offset, (int) value);
        write(offset + 4, (int) (value >>> 32));
    }

    private long read64(int offset) {
        return read(offset) & 0xffff_ffffL | (long) read(offset + 4) << 32;
    }

    private void ticks(long count) {
        time.passTicks(clock, count);
    }

    @Test
    void capabilitiesTellOfThreeTimersAndThePeriod() {
        assertEquals(0x8086_a201, read(0));
        assertEquals(1e15 / Hpet.FREQUENCY, read(4), 0.5);
        assertEquals(0x30, read(configurationOf(0)));
        assertEquals(0x20, read(configurationOf(1)));
        assertEquals(0x00f0_0000, read(configurationOf(1) + 4));
        assertEquals(0x00f0_0800, read(configurationOf(2) + 4));
        assertEquals(0, read(configurationOf(3)));
    }

    @Test
    void counterCountsOnlyWhileEnabledAndCanBeWritten() {
        ticks(100);
        assertEquals(0, read64(COUNTER));
        write64(COUNTER, 0xffff_fff0L);
        write(CONFIGURATION, 1);
        ticks(0x20);
        assertEquals(0x1_0000_0010L, read64(COUNTER));
        write(CONFIGURATION, 0);
        ticks(100);
        assertEquals(0x1_0000_0010L, read64(COUNTER));
    }

    @Test
    void oneShotInterruptsOnceAtItsMatch() {
        write(configurationOf(1), ENABLE | ROUTE_20);
        write64(comparatorOf(1), 1000);
        write(CONFIGURATION, 1);
        ticks(999);
        assertEquals(0, inputs[20].rises);
        ticks(1);
        assertEquals(1, inputs[20].rises);
        assertFalse(inputs[20].high);
        assertEquals(0, read(STATUS));
        ticks(1_000_000);
        assertEquals(1, inputs[20].rises);
    }

    @Test
    void oneShotIn32BitModeComesAgainWhenTheLowHalfWraps() {
        write(configurationOf(1), ENABLE | MODE_32 | ROUTE_20);
        write64(comparatorOf(1), 7L << 32 | 1000);
        assertEquals(1000, read64(comparatorOf(1)));
        write(CONFIGURATION, 1);
        ticks(1000);
        assertEquals(1, inputs[20].rises);
        ticks(1L << 32);
        assertEquals(2, inputs[20].rises);
    }

    @Test
    void levelStaysUntilItsStatusIsCleared() {
        write(configurationOf(2), ENABLE | LEVEL | 11 << 9);
        write64(comparatorOf(2), 10);
        write(CONFIGURATION, 1);
        ticks(10);
        assertTrue(inputs[11].high);
        assertEquals(4, read(STATUS));
        write(STATUS, 3);
        assertTrue(inputs[11].high);
        write(STATUS, 4);
        assertFalse(inputs[11].high);
        assertEquals(0, read(STATUS));
    }

    @Test
    void statusIsSetWithoutInterruptWhenDisabled() {
        write(configurationOf(2), LEVEL | 11 << 9);
        write64(comparatorOf(2), 10);
        write(CONFIGURATION, 1);
        ticks(10);
        assertFalse(inputs[11].high);
        assertEquals(4, read(STATUS));
        write(configurationOf(2), ENABLE | LEVEL | 11 << 9);
        assertTrue(inputs[11].high);
    }

    @Test
    void periodicTimerAddsItsPeriodOnEveryMatch() {
        write(configurationOf(0), ENABLE | PERIODIC | VALUE_SET | MODE_32 | ROUTE_20);
        write(comparatorOf(0), 500);
        write(comparatorOf(0), 100);
        write(CONFIGURATION, 1);
        ticks(499);
        assertEquals(0, inputs[20].rises);
        ticks(1);
        assertEquals(1, inputs[20].rises);
        assertEquals(600, read64(comparatorOf(0)));
        ticks(1000);
        assertEquals(11, inputs[20].rises);
    }

    @Test
    void valueSetTakesBothHalvesAndClears() {
        write(configurationOf(0), PERIODIC | VALUE_SET);
        write64(comparatorOf(0), 5L << 32 | 7);
        assertEquals(5L << 32 | 7, read64(comparatorOf(0)));
        assertEquals(0, read(configurationOf(0)) & VALUE_SET);
        write64(comparatorOf(0), 9);
        assertEquals(5L << 32 | 7, read64(comparatorOf(0)));
    }

    @Test
    void onlyTheFirstTimerIsPeriodic() {
        write(configurationOf(1), PERIODIC | VALUE_SET);
        assertEquals(0, read(configurationOf(1)) & (PERIODIC | VALUE_SET));
    }

    @Test
    void routeThatATimerLacksIsNotTaken() {
        write(configurationOf(0), ROUTE_20);
        write(configurationOf(0), 11 << 9);
        assertEquals(ROUTE_20, read(configurationOf(0)) & 0x1f << 9);
    }

    @Test
    void legacyRoutingTakesTheTimersAndTheClocksPlaces() {
        write(configurationOf(0), ENABLE | PERIODIC | VALUE_SET | MODE_32 | ROUTE_20);
        write(comparatorOf(0), 100);
        write(configurationOf(1), ENABLE | ROUTE_20);
        write64(comparatorOf(1), 100);
        write(CONFIGURATION, 2);
        assertFalse(legacyMode.high);
        write(CONFIGURATION, 3);
        assertTrue(legacyMode.high);
        ticks(300);
        assertEquals(3, legacyTimer.rises);
        assertEquals(1, legacyClock.rises);
        assertEquals(0, inputs[20].rises);
        write(CONFIGURATION, 1);
        assertFalse(legacyMode.high);
    }

    @Test
    void nothingIsScheduledThatDoesNotInterrupt() {
        write(configurationOf(0), PERIODIC | VALUE_SET | MODE_32);
        write(comparatorOf(0), 1);
        write(CONFIGURATION, 1);
        assertEquals(Scheduler.NEVER, time.scheduler.nextDeadline());
        ticks(1_000_000);
        assertEquals(1_000_001, read64(comparatorOf(0)));
    }

    @Test
    void narrowWritesAreDroppedAndNarrowReadsSeeAPart() {
        hpet.write(CONFIGURATION, 1, 1);
        assertEquals(0, read(CONFIGURATION));
        assertEquals(0x8086, hpet.read(2, 2) & 0xffff);
    }

    @Test
    void restoredTimersGoOnTheSameWay() {
        write(configurationOf(0), ENABLE | PERIODIC | VALUE_SET | MODE_32 | ROUTE_20);
        write(comparatorOf(0), 333);
        write(configurationOf(2), ENABLE | LEVEL | 11 << 9);
        write64(comparatorOf(2), 5000);
        write(CONFIGURATION, 1);
        ticks(1234);
        Hpet first = hpet;
        Probe[] firstInputs = inputs;
        Hpet second = wire();
        States.transfer(first, second);
        int before = firstInputs[20].rises;
        ticks(100_000);
        assertEquals(firstInputs[20].rises - before, inputs[20].rises);
        assertEquals(firstInputs[11].high, inputs[11].high);
        States.assertSame(first, second);
    }

    @Test
    void savedAtTheMomentOfAMatchItStillInterrupts() {
        write(configurationOf(1), ENABLE | ROUTE_20);
        write64(comparatorOf(1), 1000);
        write(CONFIGURATION, 1);
        time.clock.advanceTo(clock.cycleAfter(1000));
        States.transfer(hpet, wire());
        time.pass(0);
        assertEquals(1, inputs[20].rises);
    }

    @Test
    void garbageNeitherThrowsNorSchedulesWithoutBound() {
        RandomGenerator random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            int offset = random.nextInt(Hpet.SIZE);
            int size = 1 << random.nextInt(3);
            if (random.nextBoolean()) {
                hpet.read(offset, size);
            } else {
                hpet.write(offset & -size, random.nextInt() & random.nextInt(), size);
            }
            time.pass(random.nextInt(2000));
        }
        assertTrue(time.events < 300_000L * 30, "events: " + time.events);
    }
}
