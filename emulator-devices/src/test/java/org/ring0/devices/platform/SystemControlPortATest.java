package org.ring0.devices.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ring0.devices.Probe;
import org.ring0.devices.RecordedHost;
import org.ring0.devices.States;

class SystemControlPortATest {
    private final Probe a20 = new Probe();
    private final RecordedHost host = new RecordedHost();
    private final SystemControlPortA port = new SystemControlPortA(a20, host);

    @Test
    void bit1SwitchesA20() {
        port.write(0, 0x02);
        assertTrue(a20.high);
        assertEquals(0x02, port.read(0));
        port.write(0, 0x00);
        assertFalse(a20.high);
        assertEquals(0, host.resets);
    }

    @Test
    void risingBit0ResetsOnce() {
        port.write(0, 0x01);
        port.write(0, 0x01);
        assertEquals(1, host.resets);
        port.write(0, 0x00);
        port.write(0, 0x01);
        assertEquals(2, host.resets);
    }

    @Test
    void restoringDrivesNothing() {
        port.write(0, 0x02);
        Probe otherA20 = new Probe();
        SystemControlPortA other = new SystemControlPortA(otherA20, host);
        States.transfer(port, other);
        assertEquals(0x02, other.read(0));
        assertFalse(otherA20.high);
    }
}
