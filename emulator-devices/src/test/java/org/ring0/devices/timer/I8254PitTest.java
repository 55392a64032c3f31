package org.ring0.devices.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.Probe;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class I8254PitTest {
    private static final int CONTROL = 3;

    private VirtualTime time;
    private ClockDomain clk;
    private Probe out0;
    private I8254Pit pit;

    @BeforeEach
    void build() {
        time = new VirtualTime();
        clk = time.domain(I8254Pit.FREQUENCY);
        out0 = new Probe();
        pit = new I8254Pit(clk, time.scheduler, out0);
    }

    private void program(int counter, int mode, int count) {
        pit.write(CONTROL, counter << 6 | 0x30 | mode << 1);
        pit.write(counter, count & 0xff);
        pit.write(counter, count >> 8);
    }

    private int readWord(int counter) {
        int low = pit.read(counter);
        return pit.read(counter) << 8 | low;
    }

    private void ticks(long count) {
        time.passTicks(clk, count);
    }

    private int status(int counter) {
        pit.write(CONTROL, 0xe0 | 2 << counter);
        return pit.read(counter);
    }

    @Test
    void mode0RaisesOutNPlusOneTicksAfterTheCount() {
        program(0, 0, 5);
        ticks(5);
        assertFalse(out0.high);
        ticks(1);
        assertTrue(out0.high);
        ticks(200_000);
        assertEquals(1, out0.rises);
    }

    @Test
    void mode0CountsOnPastZero() {
        program(0, 0, 5);
        ticks(1);
        assertEquals(5, readWord(0));
        ticks(7);
        assertEquals(0xfffe, readWord(0));
    }

    @Test
    void mode0FirstByteStopsTheCountAndLowersOut() {
        program(0, 0, 2);
        ticks(3);
        assertTrue(out0.high);
        pit.write(0, 9);
        assertFalse(out0.high);
        ticks(1000);
        assertFalse(out0.high);
        pit.write(0, 0);
        ticks(10);
        assertTrue(out0.high);
    }

    @Test
    void mode0IsPausedByItsGate() {
        program(2, 0, 10);
        ticks(100);
        assertFalse(pit.out2());
        assertEquals(10, readWord(2));
        pit.gate2().set(true);
        ticks(4);
        pit.gate2().set(false);
        assertEquals(6, readWord(2));
        ticks(50);
        assertEquals(6, readWord(2));
        pit.gate2().set(true);
        ticks(5);
        assertFalse(pit.out2());
        ticks(1);
        assertTrue(pit.out2());
    }

    @Test
    void mode1IsStartedAndRetriggeredByItsGate() {
        program(2, 1, 10);
        ticks(20);
        assertTrue(pit.out2());
        pit.gate2().set(true);
        ticks(1);
        assertFalse(pit.out2());
        ticks(5);
        pit.gate2().set(false);
        pit.gate2().set(true);
        assertFalse(pit.out2());
        ticks(10);
        assertFalse(pit.out2());
        ticks(1);
        assertTrue(pit.out2());
    }

    @Test
    void mode2IsLowForOneTickInN() {
        program(0, 2, 4);
        assertTrue(out0.high);
        ticks(1 + 2);
        assertTrue(out0.high);
        ticks(1);
        assertFalse(out0.high);
        ticks(1);
        assertTrue(out0.high);
        int before = out0.rises;
        ticks(4000);
        assertEquals(before + 1000, out0.rises);
    }

    @Test
    void mode2CountsFromNToOne() {
        program(0, 2, 3);
        ticks(1);
        int[] seen = new int[7];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = readWord(0);
            ticks(1);
        }
        assertEquals("[3, 2, 1, 3, 2, 1, 3]", java.util.Arrays.toString(seen));
    }

    @Test
    void mode2TakesANewCountAtTheEndOfThePeriod() {
        program(0, 2, 10);
        ticks(1 + 4);
        pit.write(0, 4);
        pit.write(0, 0);
        assertEquals(PitCounter.STATUS_NULL_COUNT, status(0) & PitCounter.STATUS_NULL_COUNT);
        assertEquals(6, readWord(0));
        ticks(6);
        assertEquals(4, readWord(0));
        assertEquals(0, status(0) & PitCounter.STATUS_NULL_COUNT);
        int before = out0.rises;
        ticks(40);
        assertEquals(before + 10, out0.rises);
    }

    @Test
    void mode2GateStopsWithOutHighAndReloads() {
        pit.gate2().set(true);
        program(2, 2, 10);
        ticks(10);
        assertFalse(pit.out2());
        pit.gate2().set(false);
        assertTrue(pit.out2());
        ticks(30);
        pit.gate2().set(true);
        ticks(1);
        assertEquals(10, readWord(2));
    }

    @Test
    void mode3OddCountIsHighOneTickLonger() {
        program(0, 3, 5);
        ticks(1);
        StringBuilder wave = new StringBuilder();
        StringBuilder counts = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            wave.append(out0.high ? '1' : '0');
            counts.append(readWord(0)).append(' ');
            ticks(1);
        }
        assertEquals("1110011100", wave.toString());
        assertEquals("4 2 0 4 2 4 2 0 4 2 ", counts.toString());
    }

    @Test
    void mode3TakesANewCountAtTheEndOfTheHalf() {
        program(0, 3, 100);
        ticks(1 + 10);
        pit.write(0, 10);
        pit.write(0, 0);
        ticks(39);
        assertTrue(out0.high);
        ticks(1);
        assertFalse(out0.high);
        ticks(4);
        assertFalse(out0.high);
        ticks(1);
        assertTrue(out0.high);
        ticks(5);
        assertFalse(out0.high);
    }

    @Test
    void mode4StrobesOnceNPlusOneTicksAfterTheCount() {
        program(0, 4, 6);
        assertTrue(out0.high);
        ticks(6);
        assertTrue(out0.high);
        ticks(1);
        assertFalse(out0.high);
        ticks(1);
        assertTrue(out0.high);
        int before = out0.rises;
        ticks(100_000);
        assertEquals(before, out0.rises);
    }

    @Test
    void mode5StrobesAfterItsTrigger() {
        program(2, 5, 6);
        ticks(100);
        assertTrue(pit.out2());
        pit.gate2().set(true);
        ticks(6);
        assertTrue(pit.out2());
        ticks(1);
        assertFalse(pit.out2());
        ticks(1);
        assertTrue(pit.out2());
    }

    @Test
    void countOf0IsTheLargest() {
        program(0, 2, 0);
        ticks(1);
        int before = out0.rises;
        ticks(65_536L * 3);
        assertEquals(before + 3, out0.rises);
    }

    @Test
    void interruptsAreNeitherLostNorLateOverAnHour() {
        program(0, 2, 1193);
        int before = out0.rises;
        time.passMillis(10 * 60 * 1000);
        long periods = (clk.ticks() - 1) / 1193;
        assertEquals(periods, out0.rises - before);
    }

    @Test
    void bcdCountsInDecimal() {
        pit.write(CONTROL, 0x30 | 2 << 1 | 1);
        pit.write(0, 0x00);
        pit.write(0, 0x10);
        ticks(1);
        assertEquals(0x1000, readWord(0));
        ticks(1);
        assertEquals(0x0999, readWord(0));
        ticks(999);
        assertEquals(0x1000, readWord(0));
    }

    @Test
    void latchedCountIsStableUntilRead() {
        program(0, 2, 1000);
        ticks(11);
        pit.write(CONTROL, 0x00);
        ticks(100);
        pit.write(CONTROL, 0x00);
        assertEquals(990, readWord(0));
        assertEquals(890, readWord(0));
    }

    @Test
    void readBackReturnsStatusBeforeCount() {
        program(0, 3, 1000);
        ticks(1);
        pit.write(CONTROL, 0xc2);
        assertEquals(0x80 | 0x30 | 3 << 1, pit.read(0));
        assertEquals(1000, readWord(0));
    }

    @Test
    void singleByteAccessReadsAndWritesThatByte() {
        pit.write(CONTROL, 0x20 | 2 << 1);
        pit.write(0, 0x12);
        ticks(1);
        assertEquals(0x12, pit.read(0));
        pit.write(CONTROL, 0x10 | 2 << 1);
        pit.write(0, 0x34);
        ticks(1);
        assertEquals(0x34, pit.read(0));
        assertEquals(0x34, pit.read(0));
    }

    @Test
    void nothingIsScheduledForCountersThatNobodyListensTo() {
        program(1, 2, 18);
        program(2, 3, 100);
        assertEquals(Long.MAX_VALUE, time.scheduler.nextDeadline());
    }

    @Test
    void restoredTimerGoesOnTheSameWay() {
        program(0, 3, 1001);
        program(2, 0, 5000);
        pit.gate2().set(true);
        ticks(777);
        pit.write(0, 50);
        pit.write(0, 1);
        pit.write(CONTROL, 0x80);
        Probe otherOut = new Probe();
        I8254Pit other = new I8254Pit(clk, time.scheduler, otherOut);
        States.transfer(pit, other);
        int ahead = out0.rises - otherOut.rises;
        ticks(12_345);
        assertEquals(out0.high, otherOut.high);
        assertEquals(ahead, out0.rises - otherOut.rises);
        assertEquals(readWord(2), other.read(2) | other.read(2) << 8);
        States.assertSame(pit, other);
    }

    @Test
    void portBGatesTheSpeakerTimerAndShowsRefreshAndOut2() {
        SystemControlPortB portB = new SystemControlPortB(pit.gate2(), pit::out2, clk);
        portB.write(0, 0x00);
        program(2, 0, 100);
        assertEquals(0, portB.read(0) & 0x20);
        portB.write(0, 0x01);
        ticks(101);
        assertEquals(0x21, portB.read(0) & 0x2f);
        int first = portB.read(0) & 0x10;
        ticks(18);
        assertEquals(first ^ 0x10, portB.read(0) & 0x10);
        portB.write(0, 0xff);
        assertEquals(0x0f, portB.read(0) & 0xcf);
        assertTrue(portB.speakerOn());
        SystemControlPortB other = new SystemControlPortB(pit.gate2(), pit::out2, clk);
        States.transfer(portB, other);
        assertEquals(portB.read(0), other.read(0));
    }
}
