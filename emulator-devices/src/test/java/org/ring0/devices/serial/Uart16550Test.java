package org.ring0.devices.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.Probe;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class Uart16550Test {
    private static final int DATA = 0;
    private static final int IER = 1;
    private static final int IIR = 2;
    private static final int FCR = 2;
    private static final int LCR = 3;
    private static final int MCR = 4;
    private static final int LSR = 5;
    private static final int MSR = 6;
    /** Start, eight data bits and a stop bit at 9600 baud, in ticks of the crystal. */
    private static final long CHARACTER = 16 * 12 * 10;

    private VirtualTime time;
    private ClockDomain crystal;
    private Probe irq;
    private StringBuilder sent;
    private Uart16550 uart;

    @BeforeEach
    void programFor9600Baud() {
        time = new VirtualTime();
        crystal = time.domain(Uart16550.FREQUENCY);
        irq = new Probe();
        sent = new StringBuilder();
        uart = new Uart16550(
                crystal, time.scheduler, irq, value -> sent.append((char) value), Uart16550.Pace.LINE_RATE);
        uart.write(LCR, 0x80);
        uart.write(0, 12);
        uart.write(1, 0);
        uart.write(LCR, 0x03);
        uart.write(MCR, 0x0b);
    }

    private void characters(int count) {
        time.passTicks(crystal, count * CHARACTER);
    }

    private void receive(String text) {
        uart.receive(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void divisorLatchIsBehindDlab() {
        uart.write(LCR, 0x83);
        assertEquals(12, uart.read(0));
        assertEquals(0, uart.read(1));
        uart.write(LCR, 0x03);
        assertEquals(0, uart.read(1));
    }

    @Test
    void scratchAndModeRegistersReadBack() {
        uart.write(7, 0xa5);
        uart.write(IER, 0xff);
        uart.write(MCR, 0xff);
        assertEquals(0xa5, uart.read(7));
        assertEquals(0x0f, uart.read(IER));
        assertEquals(0x1f, uart.read(MCR));
    }

    @Test
    void hurriedCharactersLeaveATickApartButNotInLoopback() {
        uart = new Uart16550(crystal, time.scheduler, irq, value -> {}, Uart16550.Pace.AT_ONCE);
        uart.write(LCR, 0x03);
        uart.write(FCR, 0x01);
        uart.write(DATA, 'a');
        uart.write(DATA, 'b');
        assertEquals(0x00, uart.read(LSR));
        time.passTicks(crystal, 1);
        assertEquals(0x20, uart.read(LSR));
        time.passTicks(crystal, 1);
        assertEquals(0x60, uart.read(LSR));
        uart.write(MCR, 0x10);
        uart.write(DATA, 'c');
        time.passTicks(crystal, 16 * 10 - 1);
        assertEquals(0x20, uart.read(LSR));
        time.passTicks(crystal, 1);
        assertEquals(0x61, uart.read(LSR));
    }

    @Test
    void characterTakesItsTimeOnTheWire() {
        assertEquals(0x60, uart.read(LSR));
        uart.write(DATA, 'a');
        assertEquals("a", sent.toString());
        assertEquals(0x20, uart.read(LSR));
        uart.write(DATA, 'b');
        assertEquals(0x00, uart.read(LSR));
        time.passTicks(crystal, CHARACTER - 1);
        assertEquals(0x00, uart.read(LSR));
        time.passTicks(crystal, 1);
        assertEquals(0x20, uart.read(LSR));
        characters(1);
        assertEquals(0x60, uart.read(LSR));
    }

    @Test
    void characterTimesFollowTheFormat() {
        assertEquals(16 * 10, UartLine.characterTicks(0x03, 1));
        assertEquals(16 * 11, UartLine.characterTicks(0x0b, 1));
        assertEquals(16 * 12, UartLine.characterTicks(0x0f, 1));
        assertEquals(16 * 7 + 8, UartLine.characterTicks(0x04, 1));
        assertEquals(16 * 10 * 65_536L, UartLine.characterTicks(0x03, 0));
    }

    @Test
    void sixteenCharactersFitInTheTransmitterFifo() {
        uart.write(FCR, 0x07);
        for (int i = 0; i < 17; i++) {
            uart.write(DATA, 'x');
        }
        assertEquals(0x00, uart.read(LSR));
        characters(16);
        assertEquals(0x20, uart.read(LSR));
        characters(1);
        assertEquals(0x60, uart.read(LSR));
        assertEquals(17, sent.length());
    }

    @Test
    void thrEmptyInterruptIsClearedByReadingIirAndRaisedByTheNextEmpty() {
        uart.write(IER, 0x02);
        assertTrue(irq.high);
        assertEquals(0x02, uart.read(IIR));
        assertEquals(0x01, uart.read(IIR));
        assertFalse(irq.high);
        uart.write(DATA, 'a');
        assertTrue(irq.high);
        assertEquals(0x02, uart.read(IIR));
        uart.write(DATA, 'b');
        assertFalse(irq.high);
        characters(1);
        assertTrue(irq.high);
    }

    @Test
    void enablingTheThrEmptyInterruptAgainRaisesIt() {
        uart.write(IER, 0x02);
        uart.read(IIR);
        uart.write(IER, 0x00);
        uart.write(IER, 0x02);
        assertEquals(0x02, uart.read(IIR));
    }

    @Test
    void hostBytesArriveAtLineSpeedAndNoneIsLost() {
        receive("hello");
        assertEquals(0, uart.read(LSR) & 1);
        StringBuilder got = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            characters(1);
            assertEquals(1, uart.read(LSR) & 1);
            got.append((char) uart.read(DATA));
            assertEquals(0, uart.read(LSR) & 1);
        }
        assertEquals("hello", got.toString());
    }

    @Test
    void hostWaitsForAReceiverThatIsNotRead() {
        receive("abc");
        characters(100);
        assertEquals('a', uart.read(DATA));
        time.passTicks(crystal, 1);
        assertEquals(0x61, uart.read(LSR));
        assertEquals('b', uart.read(DATA));
    }

    @Test
    void fifoFillsToSixteenAndTheHostHoldsTheRest() {
        uart.write(FCR, 0x01);
        receive("0123456789abcdefghij");
        characters(50);
        StringBuilder got = new StringBuilder();
        while ((uart.read(LSR) & 1) != 0) {
            got.append((char) uart.read(DATA));
        }
        assertEquals("0123456789abcdef", got.toString());
        characters(10);
        assertEquals('g', uart.read(DATA));
    }

    @Test
    void droppedRtsHoldsTheHostOff() {
        uart.write(MCR, 0x09);
        receive("a");
        characters(10);
        assertEquals(0x60, uart.read(LSR));
        uart.write(MCR, 0x0b);
        characters(1);
        assertEquals(0x61, uart.read(LSR));
    }

    @Test
    void guestThatNeverRaisedRtsReceivesAnyway() {
        Uart16550 plain = new Uart16550(crystal, time.scheduler, irq, value -> {}, Uart16550.Pace.LINE_RATE);
        plain.receive((byte) 'z');
        time.passMillis(10);
        assertEquals('z', plain.read(DATA));
    }

    @Test
    void receivedDataInterruptWaitsForTheTriggerLevel() {
        uart.write(FCR, 0x41);
        uart.write(IER, 0x01);
        receive("1234");
        characters(3);
        assertFalse(irq.high);
        characters(1);
        assertTrue(irq.high);
        assertEquals(0xc4, uart.read(IIR));
        uart.read(DATA);
        assertEquals(0xc1, uart.read(IIR));
        assertFalse(irq.high);
    }

    @Test
    void charactersBelowTheTriggerLevelTimeOut() {
        uart.write(FCR, 0xc1);
        uart.write(IER, 0x01);
        receive("12");
        characters(5);
        assertFalse(irq.high);
        characters(1);
        assertTrue(irq.high);
        assertEquals(0xcc, uart.read(IIR));
        uart.read(DATA);
        assertFalse(irq.high);
        characters(4);
        assertTrue(irq.high);
        uart.read(DATA);
        characters(10);
        assertFalse(irq.high);
    }

    @Test
    void lineStatusComesBeforeDataBeforeThrEmptyBeforeModem() {
        uart.write(IER, 0x0f);
        uart.setModemLines(false, true, false, true);
        uart.receiveBreak();
        assertEquals(0x06, uart.read(IIR));
        assertEquals(0x79, uart.read(LSR));
        assertEquals(0x04, uart.read(IIR));
        assertEquals(0x00, uart.read(DATA));
        assertEquals(0x02, uart.read(IIR));
        assertEquals(0x00, uart.read(IIR));
        assertEquals(0xa1, uart.read(MSR));
        assertEquals(0x01, uart.read(IIR));
        assertFalse(irq.high);
    }

    @Test
    void errorsTravelThroughTheFifoWithTheirCharacter() {
        uart.write(FCR, 0x01);
        receive("a");
        characters(1);
        uart.receiveBreak();
        assertEquals(0xe1, uart.read(LSR));
        assertEquals('a', uart.read(DATA));
        assertEquals(0xf9, uart.read(LSR));
        assertEquals(0x61, uart.read(LSR));
    }

    @Test
    void out2GatesTheInterrupt() {
        uart.write(IER, 0x02);
        assertTrue(irq.high);
        uart.write(MCR, 0x03);
        assertFalse(irq.high);
    }

    @Test
    void modemLinesShowTheirChanges() {
        assertEquals(0xb0, uart.read(MSR));
        uart.setModemLines(true, true, true, true);
        assertEquals(0xf0, uart.read(MSR));
        uart.setModemLines(true, false, false, true);
        assertEquals(0x96, uart.read(MSR));
        assertEquals(0x90, uart.read(MSR));
    }

    @Test
    void loopbackReturnsDataAndModemControl() {
        uart.write(MCR, 0x1a);
        assertEquals(0x90, uart.read(MSR) & 0xf0);
        uart.write(DATA, 0xae);
        characters(1);
        assertEquals(0x61, uart.read(LSR));
        assertEquals(0xae, uart.read(DATA));
        assertEquals("", sent.toString());
        uart.write(MCR, 0x15);
        assertEquals(0x60, uart.read(MSR) & 0xf0);
    }

    @Test
    void loopbackOverrunsAReceiverThatIsNotRead() {
        uart.write(MCR, 0x10);
        uart.write(DATA, 1);
        characters(1);
        uart.write(DATA, 2);
        characters(1);
        assertEquals(0x63, uart.read(LSR));
        assertEquals(2, uart.read(DATA));
        assertEquals(0x60, uart.read(LSR));
    }

    @Test
    void iirShowsWhetherTheFifosAreOn() {
        assertEquals(0x01, uart.read(IIR));
        uart.write(FCR, 0x01);
        assertEquals(0xc1, uart.read(IIR));
        uart.write(FCR, 0xc0);
        assertEquals(0x01, uart.read(IIR));
    }

    @Test
    void fcrClearsTheFifos() {
        uart.write(FCR, 0x01);
        receive("a");
        characters(1);
        uart.write(FCR, 0x03);
        assertEquals(0x60, uart.read(LSR));
    }

    @Test
    void resetKeepsWhatTheHostHasSent() {
        receive("ab");
        uart.reset();
        assertEquals(0, uart.read(IER));
        characters(2);
        assertEquals('a', uart.read(DATA));
    }

    @Test
    void restoredUartGoesOnTheSameWay() {
        uart.write(FCR, 0x81);
        uart.write(IER, 0x0f);
        receive("abcdefghijklmnopqrstuvwxyz");
        uart.write(DATA, '1');
        uart.write(DATA, '2');
        characters(3);
        Probe otherIrq = new Probe();
        Uart16550 other = new Uart16550(crystal, time.scheduler, otherIrq, value -> {}, Uart16550.Pace.LINE_RATE);
        States.transfer(uart, other);
        characters(7);
        assertEquals(irq.high, otherIrq.high);
        assertEquals(uart.read(IIR), other.read(IIR));
        assertEquals(uart.read(DATA), other.read(DATA));
        States.assertSame(uart, other);
    }
}
