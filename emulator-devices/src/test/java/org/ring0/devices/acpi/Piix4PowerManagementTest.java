package org.ring0.devices.acpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.snapshot.StateReader;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.VirtualClock;

class Piix4PowerManagementTest {
    private static final int PM = 0x600;
    private static final int PMEN = PM + 2;
    private static final int PMCNTRL = PM + 4;
    private static final int PMTMR = PM + 8;
    /** Cycles of 2^23 timer ticks on a 1 GHz clock, rounded up. */
    private static final long OVERFLOW = (1_000_000_000L * (1 << 23) + 3_579_544) / 3_579_545;

    private final VirtualClock clock = new VirtualClock(1_000_000_000);
    private final Scheduler scheduler = new Scheduler(clock);
    private final IoBus ports = new IoBus();
    private final List<Long> pmBases = new ArrayList<>();
    private boolean sci;
    private int powerOffs;
    private final Piix4PowerManagement chip = chip(scheduler);

    Piix4PowerManagementTest() {
        chip.reset();
        ports.map(PortRange.of(PM, Piix4PowerManagement.PM_PORTS), chip.powerManagementPorts());
        ports.map(PortRange.of(0x700, Piix4PowerManagement.SMBUS_PORTS), chip.smBusPorts());
        ports.map(PortRange.of(0xb2, 2), chip.apmPorts());
        ports.map(PortRange.of(0xafe0, 4), chip.eventPorts());
    }

    private Piix4PowerManagement chip(Scheduler on) {
        HostControl host = new HostControl() {
            @Override
            public void powerOff() {
                powerOffs++;
            }

            @Override
            public void reset() {}

            @Override
            public void debugExit(int value) {}

            @Override
            public void hostError(String sentence) {}
        };
        return new Piix4PowerManagement(
                on,
                new ClockDomain(clock, 3_579_545),
                high -> sci = high,
                host,
                new Piix4PowerManagement.Windows(pmBases::add, base -> {}));
    }

    private void runTo(long cycle) {
        while (scheduler.nextDeadline() <= cycle) {
            clock.advanceTo(scheduler.nextDeadline());
            scheduler.fireDue();
        }
        clock.advanceTo(cycle);
    }

    @Test
    void clockInterruptIsAnEventOnceItComes() {
        ports.write(0xb2, 0xf1, 1);
        ports.write(PMEN, 1 << 10, 2);
        chip.clockInterrupt().set(true);
        assertEquals(1 << 10, ports.read(PM, 2));
        assertTrue(sci);
        ports.write(PM, 1 << 10, 2);
        chip.clockInterrupt().set(true);
        assertFalse(sci);
        chip.clockInterrupt().set(false);
        chip.clockInterrupt().set(true);
        assertTrue(sci);
    }

    @Test
    void baseOpensWithItsEnableBit() {
        pmBases.clear();
        chip.writeConfig(0x40, 0x601, 4);
        assertEquals(List.of(), pmBases);
        chip.writeConfig(0x80, 1, 1);
        assertEquals(List.of(0x600L), pmBases);
        assertEquals(0x601, chip.readConfig(0x40, 4));
    }

    @Test
    void timerCountsAt3579545HzIn24Bits() {
        assertEquals(0, ports.read(PMTMR, 4));
        runTo(1_000_000_000L);
        assertEquals(3_579_545, ports.read(PMTMR, 4));
        runTo(10_000_000_000L);
        assertEquals(35_795_450 & 0xff_ffff, ports.read(PMTMR, 4));
    }

    @Test
    void topBitChangeInterruptsExactlyThenAndOnceCleared() {
        ports.write(PMCNTRL, 1, 2);
        ports.write(PMEN, 1, 2);
        runTo(OVERFLOW - 1);
        assertFalse(sci);
        runTo(OVERFLOW);
        assertTrue(sci);
        ports.write(PM, 1, 2);
        assertFalse(sci);
        runTo(2 * OVERFLOW);
        assertTrue(sci);
    }

    @Test
    void overflowStatusShowsWithoutBeingEnabled() {
        runTo(OVERFLOW);
        assertEquals(1, ports.read(PM, 2));
        assertFalse(sci);
        ports.write(PM, 1, 2);
        assertEquals(0, ports.read(PM, 2));
    }

    @Test
    void sciNeedsSciEnable() {
        ports.write(PMEN, 0x100, 2);
        chip.pressPowerButton();
        assertFalse(sci);
        ports.write(0xb2, 0xf1, 1);
        assertTrue(sci);
        assertEquals(1, ports.read(PMCNTRL, 2) & 1);
        ports.write(0xb2, 0xf0, 1);
        assertFalse(sci);
    }

    @Test
    void sleepTypeZeroPowersOff() {
        ports.write(PMCNTRL, 0x2000, 2);
        assertEquals(1, powerOffs);
        assertEquals(0, ports.read(PMCNTRL, 2) & 0x2000);
    }

    @Test
    void otherSleepTypesWakeAtOnce() {
        ports.write(PMCNTRL, 0x2400, 2);
        assertEquals(0, powerOffs);
        assertEquals(0x8000, ports.read(PM, 2));
    }

    @Test
    void globalReleaseSetsGlobalStatus() {
        ports.write(PMCNTRL, 4, 2);
        assertEquals(0x20, ports.read(PM, 2));
        assertEquals(0, ports.read(PMCNTRL, 2));
    }

    @Test
    void apmRegistersKeepTheirValues() {
        ports.write(0xb2, 0x12, 1);
        ports.write(0xb3, 0x34, 1);
        assertEquals(0x3412, ports.read(0xb2, 2));
    }

    @Test
    void generalPurposeEnablesReadBackAndStatusIsEmpty() {
        ports.write(0xafe2, 0x1234, 2);
        assertEquals(0x1234_0000, ports.read(0xafe0, 4));
    }

    @Test
    void smBusTransactionEndsWithDeviceError() {
        ports.write(0x702, 0x48, 1);
        assertEquals(4, ports.read(0x700, 1));
        ports.write(0x700, 0xff, 1);
        assertEquals(0, ports.read(0x700, 1));
    }

    @Test
    void everyRegisterTakesEveryValueWithoutAnException() {
        for (int offset = 0; offset < 256; offset++) {
            for (int value : new int[] {0, -1, 0x5555_5555}) {
                chip.writeConfig(offset & ~3, value, 4);
                ports.write(PM + (offset & 63), value, 1);
                ports.write(0x700 + (offset & 15), value, 1);
                ports.read(PM + (offset & 63), 1);
            }
        }
    }

    @Test
    void restoredCopyOverflowsAtTheSameCycle() throws Exception {
        ports.write(PMCNTRL, 1, 2);
        ports.write(PMEN, 1, 2);
        runTo(1_000_000);
        byte[] saved = StateWriter.encode(chip.save());
        Scheduler other = new Scheduler(clock);
        Piix4PowerManagement copy = chip(other);
        copy.restore(StateReader.decode(saved, copy.powerOn()));
        copy.settle();
        assertEquals(OVERFLOW, other.nextDeadline());
        assertEquals(scheduler.nextDeadline(), other.nextDeadline());
        org.junit.jupiter.api.Assertions.assertArrayEquals(saved, StateWriter.encode(copy.save()));
        IoDevice pm = copy.powerManagementPorts();
        assertEquals(ports.read(PM, 4), pm.read(0, 4));
    }
}
