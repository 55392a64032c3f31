package org.ring0.devices.dma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.device.BusMemory;
import org.ring0.core.device.DmaChannel;
import org.ring0.devices.States;

class I8237DmaTest {
    private static final int WRITE_SINGLE = 0x44;
    private static final int READ_SINGLE = 0x48;
    private static final int VERIFY_SINGLE = 0x40;
    private static final int AUTOINIT = 0x10;
    private static final int DECREMENT = 0x20;

    private final byte[] ram = new byte[0x100_0000];
    private DmaPageRegisters pages;
    private I8237Dma bytes;
    private I8237Dma words;
    private int postCode;

    private final BusMemory memory = new BusMemory() {
        @Override
        public void readMemory(long physical, byte[] buffer, int offset, int length) {
            System.arraycopy(ram, (int) physical, buffer, offset, length);
        }

        @Override
        public void writeMemory(long physical, byte[] buffer, int offset, int length) {
            System.arraycopy(buffer, offset, ram, (int) physical, length);
        }
    };

    @BeforeEach
    void build() {
        pages = new DmaPageRegisters(value -> postCode = value);
        bytes = new I8237Dma(I8237Dma.Width.BYTE, memory, pages::page);
        words = new I8237Dma(I8237Dma.Width.WORD, memory, channel -> pages.page(channel + 4));
    }

    private void program(int channel, int mode, int page, int address, int count) {
        bytes.write(12, 0);
        bytes.write(11, mode | channel);
        bytes.write(2 * channel, address & 0xff);
        bytes.write(2 * channel, address >> 8);
        bytes.write(2 * channel + 1, count & 0xff);
        bytes.write(2 * channel + 1, count >> 8);
        pages.write(new int[] {7, 3, 1, 2}[channel], page);
        bytes.write(10, channel);
    }

    private int word(int register) {
        int low = bytes.read(register);
        return bytes.read(register) << 8 | low;
    }

    @Test
    void deviceWritesMemoryUpToTheTerminalCount() {
        program(2, WRITE_SINGLE, 0x12, 0x3456, 3);
        DmaChannel floppy = bytes.channel(2);
        assertEquals(2, floppy.write(new byte[] {1, 2}, 0, 2));
        assertFalse(floppy.terminalCount());
        assertEquals(0x3458, word(4));
        assertEquals(1, word(5));
        assertEquals(2, floppy.write(new byte[] {0, 3, 4, 5}, 1, 3));
        assertTrue(floppy.terminalCount());
        assertArrayEquals(new byte[] {1, 2, 3, 4, 0}, java.util.Arrays.copyOfRange(ram, 0x123456, 0x12345b));
        assertEquals(0xffff, word(5));
    }

    @Test
    void terminalCountMasksTheChannelAndShowsInTheStatusOnce() {
        program(1, WRITE_SINGLE, 0, 0, 0);
        bytes.channel(1).write(new byte[1], 0, 1);
        assertEquals(0xf0 | 0x0f, bytes.read(15));
        assertEquals(0x02, bytes.read(8));
        assertEquals(0x00, bytes.read(8));
        assertEquals(0, bytes.channel(1).write(new byte[1], 0, 1));
    }

    @Test
    void deviceReadsMemory() {
        ram[0x20000] = 0x5a;
        program(3, READ_SINGLE, 0x02, 0x0000, 0);
        byte[] got = new byte[1];
        assertEquals(1, bytes.channel(3).read(got, 0, 1));
        assertEquals(0x5a, got[0]);
    }

    @Test
    void maskedDisabledOrWrongChannelMovesNothing() {
        program(1, WRITE_SINGLE, 0, 0, 9);
        bytes.write(10, 0x05);
        assertEquals(0, bytes.channel(1).write(new byte[1], 0, 1));
        bytes.write(14, 0);
        bytes.write(8, 0x04);
        assertEquals(0, bytes.channel(1).write(new byte[1], 0, 1));
        bytes.write(8, 0x00);
        assertEquals(0, bytes.channel(1).read(new byte[1], 0, 1));
        assertEquals(1, bytes.channel(1).write(new byte[1], 0, 1));
    }

