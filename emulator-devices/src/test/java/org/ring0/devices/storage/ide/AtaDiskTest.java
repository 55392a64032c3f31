package org.ring0.devices.storage.ide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.devices.storage.ide.AtaBits.*;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ring0.devices.storage.BrokenBackend;
import org.ring0.devices.storage.image.MemoryBackend;

class AtaDiskTest {
    private static final int SECTORS = 4096;
    private static final int DONE = STATUS_DRDY | STATUS_DSC;
    private static final int DATA = DONE | STATUS_DRQ;

    private final byte[] image = IdeBench.pattern(SECTORS);
    private final IdeBench bench = new IdeBench(new MemoryBackend(image, false), null);

    private byte[] sectors(int from, int count) {
        return Arrays.copyOfRange(image, from * 512, (from + count) * 512);
    }

    @Test
    void powersUpReadyWithTheSignatureOfADisk() {
        assertEquals(DONE, bench.status());
        assertEquals(1, bench.command.read(1));
        assertEquals(1, bench.command.read(2));
        assertEquals(1, bench.command.read(3));
        assertEquals(0, bench.command.read(4));
        assertEquals(0, bench.command.read(5));
    }

    @Test
    void identifiesItselfWithSizeGeometryAndChecksum() {
        bench.select(IdeBench.DRIVE_0);
        bench.command.write(7, 0xEC);
        assertEquals(STATUS_BSY, bench.status() & (STATUS_BSY | STATUS_DRQ));
        assertEquals(DATA, bench.await());
        byte[] id = bench.take(512);
        assertEquals(DONE, bench.status());
        assertEquals(SECTORS / (16 * 63), IdeBench.word(id, 1));
        assertEquals(16, IdeBench.word(id, 3));
        assertEquals(63, IdeBench.word(id, 6));
        assertEquals(SECTORS, IdeBench.word(id, 60) | IdeBench.word(id, 61) << 16);
        assertEquals(SECTORS, IdeBench.word(id, 100));
        assertEquals("IRGN 0AHDRD SI K", IdeBench.text(id, 54, 16));
        int sum = 0;
        for (byte b : id) {
            sum += b;
        }
        assertEquals(0, sum & 0xff);
    }

    @Test
    void readsSectorsWithOneInterruptEach() {
        assertEquals(DATA, bench.run28(0x20, 3, 1000));
        assertArrayEquals(sectors(1000, 1), bench.take(512));
        assertEquals(1, bench.interrupts);
        assertEquals(STATUS_BSY, bench.status() & STATUS_BSY);
        assertEquals(DATA, bench.await());
        assertArrayEquals(sectors(1001, 1), bench.take(512));
        assertEquals(DATA, bench.await());
        assertArrayEquals(sectors(1002, 1), bench.take(512));
        assertEquals(DONE, bench.status());
        assertEquals(3, bench.interrupts);
        assertEquals(1002, bench.command.read(3) | bench.command.read(4) << 8);
        assertEquals(0, bench.command.read(2));
    }

    @Test
    void interruptStaysUntilStatusIsRead() {
        bench.select(IdeBench.DRIVE_0);
        bench.registers(0, 1, 0, 0, 0);
        bench.command.write(7, 0x20);
        bench.pass(1_000_000);
        assertTrue(bench.irq);
        bench.control.read(0);
        assertTrue(bench.irq);
        bench.command.read(7);
        assertFalse(bench.irq);
    }

    @Test
    void nienKeepsTheLineDownButNotTheCondition() {
        bench.control.write(0, 2);
        bench.select(IdeBench.DRIVE_0);
        bench.command.write(7, 0xE7);
        bench.pass(1_000_000);
        assertFalse(bench.irq);
        bench.control.write(0, 0);
        assertTrue(bench.irq);
    }

    @Test
    void readsDwordsAndBytesThroughTheDataPort() {
        bench.run28(0x20, 1, 5);
        byte[] want = sectors(5, 1);
        int dword = bench.command.read(0, 4);
        assertEquals(IdeBench.word(want, 0) | IdeBench.word(want, 1) << 16, dword);
        assertEquals(want[4] & 0xff, bench.command.read(0));
        assertEquals(IdeBench.word(want, 3), bench.command.read(0, 2));
    }

