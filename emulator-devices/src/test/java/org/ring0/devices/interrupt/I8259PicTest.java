package org.ring0.devices.interrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.devices.Probe;
import org.ring0.devices.States;

class I8259PicTest {
    private static final int EOI = 0x20;
    private static final int READ_IRR = 0x0a;
    private static final int READ_ISR = 0x0b;

    private Probe intr;
    private I8259Pic master;
    private I8259Pic slave;

    @BeforeEach
    void wireAsInAPc() {
        intr = new Probe();
        CascadeBus cascade = new CascadeBus();
        master = new I8259Pic(intr, I8259Pic.Role.MASTER, cascade);
        slave = new I8259Pic(master.input(2), I8259Pic.Role.SLAVE, cascade);
        initialize(0x01);
    }

    private void initialize(int icw4) {
        initialize(master, 0x11, 0x20, 0x04, icw4);
        initialize(slave, 0x11, 0x28, 0x02, 0x01);
    }

    private static void initialize(I8259Pic pic, int icw1, int... words) {
        pic.write(0, icw1);
        for (int word : words) {
            pic.write(1, word);
        }
    }

    private void raise(int irq) {
        (irq < 8 ? master.input(irq) : slave.input(irq - 8)).set(true);
    }

    private void lower(int irq) {
        (irq < 8 ? master.input(irq) : slave.input(irq - 8)).set(false);
    }

    private static int irr(I8259Pic pic) {
        pic.write(0, READ_IRR);
        return pic.read(0);
    }

    private static int isr(I8259Pic pic) {
        pic.write(0, READ_ISR);
        return pic.read(0);
    }

    @Test
    void requestIsAcknowledgedWithItsVector() {
        raise(3);
        assertTrue(intr.high);
        assertEquals(0x08, irr(master));
        assertEquals(0x23, master.acknowledge());
        assertFalse(intr.high);
        assertEquals(0x08, isr(master));
        assertEquals(0, irr(master));
    }

    @Test
    void slaveAnswersTheCascadedAcknowledge() {
        raise(12);
        assertEquals(0x2c, master.acknowledge());
        assertEquals(0x04, isr(master));
        assertEquals(0x10, isr(slave));
    }

    @Test
    void maskedRequestWaitsUntilItIsUnmasked() {
        master.write(1, 0xff);
        raise(4);
        assertFalse(intr.high);
        assertEquals(0x10, irr(master));
        master.write(1, 0xef);
        assertTrue(intr.high);
        assertEquals(0xef, master.read(1));
    }

    @Test
    void higherPriorityInterruptsLowerAndNotTheReverse() {
        raise(4);
        assertEquals(0x24, master.acknowledge());
        raise(6);
        assertFalse(intr.high);
        raise(1);
        assertTrue(intr.high);
        assertEquals(0x21, master.acknowledge());
        master.write(0, EOI);
        assertEquals(0x10, isr(master));
        assertFalse(intr.high);
        master.write(0, EOI);
        assertEquals(0x26, master.acknowledge());
    }

    @Test
    void edgeInputNeedsANewEdge() {
        raise(5);
        master.acknowledge();
        master.write(0, EOI);
        raise(5);
        assertFalse(intr.high);
        lower(5);
        raise(5);
        assertTrue(intr.high);
    }

    @Test
    void edgeRequestGoesWithItsLineAndLeavesASpuriousVector() {
        raise(5);
        lower(5);
        assertFalse(intr.high);
        assertEquals(0x27, master.acknowledge());
        assertEquals(0, isr(master));
    }

    @Test
    void slaveWithoutARequestAnswersWithItsSpuriousVector() {
        slave.write(1, 0xff);
        assertEquals(0x2f, slave.acknowledge());
        assertEquals(0, isr(slave));
    }

    @Test
    void slaveInAutoEoiModePassesOnItsNextRequest() {
        initialize(slave, 0x11, 0x28, 0x02, 0x03);
        raise(9);
        raise(13);
        assertEquals(0x29, master.acknowledge());
        master.write(0, EOI);
        assertEquals(0x2d, master.acknowledge());
    }

    @Test
    void pulseIsLatchedUntilAcknowledged() {
        master.input(6).pulse();
        assertTrue(intr.high);
        assertEquals(0x26, master.acknowledge());
        master.write(0, EOI);
        assertFalse(intr.high);
    }

    @Test
    void levelInputRequestsAsLongAsItIsHigh() {
        slave.elcr().write(0, 0x08);
        raise(11);
        assertEquals(0x2b, master.acknowledge());
        slave.write(0, EOI);
        master.write(0, EOI);
        assertTrue(intr.high);
        lower(11);
        assertFalse(intr.high);
    }

    @Test
    void elcrKeepsTheSystemInputsEdgeTriggered() {
        master.elcr().write(0, 0xff);
        slave.elcr().write(0, 0xff);
        assertEquals(0xf8, master.elcr().read(0));
        assertEquals(0xde, slave.elcr().read(0));
    }

    @Test
    void ltimMakesAllInputsLevelTriggered() {
        initialize(master, 0x19, 0x20, 0x04, 0x01);
        raise(0);
        master.acknowledge();
        master.write(0, EOI);
        assertTrue(intr.high);
    }

