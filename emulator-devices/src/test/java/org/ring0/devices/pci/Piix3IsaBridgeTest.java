package org.ring0.devices.pci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ring0.core.device.HostControl;
import org.ring0.core.irq.IrqLine;

class Piix3IsaBridgeTest {
    private final boolean[] irq = new boolean[16];
    private int resets;
    private final Piix3IsaBridge bridge = new Piix3IsaBridge(lines(), new HostControl() {
        @Override
        public void powerOff() {}

        @Override
        public void reset() {
            resets++;
        }

        @Override
        public void debugExit(int value) {}

        @Override
        public void hostError(String sentence) {}
    });

    private IrqLine[] lines() {
        IrqLine[] lines = new IrqLine[16];
        for (int i = 0; i < lines.length; i++) {
            int number = i;
            lines[i] = high -> irq[number] = high;
        }
        return lines;
    }

    @Test
    void pirqReachesTheInterruptItIsRoutedTo() {
        IrqLine a = bridge.pirq(0);
        a.set(true);
        bridge.writeConfig(0x60, 0x0b, 1);
        assertTrue(irq[11]);
        bridge.writeConfig(0x60, 0x0a, 1);
        assertFalse(irq[11]);
        assertTrue(irq[10]);
        bridge.writeConfig(0x60, 0x80, 1);
        assertFalse(irq[10]);
    }

    @Test
    void sharedPirqStaysHighUntilAllItsDriversLetGo() {
        bridge.writeConfig(0x61, 0x09, 1);
        IrqLine one = bridge.pirq(1);
        IrqLine two = bridge.pirq(1);
        one.set(true);
        two.set(true);
        one.set(false);
        assertTrue(irq[9]);
        two.set(false);
        assertFalse(irq[9]);
    }

    @Test
    void reservedInterruptsCannotBeRoutedTo() {
        bridge.pirq(2).set(true);
        for (int number : new int[] {0, 1, 2, 8, 13}) {
            bridge.writeConfig(0x62, number, 1);
            assertFalse(irq[number]);
        }
    }

    @Test
    void risingResetBitResetsOnce() {
        bridge.resetControl().write(0, 0x02);
        assertEquals(0, resets);
        bridge.resetControl().write(0, 0x06);
        bridge.resetControl().write(0, 0x06);
        assertEquals(1, resets);
        assertEquals(0x06, bridge.resetControl().read(0));
    }

    @Test
    void restoredCopyRoutesTheSameWay() {
        bridge.writeConfig(0x63, 0x05, 1);
        Piix3IsaBridge.State saved = bridge.save();
        bridge.reset();
        bridge.pirq(3).set(true);
        assertFalse(irq[5]);
        bridge.restore(saved);
        bridge.settle();
        assertTrue(irq[5]);
        assertArrayEquals(saved.config(), bridge.save().config());
    }
}