    @Test
    void writesSectorsWithAnInterruptAfterEach() {
        byte[] data = IdeBench.pattern(2);
        assertEquals(DATA, bench.run28(0x30, 2, 77));
        assertEquals(0, bench.interrupts);
        bench.give(Arrays.copyOf(data, 512));
        assertEquals(DATA, bench.await());
        assertEquals(1, bench.interrupts);
        bench.give(Arrays.copyOfRange(data, 512, 1024));
        assertEquals(DONE, bench.await());
        assertEquals(2, bench.interrupts);
        assertArrayEquals(data, sectors(77, 2));
    }

    @Test
    void readMultipleMovesBlocksOnceTheirSizeIsSet() {
        assertEquals(DONE | STATUS_ERR, bench.run28(0xC4, 1, 0));
        assertEquals(ERROR_ABRT, bench.command.read(1));
        assertEquals(DONE, bench.run28(0xC6, 8, 0));
        assertEquals(DATA, bench.run28(0xC4, 10, 40));
        assertArrayEquals(sectors(40, 8), bench.take(8 * 512));
        assertEquals(DATA, bench.await());
        assertArrayEquals(sectors(48, 2), bench.take(2 * 512));
        assertEquals(DONE, bench.status());
        assertEquals(DONE | STATUS_ERR, bench.run28(0xC6, 3, 0));
    }

    @Test
    void writeMultipleTakesBlocks() {
        bench.run28(0xC6, 4, 0);
        byte[] data = IdeBench.pattern(6);
        assertEquals(DATA, bench.run48(0x39, 6, 300));
        bench.give(Arrays.copyOf(data, 4 * 512));
        assertEquals(DATA, bench.await());
        bench.give(Arrays.copyOfRange(data, 4 * 512, 6 * 512));
        assertEquals(DONE, bench.await());
        assertArrayEquals(data, sectors(300, 6));
    }

    @Test
    void addressesByCylinderHeadAndSector() {
        bench.command.write(6, 0xA0 | 5);
        bench.registers(0, 1, 7, 2, 0);
        bench.command.write(7, 0x20);
        assertEquals(DATA, bench.await());
        assertArrayEquals(sectors((2 * 16 + 5) * 63 + 6, 1), bench.take(512));
        // Sector 0 does not exist.
        bench.registers(0, 1, 0, 2, 0);
        bench.command.write(7, 0x20);
        assertEquals(DONE | STATUS_ERR, bench.await());
        assertEquals(ERROR_IDNF, bench.command.read(1));
    }

    @Test
    void takesTheGeometryThatTheHostSets() {
        bench.command.write(6, 0xA0 | 3);
        bench.registers(0, 17, 0, 0, 0);
        bench.command.write(7, 0x91);
        assertEquals(DONE, bench.await());
        bench.command.write(6, 0xA0 | 2);
        bench.registers(0, 1, 1, 9, 0);
        bench.command.write(7, 0x20);
        assertEquals(DATA, bench.await());
        assertArrayEquals(sectors((9 * 4 + 2) * 17, 1), bench.take(512));
    }

    @Test
    void refusesSectorsBeyondTheEnd() {
        assertEquals(DONE | STATUS_ERR, bench.run28(0x20, 1, SECTORS));
        assertEquals(ERROR_IDNF, bench.command.read(1));
        assertEquals(DATA, bench.run28(0x20, 2, SECTORS - 1));
        bench.take(512);
        assertEquals(DONE | STATUS_ERR, bench.await());
        assertEquals(ERROR_IDNF, bench.command.read(1));
        assertEquals(SECTORS & 0xff, bench.command.read(3));
        assertEquals(DONE | STATUS_ERR, bench.run48(0x24, 1, 1L << 40));
    }

    @Test
    void countZeroMeans256And65536() {
        bench.run28(0x40, 0, 0);
        assertEquals(0xff, bench.command.read(3));
        assertEquals(DONE | STATUS_ERR, bench.run48(0x42, 0, 0));
        assertEquals(ERROR_IDNF, bench.command.read(1));
    }

    @Test
    void reads48BitRegistersThroughHob() {
        bench.run48(0x27, 0, 0);
        assertEquals((SECTORS - 1) & 0xff, bench.command.read(3));
        bench.registers(1, 0x12, 0x34, 0x56, 0x78);
        bench.registers(2, 0x9A, 0xBC, 0xDE, 0xF0);
        bench.control.write(0, 0x80);
        assertEquals(0x34, bench.command.read(3));
        bench.control.write(0, 0);
        assertEquals(0xBC, bench.command.read(3));
    }

