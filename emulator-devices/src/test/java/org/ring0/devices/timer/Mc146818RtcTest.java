package org.ring0.devices.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.Probe;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class Mc146818RtcTest {
    private static final LocalDateTime START = LocalDateTime.of(1999, 12, 31, 23, 59, 58);
    private static final int A = Mc146818Rtc.REGISTER_A;
    private static final int B = Mc146818Rtc.REGISTER_B;
    private static final int C = Mc146818Rtc.REGISTER_C;

    private VirtualTime time;
    private ClockDomain crystal;
    private Probe irq;
    private Probe nmiDisable;
    private Mc146818Rtc rtc;

    @BeforeEach
    void build() {
        time = new VirtualTime();
        crystal = time.domain(Mc146818Rtc.FREQUENCY);
        irq = new Probe();
        nmiDisable = new Probe();
        rtc = new Mc146818Rtc(crystal, time.scheduler, irq, nmiDisable, START);
    }

    private int get(int register) {
        rtc.write(0, register);
        return rtc.read(1);
    }

    private void set(int register, int value) {
        rtc.write(0, register);
        rtc.write(1, value);
    }

    private String clock() {
        return "%02x%02x-%02x-%02x %02x:%02x:%02x day %x"
                .formatted(get(0x32), get(9), get(8), get(7), get(4), get(2), get(0), get(6));
    }

    private void setClock(int year, int month, int day, int hour, int minute, int second) {
        set(B, get(B) | 0x80);
        int[] values = {second, minute, hour, day, month, year};
        int[] registers = {0, 2, 4, 7, 8, 9};
        for (int i = 0; i < values.length; i++) {
            set(registers[i], values[i]);
        }
        set(B, get(B) & ~0x80);
    }

    @Test
    void clockStartsAtTheGivenDateInBcd() {
        assertEquals("1999-12-31 23:59:58 day 6", clock());
        assertEquals(0x80, get(Mc146818Rtc.REGISTER_D));
        assertEquals(0x26, get(A));
        assertEquals(0x02, get(B));
    }

    @Test
    void secondsCarryThroughToTheCentury() {
        time.passMillis(2000);
        assertEquals("2000-01-01 00:00:00 day 7", clock());
        time.passMillis(86_400_000);
        assertEquals("2000-01-02 00:00:00 day 1", clock());
    }

    @Test
    void leapDayIsCounted() {
        set(0x32, 0x20);
        setClock(0x24, 0x02, 0x28, 0x23, 0x59, 0x59);
        time.passMillis(1000);
        assertEquals(0x29, get(7));
        time.passMillis(86_400_000);
        assertEquals(0x01, get(7));
        assertEquals(0x03, get(8));
    }

    @Test
    void binaryAnd12HourModesShowTheSameTime() {
        set(B, 0x84);
        set(4, 0x80 | 12);
        set(0, 30);
        set(B, 0x04);
        time.passMillis(1000);
        assertEquals(0x80 | 12, get(4));
        assertEquals(31, get(0));
        time.passMillis(3_600_000);
        assertEquals(0x80 | 1, get(4));
        time.passMillis(11L * 3_600_000);
        assertEquals(12, get(4));
    }

    @Test
    void setStopsTheClockAndClearsTheUpdateInterrupt() {
        set(B, 0x92);
        assertEquals(0x82, get(B));
        time.passMillis(10_000);
        assertEquals(0x58, get(0));
        set(B, 0x02);
        time.passMillis(1000);
        assertEquals(0x59, get(0));
    }

    @Test
    void uipWarnsOf2228MicrosecondsAndEndsWithTheUpdate() {
        time.passMicros(1_000_000 - 2300);
        assertEquals(0x26, get(A));
        time.passMicros(100);
        assertEquals(0xa6, get(A));
        time.passMicros(2190);
        assertEquals(0xa6, get(A));
        assertEquals(0x58, get(0));
        time.passMicros(11);
        assertEquals(0x26, get(A));
        assertEquals(0x59, get(0));
    }

    @Test
    void periodicInterruptComesAtItsRateUntilAcknowledged() {
        set(A, 0x26);
        set(B, 0x42);
        time.passTicks(crystal, 32);
        assertTrue(irq.high);
        time.passMillis(100);
        assertEquals(1, irq.rises);
        assertEquals(0xc0, get(C));
        assertFalse(irq.high);
        assertEquals(0x00, get(C));
        for (int i = 0; i < 1024; i++) {
            time.passTicks(crystal, 32);
            get(C);
        }
        assertEquals(1025, irq.rises);
    }

    @Test
    void ratesOneAndTwoAreSlowerThanThree() {
        set(B, 0x42);
        int[] ticks = {0, 128, 256, 4, 8};
        for (int rate = 1; rate < ticks.length; rate++) {
            set(A, 0x20 | rate);
            get(C);
            long before = crystal.ticks();
            time.passUntil(time.scheduler.nextDeadline());
            get(C);
            long first = crystal.ticks();
            time.passUntil(time.scheduler.nextDeadline());
            assertEquals(ticks[rate], crystal.ticks() - first, "rate " + rate + " from " + before);
        }
    }

    @Test
    void flagsAreSetWithoutBeingEnabledAndNothingIsScheduled() {
        assertEquals(Long.MAX_VALUE, time.scheduler.nextDeadline());
        time.passMillis(1500);
        assertEquals(Mc146818Rtc.C_PF | Mc146818Rtc.C_UF, get(C));
        assertEquals(0, irq.rises);
    }

    @Test
    void updateEndedInterruptComesEachSecond() {
        set(B, 0x12);
        for (int i = 1; i <= 5; i++) {
            time.passMillis(1000);
            assertEquals(i, irq.rises);
            assertEquals(0xd0, get(C) & ~Mc146818Rtc.C_AF);
        }
    }

    @Test
    void alarmComesOnceADayAtItsTime() {
        set(1, 0x00);
        set(3, 0x00);
        set(5, 0x06);
        set(B, 0x22);
        time.passMillis(6L * 3_600_000);
        assertEquals(0, irq.rises);
        time.passMillis(3000);
        assertEquals(1, irq.rises);
        assertEquals(0xf0, get(C));
        time.passMillis(86_400_000L);
        assertEquals(2, irq.rises);
    }

    @Test
    void alarmBytesFromC0AreDontCare() {
        set(1, 0xc0);
        set(3, 0xff);
        set(5, 0xff);
        set(B, 0x22);
        time.passMillis(1000);
        assertTrue(irq.high);
    }

    @Test
    void alarmPassedWhileNobodyLookedIsFlagged() {
        set(1, 0x30);
        set(3, 0x15);
        set(5, 0x04);
        time.passMillis(4 * 3_600_000L);
        assertEquals(0, get(C) & Mc146818Rtc.C_AF);
        time.passMillis(3_600_000L);
        assertEquals(Mc146818Rtc.C_AF, get(C) & Mc146818Rtc.C_AF);
    }

    @Test
    void releasedDividerUpdatesHalfASecondLater() {
        set(A, 0x76);
        time.passMillis(12_345);
        assertEquals(0x58, get(0));
        set(A, 0x26);
        time.passMillis(499);
        assertEquals(0x58, get(0));
        time.passMillis(2);
        assertEquals(0x59, get(0));
    }

    @Test
    void invalidRegistersDoNotStopTheClock() {
        for (int register = 0; register < 10; register++) {
            set(register, 0xff);
        }
        set(0x32, 0xff);
        time.passMillis(1000L);
        time.passMillis(86_400_000L * 400);
        assertTrue(get(8) >= 1 && get(8) <= 0x12);
        assertTrue(get(0) <= 0x59);
    }

    @Test
    void bothBanksAreRamAndBit7OfTheIndexMasksNmi() {
        set(0x10, 0x40);
        set(0x7f, 0x55);
        rtc.write(2, 0x10);
        rtc.write(3, 0x99);
        assertEquals(0x99, rtc.read(3));
        assertEquals(0x40, get(0x10));
        assertEquals(0x55, rtc.cmos(0x7f));
        assertEquals(0x99, rtc.cmos(0x90));
        rtc.setCmos(0x2e, 0x12);
        assertEquals(0x12, get(0xae & 0x7f));
        rtc.write(0, 0x8f);
        assertTrue(nmiDisable.high);
        rtc.write(0, 0x0f);
        assertFalse(nmiDisable.high);
        assertEquals(0xff, rtc.read(0));
    }

    @Test
    void resetKeepsTimeAndRamAndDisablesInterrupts() {
        set(0x0f, 0x05);
        set(B, 0x72);
        time.passMillis(1000);
        rtc.reset();
        assertFalse(irq.high);
        assertEquals(0x02, get(B));
        assertEquals(0x05, get(0x0f));
        assertEquals(0x59, get(0));
    }

    @Test
    void restoredClockGoesOnTheSameWay() {
        set(B, 0x72);
        set(1, 0x05);
        set(3, 0xff);
        set(5, 0xff);
        time.passMillis(777);
        get(C);
        Probe otherIrq = new Probe();
        Mc146818Rtc other =
                new Mc146818Rtc(crystal, time.scheduler, otherIrq, new Probe(), LocalDateTime.of(2020, 1, 1, 0, 0));
        States.transfer(rtc, other);
        time.passMillis(12_345);
        assertEquals(irq.high, otherIrq.high);
        States.assertSame(rtc, other);
        other.write(0, C);
        assertEquals(get(C), other.read(1));
    }
}
