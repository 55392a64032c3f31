package org.ring0.devices.storage.ide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.devices.storage.ide.AtaBits.*;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ring0.devices.storage.image.MemoryBackend;

class BusMasterIdeTest {
    private static final int SECTORS = 2048;
    private static final int DONE = STATUS_DRDY | STATUS_DSC;
    private static final int TABLE = 0x1000;
    private static final int ACTIVE = 1;
    private static final int INTERRUPT = 4;

    private final byte[] image = IdeBench.pattern(SECTORS);
    private final IdeBench bench = new IdeBench(new MemoryBackend(image, false), new MemoryBackend(image, true));

    private byte[] memory(int from, int length) {
        return Arrays.copyOfRange(bench.memory, from, from + length);
    }

    private byte[] sectors(int from, int count) {
        return Arrays.copyOfRange(image, from * 512, (from + count) * 512);
    }

    private void start(int opcode, int count, int lba) {
        bench.command.write(6, IdeBench.DRIVE_0);
        bench.registers(0, count, lba & 0xff, lba >> 8, 0);
        bench.command.write(7, opcode);
    }

    @Test
    void readScattersSectorsAndInterruptsOnce() {
        bench.table(TABLE, 0x10000, 1000, 0x20002, 2072);
        start(0xC8, 6, 700);
        bench.busMaster.write(0, 9);
        assertEquals(ACTIVE, bench.busMaster.read(2));
        assertFalse(bench.irq);
        bench.pass(1_000_000);
        assertTrue(bench.irq);
        assertEquals(INTERRUPT, bench.busMaster.read(2));
        assertEquals(DONE, bench.command.read(7));
        byte[] want = sectors(700, 6);
        assertArrayEquals(Arrays.copyOf(want, 1000), memory(0x10000, 1000));
        assertArrayEquals(Arrays.copyOfRange(want, 1000, 3072), memory(0x20002, 2072));
        bench.busMaster.write(0, 0);
        bench.busMaster.write(2, INTERRUPT);
        assertEquals(0, bench.busMaster.read(2));
        assertEquals(1, bench.interrupts);
    }

    @Test
    void startBeforeOrAfterTheDriveIsReadyComesToTheSame() {
        bench.table(TABLE, 0x10000, 512);
        start(0xC8, 1, 3);
        bench.pass(1_000_000);
        assertEquals(STATUS_BSY, bench.status() & STATUS_BSY);
        bench.busMaster.write(0, 9);
        assertTrue(bench.irq);
        assertEquals(DONE, bench.command.read(7));
        assertArrayEquals(sectors(3, 1), memory(0x10000, 512));
    }

    @Test
    void writeGathersLongTransfers() {
        byte[] data = IdeBench.pattern(300);
        System.arraycopy(data, 0, bench.memory, 0x40000, data.length);
        bench.table(TABLE, 0x40000, 0, 0x50000, 0, 0x60000, data.length - 0x20000);
        bench.command.write(6, IdeBench.DRIVE_0);
        bench.registers(0, 300 >> 8, 0, 0, 0);
        bench.registers(0, 300 & 0xff, 100, 0, 0);
        bench.busMaster.write(0, 1);
        bench.command.write(7, 0x35);
        bench.pass(10_000_000);
        assertTrue(bench.irq);
        assertEquals(INTERRUPT, bench.busMaster.read(2));
        assertEquals(DONE, bench.command.read(7));
        assertArrayEquals(data, sectors(100, 300));
    }

    @Test
    void tableLongerThanTheTransferStaysActive() {
        bench.table(TABLE, 0x10000, 2048);
        bench.busMaster.write(0, 9);
        start(0xC8, 1, 0);
        bench.pass(1_000_000);
        assertEquals(INTERRUPT | ACTIVE, bench.busMaster.read(2));
        bench.busMaster.write(0, 0);
        assertEquals(INTERRUPT, bench.busMaster.read(2));
    }

    @Test
    void tableShorterThanTheTransferLeavesTheDriveWaiting() {
        bench.table(TABLE, 0x10000, 1024);
        bench.busMaster.write(0, 9);
        start(0xC8, 4, 50);
        bench.pass(1_000_000);
        assertFalse(bench.irq);
        assertEquals(0, bench.busMaster.read(2));
        bench.busMaster.write(0, 0);
        bench.table(TABLE, 0x20000, 1024);
        bench.busMaster.write(0, 9);
        assertTrue(bench.irq);
        assertArrayEquals(sectors(52, 2), memory(0x20000, 1024));
    }

    @Test
    void packetCommandsReadByDma() {
        bench.attend();
        bench.table(TABLE, 0x30000, 0, 0x40000, 0x8000);
        bench.busMaster.write(2, INTERRUPT);
        bench.busMaster.write(0, 9);
        bench.packet(1, 0, 0x28, 0, 0, 0, 0, 100, 0, 0, 48);
        bench.pass(1_000_000);
        assertEquals(DONE, bench.command.read(7));
        assertEquals(3, bench.command.read(2) & 7);
        assertEquals(INTERRUPT, bench.busMaster.read(2));
        assertArrayEquals(sectors(400, 128), memory(0x30000, 0x10000));
        assertArrayEquals(sectors(528, 64), memory(0x40000, 0x8000));
    }

    @Test
    void registersKeepWhatTheyCan() {
        bench.busMaster.write(4, 0x12345677, 4);
        assertEquals(0x12345674, bench.busMaster.read(4, 4));
        bench.busMaster.write(0xA, 0x60);
        assertEquals(0x60, bench.busMaster.read(0xA));
        bench.busMaster.write(0xA, 0);
        assertEquals(0, bench.busMaster.read(0xA));
        assertEquals(0, bench.busMaster.read(3));
    }

    @Test
    void tableOutsideOfMemoryReadsAsOneRegionOfOnes() {
        bench.busMaster.write(4, 0xFFFFFFF8, 4);
        bench.busMaster.write(0, 9);
        start(0xC8, 0, 0);
        bench.pass(10_000_000);
        assertEquals(0, bench.busMaster.read(2));
        assertEquals(STATUS_BSY, bench.status() & STATUS_BSY);
        bench.control.write(0, 4);
        bench.control.write(0, 0);
        bench.pass(1_000_000);
        assertEquals(DONE, bench.status());
    }

    @Test
    void tableThatIsOverwrittenByItsOwnTransferEnds() {
        bench.table(TABLE, TABLE, 0);
        bench.busMaster.write(0, 9);
        start(0xC8, 0, 0);
        bench.pass(10_000_000);
        bench.control.write(0, 4);
        bench.control.write(0, 0);
        bench.pass(1_000_000);
        assertEquals(DONE, bench.status());
    }
}
