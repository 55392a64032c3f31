package org.ring0.devices.interrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class LocalApicTest {
    private static final int LVT_LINT0 = 0x350;
    private static final int LVT_LINT1 = 0x360;
    private static final int ICR_HIGH = 0x310;
    private static final int MASKED = 1 << 16;

    private VirtualTime time;
    private ApicBus bus;
    private ApicCpu cpu;
    private ApicCpu other;

    @BeforeEach
    void twoCpus() {
        time = new VirtualTime();
        bus = new ApicBus();
        cpu = new ApicCpu(0, ApicCpu.ALL, time, bus).enabled();
        other = new ApicCpu(1, ApicCpu.ALL, time, bus).enabled();
    }

    @Test
    void registersHaveTheirValuesAfterReset() {
        ApicCpu fresh = new ApicCpu(3, LocalApic.Features.P6, time, new ApicBus());
        assertEquals(3 << 24, fresh.read(0x20));
        assertEquals(0x0005_0014, fresh.read(0x30));
        assertEquals(0, fresh.read(0x80));
        assertEquals(0, fresh.read(0xd0));
        assertEquals(-1, fresh.read(0xe0));
        assertEquals(0xff, fresh.read(0xf0));
        for (int lvt = 0x320; lvt <= 0x370; lvt += 0x10) {
            assertEquals(MASKED, fresh.read(lvt));
        }
        assertEquals(0xfee0_0000L, fresh.window);
        assertEquals(0xfee0_0800L, fresh.apic.port().read(0x1b));
        assertEquals(0xfee0_0900L, cpu.apic.port().read(0x1b));
    }

    @Test
    void selfInterruptIsRequestedServedAndEnded() {
        cpu.interruptSelf(0x41);
        assertTrue(cpu.intr.high);
        assertEquals(2, cpu.read(0x220));
        assertEquals(0x41, cpu.apic.acknowledge());
        assertFalse(cpu.intr.high);
        assertEquals(0, cpu.read(0x220));
        assertEquals(2, cpu.read(0x120));
        assertEquals(0x40, cpu.read(0xa0));
        cpu.endOfInterrupt();
        assertEquals(0, cpu.read(0x120));
        assertEquals(0, cpu.read(0xa0));
    }

    @Test
    void higherClassInterruptsAndTheSameClassWaits() {
        cpu.interruptSelf(0x51);
        cpu.apic.acknowledge();
        cpu.interruptSelf(0x5f);
        assertFalse(cpu.intr.high);
        cpu.interruptSelf(0x60);
        assertEquals(0x60, cpu.apic.acknowledge());
        cpu.endOfInterrupt();
        assertFalse(cpu.intr.high);
        cpu.endOfInterrupt();
        assertEquals(0x5f, cpu.apic.acknowledge());
    }

    @Test
    void taskPriorityHoldsBackItsClassAndBelow() {
        cpu.write(0x80, 0x51);
        assertEquals(0x51, cpu.read(0xa0));
        cpu.interruptSelf(0x5f);
        assertFalse(cpu.intr.high);
        cpu.write(0x80, 0x4f);
        assertTrue(cpu.intr.high);
    }

    @Test
    void controlRegisterEightIsTheUpperHalfOfTheTaskPriority() {
        cpu.write(0x80, 0x5f);
        assertEquals(5, cpu.apic.port().taskPriority());
        cpu.interruptSelf(0x5f);
        assertFalse(cpu.intr.high);
        cpu.apic.port().setTaskPriority(4);
        assertEquals(0x40, cpu.read(0x80));
        assertTrue(cpu.intr.high);
    }

    @Test
    void initAndStartUpToNobodyAreLost() {
        cpu.write(ICR_HIGH, 9 << 24);
        cpu.write(0x300, 0x4500);
        cpu.write(0x300, 0x4608);
        assertEquals(0, cpu.inits + other.inits);
        assertEquals(-1, Math.max(cpu.startPage, other.startPage));
        assertEquals(0, cpu.errors());
        assertEquals(0, cpu.read(0x300) & 1 << 12);
    }

    @Test
    void requestThatIsHeldBackAfterAllGivesTheSpuriousVectorAndNoService() {
        cpu.interruptSelf(0x51);
        cpu.write(0x80, 0xf0);
        assertEquals(0xff, cpu.apic.acknowledge());
        assertEquals(0, cpu.read(0x120));
        assertEquals(1 << 17, cpu.read(0x220));
    }

    @Test
    void disabledBySoftwareItMasksItsVectorsAndTakesNothing() {
        cpu.write(LVT_LINT0, 0x700);
        cpu.write(0xf0, 0xff);
        assertEquals(MASKED | 0x700, cpu.read(LVT_LINT0));
        cpu.write(LVT_LINT0, 0x700);
        assertEquals(MASKED | 0x700, cpu.read(LVT_LINT0));
        cpu.interruptSelf(0x41);
        assertEquals(0, cpu.read(0x220));
        cpu.write(ICR_HIGH, 0);
        cpu.write(0x300, 0x400);
        assertEquals(1, cpu.nmis);
    }

    @Test
    void virtualWirePassesTheOldControllersInterruptsOn() {
        ApicCpu boot = new ApicCpu(0, LocalApic.Features.P6, time, new ApicBus());
        boot.apic.lint0().set(true);
        assertFalse(boot.intr.high);
        boot.apic.enterVirtualWireMode();
        assertTrue(boot.intr.high);
        boot.external.add(0x08);
        assertEquals(0x08, boot.apic.acknowledge());
        boot.apic.lint0().set(false);
        assertFalse(boot.intr.high);
        assertEquals(0, boot.read(0x100));
        boot.apic.lint1().set(true);
        assertEquals(1, boot.nmis);
    }

    @Test
    void disabledInItsBaseThePinsAreIntrAndNmi() {
        assertTrue(cpu.apic.port().write(0x1b, 0xfee0_0100L));
        assertFalse(cpu.apic.port().isEnabled());
        assertEquals(-1, cpu.window);
        cpu.apic.lint0().set(true);
        cpu.external.add(0x33);
        assertEquals(0x33, cpu.apic.acknowledge());
        cpu.apic.lint1().set(true);
        assertEquals(1, cpu.nmis);
        assertTrue(cpu.apic.port().write(0x1b, 0xfee0_0900L));
        assertEquals(0xff, cpu.read(0xf0));
        assertFalse(cpu.intr.high);
    }

    @Test
    void ownInterruptsComeBeforeTheOldControllers() {
        cpu.write(LVT_LINT0, 0x700);
        cpu.apic.lint0().set(true);
        cpu.interruptSelf(0x20);
        cpu.external.add(0xaa);
        assertEquals(0x20, cpu.apic.acknowledge());
        assertTrue(cpu.intr.high);
        assertEquals(0xaa, cpu.apic.acknowledge());
    }

    @Test
    void lint0AsLevelComesAgainAfterItsEndAsLongAsItIsHigh() {
        cpu.write(LVT_LINT0, 1 << 15 | 0x66);
        cpu.apic.lint0().set(true);
        assertEquals(1 << 15 | 1 << 14 | 0x66, cpu.read(LVT_LINT0));
        cpu.apic.acknowledge();
        cpu.endOfInterrupt();
        assertEquals(0x66, cpu.apic.acknowledge());
        cpu.apic.lint0().set(false);
        cpu.endOfInterrupt();
        assertFalse(cpu.intr.high);
        assertEquals(1 << 15 | 0x66, cpu.read(LVT_LINT0));
    }

    @Test
    void lowActivePinFiresWhenItFalls() {
        cpu.apic.lint1().set(true);
        cpu.write(LVT_LINT1, 1 << 13 | 0x70);
        cpu.apic.lint1().set(false);
        assertEquals(0x70, cpu.apic.acknowledge());
    }

    @Test
    void physicalInterruptGoesToTheIdAndBroadcastToAll() {
        cpu.write(ICR_HIGH, 1 << 24);
        cpu.write(0x300, 0x4050);
        assertFalse(cpu.intr.high);
        assertEquals(0x50, other.apic.acknowledge());
        cpu.write(ICR_HIGH, 0xff << 24);
        cpu.write(0x300, 0x4061);
        assertEquals(0x61, cpu.apic.acknowledge());
        assertEquals(0x61, other.apic.acknowledge());
    }

    @Test
    void shorthandsReachAllOrAllOthers() {
        cpu.write(0x300, 3 << 18 | 0x4051);
        assertFalse(cpu.intr.high);
        assertTrue(other.intr.high);
        cpu.write(0x300, 2 << 18 | 0x4052);
        assertTrue(cpu.intr.high);
    }

    @Test
    void logicalDestinationsAreSetsInTheFlatModel() {
        cpu.write(0xd0, 1 << 24);
        other.write(0xd0, 2 << 24);
        cpu.write(ICR_HIGH, 2 << 24);
        cpu.write(0x300, 0x4850);
        assertFalse(cpu.intr.high);
        assertTrue(other.intr.high);
        cpu.write(ICR_HIGH, 3 << 24);
        cpu.write(0x300, 0x4850);
        assertTrue(cpu.intr.high);
    }

    @Test
    void clusterModelTakesItsClusterAndTheBroadcastCluster() {
        for (ApicCpu c : new ApicCpu[] {cpu, other}) {
            c.write(0xe0, 0);
        }
        cpu.write(0xd0, 0x11 << 24);
        other.write(0xd0, 0x21 << 24);
        cpu.write(ICR_HIGH, 0x21 << 24);
        cpu.write(0x300, 0x4850);
        assertFalse(cpu.intr.high);
        assertTrue(other.intr.high);
        cpu.write(ICR_HIGH, 0xf1 << 24);
        cpu.write(0x300, 0x4850);
        assertTrue(cpu.intr.high);
    }

    @Test
    void lowestPriorityGoesToTheIdlerOrToTheFocus() {
        cpu.write(0x80, 0x20);
        cpu.write(0x300, 2 << 18 | 0x4160);
        assertFalse(cpu.intr.high);
        assertTrue(other.intr.high);
        cpu.interruptSelf(0x71);
        cpu.write(0x300, 2 << 18 | 0x4171);
        assertEquals(1, other.read(0x230));
    }

    @Test
    void initResetsButTheIdAndStartUpIsPassedOn() {
        other.write(0x20, 7 << 24);
        other.write(0x80, 0x30);
        cpu.write(ICR_HIGH, 7 << 24);
        cpu.write(0x300, 0xc500);
        assertEquals(1, other.inits);
        assertEquals(0, other.read(0x80));
        assertEquals(0xff, other.read(0xf0));
        assertEquals(7 << 24, other.read(0x20));
        cpu.write(0x300, 0x8500);
        assertEquals(1, other.inits);
        cpu.write(0x300, 0x469a);
        assertEquals(0x9a, other.startPage);
        assertEquals(0x469a, cpu.read(0x300));
    }

    @Test
    void illegalVectorsAreErrorsOfSenderAndReceiver() {
        cpu.write(0x370, 0x90);
        cpu.write(0x300, 0x400f);
        assertEquals(0x90, cpu.apic.acknowledge());
        assertEquals(0x20, cpu.errors());
        assertEquals(0, cpu.errors());
        cpu.write(LVT_LINT1, 0x0f);
        cpu.apic.lint1().set(true);
        assertEquals(0x40, cpu.errors());
    }

    @Test
    void errorVectorThatIsItselfIllegalDoesNotLoop() {
        cpu.write(0x370, 0x05);
        cpu.write(0x300, 0x400f);
        assertEquals(0x60, cpu.errors());
    }

    @Test
    void reservedRegistersAreErrors() {
        cpu.read(0x40);
        assertEquals(0x80, cpu.errors());
        cpu.write(0x2f0, 1);
        assertEquals(0x80, cpu.errors());
        cpu.apic.registers().write(0x80, 0x12, 1);
        assertEquals(0, cpu.read(0x80));
        assertEquals(0x05, cpu.apic.registers().read(0x32, 1));
        assertEquals(0, cpu.errors());
    }

    @Test
    void x2apicIsEnteredFromXapicAndLeftForDisabledOnly() {
        var msr = cpu.apic.port();
        assertFalse(msr.canRead(0x802));
        assertFalse(msr.write(0x1b, 0xfee0_0500L));
        assertTrue(msr.write(0x1b, 0xfee0_0d00L));
        assertEquals(-1, cpu.window);
        assertFalse(msr.write(0x1b, 0xfee0_0900L));
        assertTrue(msr.write(0x1b, 0xfee0_0100L));
        assertFalse(msr.write(0x1b, 0xfee0_0d00L));
        assertFalse(msr.write(0x1b, 0xfee0_0901L));
    }

    @Test
    void p6HasNeitherX2apicNorDeadline() {
        var msr = new ApicCpu(0, LocalApic.Features.P6, time, new ApicBus()).apic.port();
        assertFalse(msr.write(0x1b, 0xfee0_0d00L));
        assertFalse(msr.write(0x1b, 0x10_fee0_0900L));
        assertFalse(msr.canRead(0x6e0));
        assertFalse(msr.write(0x6e0, 1));
    }

    @Test
    void x2apicRegistersAreModelSpecificAndStrict() {
        var msr = cpu.apic.port();
        msr.write(0x1b, 0xfee0_0d00L);
        assertEquals(0, msr.read(0x802));
        assertEquals(0x0005_0014, msr.read(0x803));
        assertEquals(1, msr.read(0x80d));
        assertTrue(msr.write(0x808, 0x20));
        assertEquals(0x20, msr.read(0x80a));
        assertTrue(msr.write(0x83f, 0x31));
        assertEquals(0x31, cpu.apic.acknowledge());
        assertTrue(msr.write(0x80b, 0));
        assertFalse(msr.write(0x80b, 1));
        assertFalse(msr.write(0x808, 0x100));
        assertFalse(msr.write(0x802, 0));
        assertFalse(msr.write(0x80e, 0));
        assertFalse(msr.canRead(0x80e));
        assertFalse(msr.canRead(0x80b));
        assertFalse(msr.canRead(0x831));
        assertFalse(msr.write(0x832, 1L << 32));
        assertTrue(msr.write(0x830, 1L << 32 | 0x4055));
        assertEquals(0x55, other.apic.acknowledge());
    }

    @Test
    void extIntMessageIsAcknowledgedAtTheOldController() {
        bus.deliver(new ApicMessage(DeliveryMode.EXTINT, 0, false, false, 0));
        cpu.external.add(0x30);
        assertTrue(cpu.intr.high);
        assertEquals(0x30, cpu.apic.acknowledge());
        assertFalse(cpu.intr.high);
    }

    @Test
    void restoredApicGoesOnTheSameWay() {
        cpu.write(0x80, 0x10);
        cpu.write(LVT_LINT0, 0x700);
        cpu.write(0x3e0, 3);
        cpu.write(0x320, 1 << 17 | 0x40);
        cpu.write(0x380, 777);
        cpu.interruptSelf(0x55);
        cpu.apic.acknowledge();
        cpu.apic.lint0().set(true);
        time.pass(40_000);
        ApicCpu copy = new ApicCpu(0, ApicCpu.ALL, time, new ApicBus());
        States.transfer(cpu.apic, copy.apic);
        assertEquals(cpu.intr.high, copy.intr.high);
        cpu.write(LVT_LINT0, MASKED);
        copy.write(LVT_LINT0, MASKED);
        for (int i = 0; i < 20; i++) {
            time.pass(12_345);
            assertEquals(cpu.read(0x390), copy.read(0x390));
            cpu.endOfInterrupt();
            copy.endOfInterrupt();
            assertEquals(cpu.intr.high, copy.intr.high);
            assertEquals(cpu.apic.acknowledge(), copy.apic.acknowledge());
            States.assertSame(cpu.apic, copy.apic);
        }
    }
}