    @Test
    void verifyCountsAndMovesNothing() {
        program(2, VERIFY_SINGLE, 0, 0x100, 1);
        assertEquals(2, bytes.channel(2).write(new byte[] {9, 9}, 0, 2));
        assertTrue(bytes.channel(2).terminalCount());
        assertEquals(0, ram[0x100]);
    }

    @Test
    void autoinitStartsAgainUnmasked() {
        program(1, WRITE_SINGLE | AUTOINIT, 0, 0x200, 3);
        DmaChannel channel = bytes.channel(1);
        assertEquals(4, channel.write(new byte[10], 0, 10));
        assertTrue(channel.terminalCount());
        assertEquals(0x200, word(2));
        assertEquals(3, word(3));
        assertEquals(1, channel.write(new byte[] {7}, 0, 1));
        assertFalse(channel.terminalCount());
        assertEquals(7, ram[0x200]);
    }

    @Test
    void addressWrapsWithinItsPage() {
        program(2, WRITE_SINGLE, 0x01, 0xffff, 2);
        assertEquals(3, bytes.channel(2).write(new byte[] {1, 2, 3}, 0, 3));
        assertEquals(1, ram[0x1ffff]);
        assertEquals(2, ram[0x10000]);
        assertEquals(3, ram[0x10001]);
    }

    @Test
    void decrementGoesDown() {
        program(2, WRITE_SINGLE | DECREMENT, 0, 0x302, 2);
        assertEquals(3, bytes.channel(2).write(new byte[] {1, 2, 3}, 0, 3));
        assertArrayEquals(new byte[] {3, 2, 1}, java.util.Arrays.copyOfRange(ram, 0x300, 0x303));
    }

    @Test
    void wordChannelShiftsAddressesAndPorts() {
        words.write(0x16, WRITE_SINGLE | 1);
        words.write(0x18, 0);
        words.write(4, 0x00);
        words.write(4, 0x90);
        words.write(6, 1);
        words.write(6, 0);
        pages.write(0x0b, 0x03);
        words.write(0x14, 1);
        assertEquals(4, words.channel(1).write(new byte[] {1, 2, 3, 4}, 0, 4));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, java.util.Arrays.copyOfRange(ram, 0x32000, 0x32004));
        assertEquals(0xff, words.read(5));
        assertEquals(0x02, words.read(0x10));
    }

    @Test
    void cascadeChannelMovesNothing() {
        words.write(0x16, 0xc0);
        words.write(0x1c, 0);
        assertEquals(0, words.channel(0).write(new byte[2], 0, 2));
    }

    @Test
    void masterClearMasksAllAndResetsTheBytePointer() {
        bytes.write(0, 0x34);
        bytes.write(13, 0);
        bytes.write(0, 0x78);
        bytes.write(0, 0x56);
        assertEquals(0x5678, word(0));
        assertEquals(0xff, bytes.read(15));
        assertEquals(0x00, bytes.read(13));
    }

    @Test
    void softwareRequestShowsInTheStatus() {
        bytes.write(9, 0x06);
        assertEquals(0x40, bytes.read(8));
        bytes.write(9, 0x02);
        assertEquals(0x00, bytes.read(8));
    }

    @Test
    void pageRegistersReadBackAndPort80ReportsPostCodes() {
        for (int i = 0; i < 16; i++) {
            pages.write(i, 0x40 + i);
        }
        for (int i = 0; i < 16; i++) {
            assertEquals(0x40 + i, pages.read(i));
        }
        assertEquals(0x40, postCode);
        assertEquals(0x41, pages.page(2));
    }

    @Test
    void restoredControllerGoesOnTheSameWay() {
        program(2, WRITE_SINGLE, 0x02, 0x10, 100);
        bytes.channel(2).write(new byte[7], 0, 7);
        bytes.read(4);
        I8237Dma other = new I8237Dma(I8237Dma.Width.BYTE, memory, pages::page);
        States.transfer(bytes, other);
        assertEquals(bytes.read(4), other.read(4));
        assertEquals(
                bytes.channel(2).write(new byte[200], 0, 200), other.channel(2).write(new byte[200], 0, 200));
        States.assertSame(bytes, other);
        DmaPageRegisters otherPages = new DmaPageRegisters(value -> {});
        States.transfer(pages, otherPages);
        assertEquals(2, otherPages.page(2));
    }
}
