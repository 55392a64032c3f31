package org.ring0.devices.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ring0.core.irq.IrqLine;

class CoprocessorErrorTest {
    private boolean irq13;
    private boolean ignne;
    private final CoprocessorError device = new CoprocessorError(level -> irq13 = level, level -> ignne = level);
    private final IrqLine ferr = device.ferr();

    @Test
    void errorRaisesIrq13UntilPortF0IsWritten() {
        ferr.set(true);
        assertTrue(irq13);
        ferr.set(false);
        assertTrue(irq13);
        device.write(0, 0);
        assertFalse(irq13);
    }

    @Test
    void writeOfPortF0LetsTheCpuIgnoreTheErrorWhileItLasts() {
        ferr.set(true);
        assertFalse(ignne);
        device.write(0, 0);
        assertTrue(ignne);
        ferr.set(false);
        assertFalse(ignne);
    }

    @Test
    void writeWithoutErrorDoesNotDriveIgnne() {
        device.write(0, 0);
        assertFalse(ignne);
    }

    @Test
    void acknowledgedErrorDoesNotInterruptAgainUntilItIsNew() {
        ferr.set(true);
        device.write(0, 0);
        ferr.set(true);
        assertFalse(irq13);
        ferr.set(false);
        ferr.set(true);
        assertTrue(irq13);
    }

    @Test
    void restoredCopyDrivesTheSameWires() {
        ferr.set(true);
        device.write(0, 0);
        boolean[] wires = new boolean[2];
        CoprocessorError copy = new CoprocessorError(level -> wires[0] = level, level -> wires[1] = level);
        copy.restore(device.save());
        copy.settle();
        assertEquals(device.save(), copy.save());
        assertFalse(wires[0]);
        assertTrue(wires[1]);
        copy.ferr().set(false);
        assertFalse(wires[1]);
    }
}
