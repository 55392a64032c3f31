package org.ring0.devices.serial;

/** The registers' bits, named as in the data sheet. */
final class UartBits {
    static final int IER_RECEIVED = 0x01;
    static final int IER_THR_EMPTY = 0x02;
    static final int IER_LINE_STATUS = 0x04;
    static final int IER_MODEM_STATUS = 0x08;

    static final int IIR_NONE = 0x01;
    static final int IIR_MODEM_STATUS = 0x00;
    static final int IIR_THR_EMPTY = 0x02;
    static final int IIR_RECEIVED = 0x04;
    static final int IIR_LINE_STATUS = 0x06;
    static final int IIR_TIMEOUT = 0x0c;
    static final int IIR_FIFOS = 0xc0;

    static final int FCR_ENABLE = 0x01;
    static final int FCR_RESET_RECEIVER = 0x02;
    static final int FCR_RESET_TRANSMITTER = 0x04;
    static final int FCR_KEPT = 0xc9;

    static final int LCR_WORD_LENGTH = 0x03;
    static final int LCR_STOP_BITS = 0x04;
    static final int LCR_PARITY_ENABLE = 0x08;
    static final int LCR_BREAK = 0x40;
    static final int LCR_DLAB = 0x80;

    static final int MCR_DTR = 0x01;
    static final int MCR_RTS = 0x02;
    static final int MCR_OUT1 = 0x04;
    static final int MCR_OUT2 = 0x08;
    static final int MCR_LOOP = 0x10;

    static final int LSR_DATA_READY = 0x01;
    static final int LSR_OVERRUN = 0x02;
    static final int LSR_FRAMING = 0x08;
    static final int LSR_BREAK = 0x10;
    static final int LSR_THR_EMPTY = 0x20;
    static final int LSR_TRANSMITTER_EMPTY = 0x40;
    static final int LSR_FIFO_ERROR = 0x80;

    static final int MSR_DELTAS = 0x0f;
    static final int MSR_RING_EDGE = 0x04;
    static final int MSR_CTS = 0x10;
    static final int MSR_DSR = 0x20;
    static final int MSR_RING = 0x40;
    static final int MSR_CARRIER = 0x80;

    private UartBits() {}
}
