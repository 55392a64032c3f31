package org.ring0.devices.interrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class IoApicTest {
    private static final int LEVEL = 1 << 15;
    private static final int LOW_ACTIVE = 1 << 13;
    private static final int MASKED = 1 << 16;
    private static final int LOGICAL = 1 << 11;

    private VirtualTime time;
    private ApicBus bus;
    private IoApic io;
    private ApicCpu cpu;
    private ApicCpu other;

    @BeforeEach
    void build() {
        time = new VirtualTime();
        bus = new ApicBus();
        io = new IoApic(bus);
        cpu = new ApicCpu(0, LocalApic.Features.P6, time, bus).enabled();
        other = new ApicCpu(1, LocalApic.Features.P6, time, bus).enabled();
    }

    private int read(int register) {
        io.write(0x00, register, 4);
        return io.read(0x10, 4);
    }

    private void write(int register, int value) {
        io.write(0x00, register, 4);
        io.write(0x10, value, 4);
    }

    private void route(int input, int entry, int destination) {
        write(0x11 + 2 * input, destination << 24);
        write(0x10 + 2 * input, entry);
    }

    @Test
    void identifiesItselfWith24MaskedInputs() {
        assertEquals(0x0017_0020, read(1));
        assertEquals(0, read(0));
        for (int input = 0; input < IoApic.INPUTS; input++) {
            assertEquals(MASKED, read(0x10 + 2 * input));
            assertEquals(0, read(0x11 + 2 * input));
        }
        write(0, -1);
        assertEquals(0x0f00_0000, read(0));
        assertEquals(0x0f00_0000, read(2));
        assertEquals(0, read(0x40));
        assertThrows(IllegalArgumentException.class, () -> io.input(24));
    }

    @Test
    void edgeIsOneInterruptAtItsDestination() {
        route(4, 0x34, 1);
        io.input(4).set(true);
        assertFalse(cpu.intr.high);
        assertEquals(0x34, other.apic.acknowledge());
        other.endOfInterrupt();
        assertFalse(other.intr.high);
        io.input(4).set(false);
        io.input(4).set(true);
        assertTrue(other.intr.high);
    }

    @Test
    void edgeIsForgottenWhileMasked() {
        route(4, MASKED | 0x34, 0);
        io.input(4).set(true);
        route(4, 0x34, 0);
        assertFalse(cpu.intr.high);
    }

    @Test
    void lowActiveEdgeIsAFallingOne() {
        io.input(5).set(true);
        route(5, LOW_ACTIVE | 0x35, 0);
        io.input(5).set(false);
        assertEquals(0x35, cpu.apic.acknowledge());
    }

    @Test
    void levelWaitsForItsEndAndComesAgainIfStillHigh() {
        route(9, LEVEL | 0x39, 0);
        io.input(9).set(true);
        assertEquals(LEVEL | 1 << 14 | 0x39, read(0x22));
        assertEquals(0x39, cpu.apic.acknowledge());
        assertEquals(1 << 25, cpu.read(0x190));
        cpu.endOfInterrupt();
        assertTrue(cpu.intr.high);
        cpu.apic.acknowledge();
        io.input(9).set(false);
        cpu.endOfInterrupt();
        assertFalse(cpu.intr.high);
        assertEquals(LEVEL | 0x39, read(0x22));
    }

    @Test
    void lowActiveLevelRequestsWhileItsLineIsLow() {
        route(16, LEVEL | LOW_ACTIVE | 0x50, 0);
        assertTrue(cpu.intr.high);
        io.input(16).set(true);
        cpu.apic.acknowledge();
        cpu.endOfInterrupt();
        assertFalse(cpu.intr.high);
    }

    @Test
    void eoiRegisterEndsByVector() {
        route(9, LEVEL | 0x39, 0);
        io.input(9).set(true);
        io.input(9).set(false);
        io.write(0x40, 0x38, 4);
        assertEquals(LEVEL | 1 << 14 | 0x39, read(0x22));
        io.write(0x40, 0x39, 4);
        assertEquals(LEVEL | 0x39, read(0x22));
    }

    @Test
    void changingAnEntryToEdgeForgetsTheRemoteRequest() {
        route(9, LEVEL | 0x39, 0);
        io.input(9).set(true);
        io.input(9).set(false);
        route(9, MASKED | 0x39, 0);
        route(9, LEVEL | 0x39, 0);
        assertEquals(LEVEL | 0x39, read(0x22));
    }

    @Test
    void levelThatNobodyTookIsSentWhenSomebodyMay() {
        cpu.write(ApicRegisters.SVR, 0xff);
        route(9, LEVEL | 0x39, 0);
        io.input(9).set(true);
        assertEquals(LEVEL | 1 << 12 | 0x39, read(0x22));
        cpu.enabled();
        assertEquals(0x39, cpu.apic.acknowledge());
        assertEquals(LEVEL | 1 << 14 | 0x39, read(0x22));
    }

    @Test
    void logicalLowestPriorityChoosesOne() {
        cpu.write(0xd0, 1 << 24);
        other.write(0xd0, 2 << 24);
        cpu.write(0x80, 0x10);
        route(14, LOGICAL | 1 << 8 | 0x4e, 3);
        io.input(14).set(true);
        assertFalse(cpu.intr.high);
        assertTrue(other.intr.high);
    }

    @Test
    void extIntInputIsTheOldControllers() {
        route(0, 7 << 8, 0);
        io.input(0).set(true);
        cpu.external.add(0x08);
        assertEquals(0x08, cpu.apic.acknowledge());
        assertEquals(0, cpu.read(0x100));
    }

    @Test
    void nmiInputIsAnEdgeWhateverTheTriggerSays() {
        route(2, LEVEL | 4 << 8, 0);
        io.input(2).set(true);
        assertEquals(1, cpu.nmis);
        cpu.enabled();
        assertEquals(1, cpu.nmis);
    }

    @Test
    void narrowWritesToTheWindowAreDropped() {
        io.write(0, 0x20, 1);
        io.write(0x10, 0x33, 1);
        assertEquals(MASKED, io.read(0x10, 4));
        assertEquals(1, io.read(0x12, 1));
    }

    @Test
    void restoredChipGoesOnTheSameWay() {
        route(9, LEVEL | 0x39, 0);
        route(4, 0x34, 0);
        io.input(9).set(true);
        ApicBus otherBus = new ApicBus();
        IoApic copy = new IoApic(otherBus);
        ApicCpu copyCpu = new ApicCpu(0, LocalApic.Features.P6, time, otherBus);
        States.transfer(io, copy);
        States.transfer(cpu.apic, copyCpu.apic);
        copy.input(9).set(true);
        for (ApicCpu c : new ApicCpu[] {cpu, copyCpu}) {
            assertEquals(0x39, c.apic.acknowledge());
            c.endOfInterrupt();
            assertTrue(c.intr.high);
        }
        States.assertSame(io, copy);
        io.reset();
        assertEquals(MASKED, read(0x22));
    }
}
