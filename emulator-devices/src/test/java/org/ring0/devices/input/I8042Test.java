package org.ring0.devices.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.Probe;
import org.ring0.devices.RecordedHost;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class I8042Test {
    private VirtualTime time;
    private ClockDomain microseconds;
    private Probe irq1;
    private Probe irq12;
    private Probe a20;
    private Ps2Keyboard keyboard;
    private Ps2Mouse mouse;
    private I8042 controller;

    private final RecordedHost host = new RecordedHost();

    @BeforeEach
    void build() {
        time = new VirtualTime();
        microseconds = time.domain(1_000_000);
        irq1 = new Probe();
        irq12 = new Probe();
        a20 = new Probe();
        keyboard = new Ps2Keyboard(microseconds, time.scheduler);
        mouse = new Ps2Mouse(microseconds, time.scheduler);
        controller = new I8042(microseconds, time.scheduler, new I8042.Wires(irq1, irq12, a20, host), keyboard, mouse);
    }

    private int status() {
        return controller.command().read(0);
    }

    private void command(int value) {
        controller.command().write(0, value);
    }

    private void data(int value) {
        controller.data().write(0, value);
    }

    /** Waits for a byte as a driver does. */
    private int read() {
        for (int i = 0; i < 1000 && (status() & 1) == 0; i++) {
            time.passMicros(1);
        }
        assertEquals(1, status() & 1, "no byte came");
        return controller.data().read(0);
    }

    private void key(Key key, boolean pressed) {
        keyboard.key(new KeyEvent(key, pressed));
    }

    private int ask(int command) {
        command(command);
        return read();
    }

    @Test
    void selfTestPassesAndSetsTheSystemFlag() {
        assertEquals(0, status() & 0x04);
        assertEquals(0x55, ask(0xaa));
        assertEquals(0x04, status() & 0x04);
        assertEquals(0x00, ask(0xab));
        assertEquals(0x00, ask(0xa9));
    }

    @Test
    void commandByteAndRamReadBack() {
        command(0x60);
        data(0x65);
        assertEquals(0x65, ask(0x20));
        command(0x7f);
        data(0x99);
        assertEquals(0x99, ask(0x3f));
    }

    @Test
    void statusTellsCommandFromData() {
        command(0x60);
        assertEquals(0x18, status() & 0x18);
        data(0x45);
        assertEquals(0x10, status() & 0x18);
    }

    @Test
    void disablingSetsTheCommandByte() {
        command(0xad);
        command(0xa7);
        assertEquals(0x71, ask(0x20));
        command(0xae);
        command(0xa8);
        assertEquals(0x41, ask(0x20));
    }

    @Test
    void keyArrivesTranslatedWithIrq1() {
        key(Key.A, true);
        assertFalse(irq1.high);
        time.passMicros(20);
        assertTrue(irq1.high);
        assertEquals(0x11, status() & 0x31);
        assertEquals(0x1e, controller.data().read(0));
        assertFalse(irq1.high);
        key(Key.A, false);
        assertEquals(0x9e, read());
        assertEquals(2, irq1.rises);
    }

    @Test
    void keyArrivesInSet2WithoutTranslation() {
        command(0x60);
        data(0x01);
        key(Key.UP, true);
        key(Key.UP, false);
        int[] expected = {0xe0, 0x75, 0xe0, 0xf0, 0x75};
        for (int code : expected) {
            assertEquals(code, read());
        }
    }

    @Test
    void disabledKeyboardKeepsItsCodesForLater() {
        command(0xad);
        key(Key.B, true);
        time.passMillis(1);
        assertEquals(0, status() & 1);
        command(0xae);
        assertEquals(0x30, read());
    }

    @Test
    void controllerAnswersBeforeTheDevices() {
        key(Key.A, true);
        key(Key.B, true);
        time.passMillis(1);
        command(0x20);
        assertEquals(0x1e, controller.data().read(0));
        assertEquals(0x41, controller.data().read(0));
        assertEquals(0x30, read());
    }

    @Test
    void dataPortReadsTheSameByteAgain() {
        key(Key.A, true);
        assertEquals(0x1e, read());
        assertEquals(0x1e, controller.data().read(0));
        assertEquals(0, status() & 1);
    }

    @Test
    void outputPortSwitchesA20() {
        assertEquals(0xcf, ask(0xd0));
        command(0xd1);
        data(0xdf);
        assertTrue(a20.high);
        command(0xd1);
        data(0xdd);
        assertFalse(a20.high);
        assertEquals(0xcd, ask(0xd0));
        command(0xdf);
        assertTrue(a20.high);
        command(0xdd);
        assertFalse(a20.high);
        assertEquals(0, host.resets);
    }

    @Test
    void pulseOfBit0AndAClearedResetBitResetTheMachine() {
        command(0xff);
        command(0xf1);
        assertEquals(0, host.resets);
        command(0xfe);
        assertEquals(1, host.resets);
        command(0xd1);
        data(0xde);
        assertEquals(2, host.resets);
    }

    @Test
    void writtenOutputBufferLooksLikeTheDevices() {
        command(0x60);
        data(0x47);
        command(0xd2);
        data(0x5a);
        assertTrue(irq1.high);
        assertEquals(0x5a, controller.data().read(0));
        command(0xd3);
        data(0xa5);
        assertTrue(irq12.high);
        assertFalse(irq1.high);
        assertEquals(0x21, status() & 0x21);
        assertEquals(0xa5, controller.data().read(0));
        assertFalse(irq12.high);
    }

    @Test
    void mouseIsSpokenToThroughD4() {
        command(0x60);
        data(0x47);
        command(0xd4);
        data(0xf2);
        time.passMicros(20);
        assertTrue(irq12.high);
        assertEquals(0xfa, read());
        assertEquals(0x00, read());
    }

    @Test
    void interruptsOffMeansPolling() {
        command(0x60);
        data(0x40);
        key(Key.A, true);
        time.passMillis(1);
        assertFalse(irq1.high);
        assertEquals(0x1e, read());
    }

    @Test
    void keyboardCommandEnablesTheInterface() {
        command(0xad);
        data(0xee);
        assertEquals(0xee, read());
        assertEquals(0, ask(0x20) & 0x10);
    }

    @Test
    void passwordCommandsDoNotWedgeTheKeyboard() {
        assertEquals(0xf1, ask(0xa4));
        command(0xa5);
        data(0x1e);
        data(0x00);
        data(0xee);
        assertEquals(0xee, read());
    }

    @Test
    void restoredControllerGoesOnTheSameWay() {
        key(Key.RIGHT_CTRL, true);
        key(Key.RIGHT_CTRL, false);
        time.passMicros(25);
        read();
        Probe otherIrq = new Probe();
        Ps2Keyboard otherKeyboard = new Ps2Keyboard(microseconds, time.scheduler);
        Ps2Mouse otherMouse = new Ps2Mouse(microseconds, time.scheduler);
        I8042 other = new I8042(
                microseconds,
                time.scheduler,
                new I8042.Wires(otherIrq, new Probe(), new Probe(), host),
                otherKeyboard,
                otherMouse);
        States.transfer(keyboard, otherKeyboard);
        States.transfer(mouse, otherMouse);
        States.transfer(controller, other);
        for (int i = 0; i < 3; i++) {
            time.passMicros(50);
            assertEquals(irq1.high, otherIrq.high);
            assertEquals(controller.data().read(0), other.data().read(0));
        }
        States.assertSame(keyboard, otherKeyboard);
        States.assertSame(controller, other);
    }
}