    @Test
    void readOnlyDiskAbortsWrites() {
        IdeBench readOnly = new IdeBench(new MemoryBackend(image, true), null);
        assertEquals(DONE | STATUS_ERR, readOnly.run28(0x30, 1, 0));
        assertEquals(ERROR_ABRT, readOnly.command.read(1));
    }

    @Test
    void hostErrorsBecomeErrorsOfTheMedium() {
        IdeBench broken = new IdeBench(new BrokenBackend(100), null);
        assertEquals(DONE | STATUS_ERR, broken.run28(0x20, 1, 9));
        assertEquals(ERROR_UNC, broken.command.read(1));
        assertEquals(9, broken.command.read(3));
        assertEquals(DATA, broken.run28(0x30, 1, 9));
        broken.give(new byte[512]);
        assertEquals(DONE | STATUS_ERR | STATUS_DF, broken.await());
        assertEquals(2, broken.hostErrors.size());
    }

    @Test
    void softwareResetShowsBusyThenTheSignature() {
        bench.run28(0x20, 4, 100);
        bench.control.write(0, 4);
        assertEquals(STATUS_BSY, bench.status());
        bench.pass(5_000);
        assertEquals(STATUS_BSY, bench.status());
        bench.control.write(0, 0);
        assertEquals(STATUS_BSY, bench.status());
        assertEquals(DONE, bench.await());
        assertEquals(1, bench.command.read(1));
        assertEquals(1, bench.command.read(2));
        assertEquals(1, bench.command.read(3));
        assertEquals(0, bench.command.read(5));
        assertFalse(bench.irq);
    }

    @Test
    void diagnosticInterruptsWithCodeOne() {
        bench.select(IdeBench.DRIVE_1);
        bench.command.write(7, 0x90);
        bench.pass(1_000_000);
        assertTrue(bench.irq);
        assertEquals(1, bench.command.read(1));
        assertEquals(DONE, bench.command.read(7));
    }

    @Test
    void unknownCommandsAbort() {
        assertEquals(DONE | STATUS_ERR, bench.run28(0x57, 0, 0));
        assertEquals(ERROR_ABRT, bench.command.read(1));
        assertEquals(DONE | STATUS_ERR, bench.run28(0xA1, 0, 0));
        assertEquals(DONE | STATUS_ERR, bench.run28(0x08, 0, 0));
    }

    @Test
    void absentDriveReadsZero() {
        bench.select(IdeBench.DRIVE_1);
        assertEquals(0, bench.command.read(7));
        bench.command.write(7, 0xEC);
        bench.pass(1_000_000);
        assertEquals(0, bench.command.read(7));
        assertFalse(bench.irq);
    }

    @Test
    void powerModesAndFeaturesAreReported() {
        bench.run28(0xE0, 0, 0);
        bench.run28(0xE5, 0, 0);
        assertEquals(0, bench.command.read(2));
        bench.run28(0x40, 1, 0);
        bench.run28(0xE5, 0, 0);
        assertEquals(0xff, bench.command.read(2));
        bench.select(IdeBench.DRIVE_0);
        bench.registers(3, 0x42, 0, 0, 0);
        bench.command.write(7, 0xEF);
        assertEquals(DONE, bench.await());
        bench.command.write(7, 0xEC);
        bench.await();
        assertEquals(0x043F, IdeBench.word(bench.take(512), 88));
        bench.registers(3, 0x47, 0, 0, 0);
        bench.command.write(7, 0xEF);
        assertEquals(DONE | STATUS_ERR, bench.await());
    }

    @Test
    void smartNeedsItsKeyAndReportsHealth() {
        bench.select(IdeBench.DRIVE_0);
        bench.registers(0xDA, 0, 0, 0x4F, 0xC2);
        bench.command.write(7, 0xB0);
        assertEquals(DONE, bench.await());
        assertEquals(0x4F, bench.command.read(4));
        bench.registers(0xD0, 0, 0, 0x4F, 0xC2);
        bench.command.write(7, 0xB0);
        assertEquals(DATA, bench.await());
        bench.take(512);
        bench.registers(0xD0, 0, 0, 0, 0);
        bench.command.write(7, 0xB0);
        assertEquals(DONE | STATUS_ERR, bench.await());
    }
}
