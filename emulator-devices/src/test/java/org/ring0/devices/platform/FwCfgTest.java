package org.ring0.devices.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ring0.core.device.BusMemory;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.PortRange;

class FwCfgTest {
    private static final int SELECTOR = 0x510;
    private static final int DATA = 0x511;

    private final byte[] ram = new byte[0x4_0000];
    private final BusMemory memory = new BusMemory() {
        @Override
        public void readMemory(long physical, byte[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
                long at = physical + i;
                buffer[offset + i] = at >= 0 && at < ram.length ? ram[(int) at] : (byte) 0xff;
            }
        }

        @Override
        public void writeMemory(long physical, byte[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
                long at = physical + i;
                if (at >= 0 && at < ram.length) {
                    ram[(int) at] = buffer[offset + i];
                }
            }
        }
    };
    private final FwCfg chip = new FwCfg(
            memory,
            new FwCfgItems()
                    .item64(FwCfgItems.RAM_SIZE, 0x800_0000)
                    .file("etc/e820", new byte[] {1, 2, 3})
                    .file("bootorder", "abc\0".getBytes(StandardCharsets.US_ASCII)));
    private final IoBus ports = new IoBus();

    FwCfgTest() {
        ports.map(PortRange.of(0x510, FwCfg.PORTS), chip);
    }

    private byte[] read(int selector, int count) {
        ports.write(SELECTOR, selector, 2);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ports.read(DATA, 1);
        }
        return bytes;
    }

    /** Puts a DMA command at 1000h, starts it, and returns the control word that it left. */
    private int dma(int control, int length, long target) {
        byte[] command = ByteBuffer.allocate(16)
                .putInt(control)
                .putInt(length)
                .putLong(target)
                .array();
        System.arraycopy(command, 0, ram, 0x1000, 16);
        ports.write(0x514, 0, 4);
        ports.write(0x518, Integer.reverseBytes(0x1000), 4);
        return ByteBuffer.wrap(ram, 0x1000, 4).getInt();
    }

    @Test
    void signatureAndFeatures() {
        assertArrayEquals("QEMU".getBytes(StandardCharsets.US_ASCII), read(FwCfgItems.SIGNATURE, 4));
        assertArrayEquals(new byte[] {3, 0, 0, 0}, read(FwCfgItems.ID, 4));
        assertEquals(Integer.reverseBytes(0x51454d55), ports.read(0x514, 4));
        assertEquals(Integer.reverseBytes(0x20434647), ports.read(0x518, 4));
    }

    @Test
    void readsPastTheEndOfAnItemAreZero() {
        assertArrayEquals(new byte[] {0, 0, 0, 8, 0, 0, 0, 0, 0, 0}, read(FwCfgItems.RAM_SIZE, 10));
        assertArrayEquals(new byte[4], read(0x7777, 4));
    }

    @Test
    void directoryListsFilesByName() {
        ByteBuffer directory = ByteBuffer.wrap(read(FwCfgItems.FILE_DIRECTORY, 4 + 2 * 64));
        assertEquals(2, directory.getInt());
        assertEquals(4, directory.getInt());
        assertEquals(0x20, directory.getShort());
        directory.getShort();
        byte[] name = new byte[56];
        directory.get(name);
        assertEquals("bootorder", new String(name, StandardCharsets.US_ASCII).trim());
        assertEquals(3, directory.getInt());
        assertEquals(0x21, directory.getShort());
        assertArrayEquals(new byte[] {1, 2, 3}, read(0x21, 3));
    }

    @Test
    void dmaSelectsAndReads() {
        Arrays.fill(ram, 0x2000, 0x2010, (byte) 0xee);
        assertEquals(0, dma(0x20 << 16 | 1 << 3 | 1 << 1, 8, 0x2000));
        assertArrayEquals(
                new byte[] {'a', 'b', 'c', 0, 0, 0, 0, 0, (byte) 0xee}, Arrays.copyOfRange(ram, 0x2000, 0x2009));
    }

    @Test
    void dmaSkipMovesOn() {
        assertEquals(0, dma(0x20 << 16 | 1 << 3 | 1 << 2, 2, 0));
        assertEquals(0, dma(1 << 1, 1, 0x2000));
        assertEquals('c', ram[0x2000]);
    }

    @Test
    void dmaWriteIsRefused() {
        assertEquals(1, dma(0x20 << 16 | 1 << 3 | 1 << 4, 4, 0x2000));
        assertArrayEquals(new byte[] {'a', 'b', 'c'}, read(0x20, 3));
    }

    @Test
    void hugeDmaEndsWithAnErrorAndNoHang() {
        assertEquals(1, dma(0x20 << 16 | 1 << 3 | 1 << 1, -1, 0x2000));
        assertEquals(0, dma(1 << 2, -1, 0));
        assertEquals(0, dma(1 << 1, 16, -8));
    }

    @Test
    void restoredCopyGoesOnTheSameWay() {
        read(0x20, 1);
        FwCfg copy = new FwCfg(memory, new FwCfgItems().file("bootorder", new byte[] {'a', 'b', 'c', 0}));
        copy.restore(chip.save());
        assertEquals(chip.save(), copy.save());
        assertEquals('b', copy.read(1));
        assertEquals('b', chip.read(1));
    }
}