    @Test
    void specificEoiEndsItsLevelOnly() {
        raise(6);
        master.acknowledge();
        raise(2 + 1);
        master.acknowledge();
        assertEquals(0x48, isr(master));
        master.write(0, 0x66);
        assertEquals(0x08, isr(master));
    }

    @Test
    void rotationOnEoiMakesTheServedInputTheLowest() {
        raise(2 + 2);
        raise(6);
        assertEquals(0x24, master.acknowledge());
        master.write(0, 0xa0);
        raise(3);
        assertEquals(0x26, master.acknowledge());
        master.write(0, 0xe6);
        lower(4);
        raise(4);
        raise(7);
        assertEquals(0x27, master.acknowledge());
    }

    @Test
    void setPriorityCommandChoosesTheLowest() {
        master.write(0, 0xc3);
        raise(3);
        raise(4);
        assertEquals(0x24, master.acknowledge());
        raise(0);
        assertFalse(intr.high && master.acknowledge() == 0x23);
    }

    @Test
    void autoEoiLeavesNothingInService() {
        initialize(0x03);
        raise(4);
        assertEquals(0x24, master.acknowledge());
        assertEquals(0, isr(master));
    }

    @Test
    void rotationInAutoEoiMovesThePriorities() {
        initialize(0x03);
        master.write(0, 0x80);
        raise(4);
        master.acknowledge();
        lower(4);
        raise(4);
        raise(7);
        assertEquals(0x27, master.acknowledge());
        master.write(0, 0x00);
        assertEquals(0x24, master.acknowledge());
    }

    @Test
    void specialMaskModeLetsLowerLevelsThroughAMaskedService() {
        raise(1);
        master.acknowledge();
        raise(6);
        assertFalse(intr.high);
        master.write(0, 0x68);
        master.write(1, 0x02);
        assertTrue(intr.high);
        assertEquals(0x26, master.acknowledge());
        master.write(0, EOI);
        assertEquals(0x02, isr(master));
        master.write(0, 0x48);
        raise(7);
        assertFalse(intr.high);
    }

    @Test
    void slaveCannotInterruptItselfUnlessSpecialFullyNested() {
        raise(13);
        master.acknowledge();
        raise(9);
        assertFalse(intr.high);
        setUpAgain(0x11);
        raise(13);
        master.acknowledge();
        raise(9);
        assertTrue(intr.high);
        assertEquals(0x29, master.acknowledge());
        raise(5);
        assertFalse(intr.high);
    }

    private void setUpAgain(int masterIcw4) {
        for (int irq = 8; irq < 16; irq++) {
            lower(irq);
        }
        initialize(masterIcw4);
    }

    @Test
    void pollReadsAndAcceptsTheHighestRequest() {
        raise(5);
        master.write(0, 0x0c);
        assertEquals(0x85, master.read(0));
        assertEquals(0x20, isr(master));
        master.write(0, 0x0c);
        assertEquals(0x00, master.read(0));
    }

    @Test
    void initializationClearsMaskServiceAndEdges() {
        raise(3);
        master.acknowledge();
        raise(4);
        master.write(1, 0xff);
        master.write(0, 0x11);
        assertEquals(0, master.read(0));
        assertFalse(intr.high);
        master.write(1, 0x40);
        master.write(1, 0x04);
        master.write(1, 0x01);
        assertEquals(0, master.read(1));
        assertEquals(0, isr(master));
        lower(4);
        raise(4);
        assertEquals(0x44, master.acknowledge());
    }

    @Test
    void singleModeSkipsIcw3AndIcw4IsOptional() {
        master.write(0, 0x12);
        master.write(1, 0x50);
        master.write(1, 0xfe);
        assertEquals(0xfe, master.read(1));
    }

    @Test
    void absentSlaveLeavesTheBusFloating() {
        CascadeBus cascade = new CascadeBus();
        I8259Pic alone = new I8259Pic(intr, I8259Pic.Role.MASTER, cascade);
        initialize(alone, 0x11, 0x20, 0x04, 0x01);
        alone.input(2).set(true);
        assertEquals(0xff, alone.acknowledge());
    }

    @Test
    void restoredPairGoesOnTheSameWayWithoutNewEdges() {
        raise(4);
        master.acknowledge();
        raise(12);
        Probe otherIntr = new Probe();
        CascadeBus cascade = new CascadeBus();
        I8259Pic otherMaster = new I8259Pic(otherIntr, I8259Pic.Role.MASTER, cascade);
        I8259Pic otherSlave = new I8259Pic(otherMaster.input(2), I8259Pic.Role.SLAVE, cascade);
        States.transfer(master, otherMaster);
        States.transfer(slave, otherSlave);
        otherMaster.input(4).set(true);
        otherSlave.input(4).set(true);
        assertEquals(intr.high, otherIntr.high);
        assertEquals(master.acknowledge(), otherMaster.acknowledge());
        States.assertSame(master, otherMaster);
        States.assertSame(slave, otherSlave);
    }

    @Test
    void resetKeepsDrivenLinesWithoutRequests() {
        raise(4);
        master.reset();
        assertFalse(intr.high);
        assertEquals(0, irr(master));
    }
}
