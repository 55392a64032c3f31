package org.ring0.devices.interrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.time.Scheduler;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class ApicTimerTest {
    private static final int LVT_TIMER = 0x320;
    private static final int INITIAL = 0x380;
    private static final int CURRENT = 0x390;
    private static final int DIVIDE = 0x3e0;
    private static final int PERIODIC = 1 << 17;
    private static final int DEADLINE = 1 << 18;
    private static final int MASKED = 1 << 16;
    private static final int TICK = 10;

    private VirtualTime time;
    private ApicCpu cpu;

    @BeforeEach
    void build() {
        time = new VirtualTime();
        cpu = new ApicCpu(0, ApicCpu.ALL, time, new ApicBus()).enabled();
        cpu.write(DIVIDE, 0xb);
    }

    private void serve() {
        assertEquals(0x40, cpu.apic.acknowledge());
        cpu.endOfInterrupt();
    }

    @Test
    void oneShotInterruptsOnceWhenTheCountIsZero() {
        cpu.write(LVT_TIMER, 0x40);
        cpu.write(INITIAL, 100);
        time.pass(99 * TICK);
        assertEquals(1, cpu.read(CURRENT));
        assertFalse(cpu.intr.high);
        time.pass(TICK);
        assertEquals(0, cpu.read(CURRENT));
        serve();
        time.pass(1_000_000);
        assertFalse(cpu.intr.high);
        assertEquals(100, cpu.read(INITIAL));
    }

    @Test
    void divideConfigurationSlowsTheCount() {
        int[] divisors = {2, 4, 8, 16, 32, 64, 128, 1};
        for (int code = 0; code < divisors.length; code++) {
            cpu.write(DIVIDE, code >> 2 << 3 | code & 3);
            cpu.write(INITIAL, 1000);
            time.pass(10L * divisors[code] * TICK);
            assertEquals(990, cpu.read(CURRENT));
        }
    }

    @Test
    void changedDivisorGoesOnFromThePresentCount() {
        cpu.write(INITIAL, 1000);
        time.pass(100 * TICK);
        cpu.write(DIVIDE, 0);
        time.pass(100 * TICK);
        assertEquals(850, cpu.read(CURRENT));
    }

    @Test
    void periodicModeInterruptsAtEveryZero() {
        cpu.write(LVT_TIMER, PERIODIC | 0x40);
        cpu.write(INITIAL, 50);
        for (int i = 0; i < 100; i++) {
            time.pass(50 * TICK - 1);
            assertFalse(cpu.intr.high);
            time.pass(1);
            assertEquals(50, cpu.read(CURRENT));
            serve();
        }
    }

    @Test
    void writingZeroStopsTheTimer() {
        cpu.write(LVT_TIMER, PERIODIC | 0x40);
        cpu.write(INITIAL, 50);
        cpu.write(INITIAL, 0);
        time.pass(10_000);
        assertFalse(cpu.intr.high);
        assertEquals(Scheduler.NEVER, time.scheduler.nextDeadline());
    }

    @Test
    void expiriesWhileMaskedAreLostAndNothingIsScheduled() {
        cpu.write(LVT_TIMER, MASKED | PERIODIC | 0x40);
        cpu.write(INITIAL, 50);
        assertEquals(Scheduler.NEVER, time.scheduler.nextDeadline());
        time.pass(75 * TICK);
        cpu.write(LVT_TIMER, PERIODIC | 0x40);
        assertFalse(cpu.intr.high);
        time.pass(25 * TICK);
        serve();
    }

    @Test
    void pendingInterruptSchedulesNoOtherAndTheNextKeepsItsTime() {
        cpu.write(LVT_TIMER, PERIODIC | 0x40);
        cpu.write(INITIAL, 1);
        time.pass(TICK);
        assertEquals(Scheduler.NEVER, time.scheduler.nextDeadline());
        time.pass(1_000_000);
        assertTrue(time.events < 3);
        serve();
        assertEquals(time.clock.now() + TICK, time.scheduler.nextDeadline());
    }

    @Test
    void deadlineInterruptsWhenTheTimeStampCounterReachesIt() {
        cpu.timeStampOffset = 5000;
        cpu.write(LVT_TIMER, DEADLINE | 0x40);
        var msr = cpu.apic.port();
        msr.write(0x6e0, 6000);
        assertEquals(6000, msr.read(0x6e0));
        cpu.write(INITIAL, 3);
        assertEquals(0, cpu.read(INITIAL));
        assertEquals(0, cpu.read(CURRENT));
        time.pass(999);
        assertFalse(cpu.intr.high);
        time.pass(1);
        assertEquals(0, msr.read(0x6e0));
        serve();
    }

    @Test
    void deadlineThatHasPassedInterruptsAtOnce() {
        time.pass(1000);
        cpu.write(LVT_TIMER, DEADLINE | 0x40);
        cpu.apic.port().write(0x6e0, 10);
        time.pass(0);
        serve();
    }

    @Test
    void deadlineFollowsAWrittenTimeStampCounter() {
        cpu.write(LVT_TIMER, DEADLINE | 0x40);
        cpu.apic.port().write(0x6e0, 1_000_000);
        cpu.timeStampOffset = 999_990;
        cpu.apic.port().timeStampChanged();
        time.pass(10);
        serve();
    }

    @Test
    void deadlineIsIgnoredInOtherModesAndDisarmedByLeaving() {
        var msr = cpu.apic.port();
        msr.write(0x6e0, 1000);
        assertEquals(0, msr.read(0x6e0));
        cpu.write(LVT_TIMER, DEADLINE | 0x40);
        msr.write(0x6e0, 1000);
        cpu.write(LVT_TIMER, 0x40);
        cpu.write(LVT_TIMER, DEADLINE | 0x40);
        assertEquals(0, msr.read(0x6e0));
    }

    @Test
    void deadlineFarAwayIsNeverScheduledWrongly() {
        cpu.write(LVT_TIMER, DEADLINE | 0x40);
        cpu.apic.port().write(0x6e0, -1);
        time.pass(1_000_000);
        assertFalse(cpu.intr.high);
        assertEquals(-1, cpu.apic.port().read(0x6e0));
    }

    @Test
    void savedAtTheMomentOfExpiryItStillInterrupts() {
        cpu.write(LVT_TIMER, 0x40);
        cpu.write(INITIAL, 100);
        time.clock.advanceTo(time.clock.now() + 100 * TICK);
        ApicCpu copy = new ApicCpu(0, ApicCpu.ALL, time, new ApicBus());
        States.transfer(cpu.apic, copy.apic);
        time.pass(0);
        assertTrue(copy.intr.high);
        assertTrue(cpu.intr.high);
    }
}
