package org.ring0.devices.storage.ide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.devices.storage.ide.AtaBits.*;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ring0.devices.storage.image.MemoryBackend;

class AtapiCdromTest {
    private static final int SECTORS = 600;
    private static final int DONE = STATUS_DRDY | STATUS_DSC;
    private static final int DATA = DONE | STATUS_DRQ;

    private final byte[] image = IdeBench.pattern(SECTORS * 4);
    private final IdeBench bench = new IdeBench(null, new MemoryBackend(image, true));

    private byte[] sectors(int from, int count) {
        return Arrays.copyOfRange(image, from * 2048, (from + count) * 2048);
    }

    private int sense() {
        byte[] data = bench.packetData(0xfffe, 3, 0, 0, 0, 18);
        return (data[2] & 0xf) << 16 | (data[12] & 0xff) << 8 | data[13] & 0xff;
    }

    @Test
    void powersUpWithThePacketSignatureAndWithoutReady() {
        bench.select(IdeBench.DRIVE_1);
        assertEquals(0, bench.status());
        assertEquals(0x14, bench.command.read(4));
        assertEquals(0xEB, bench.command.read(5));
    }

    @Test
    void identifyDeviceAbortsWithTheSignatureAndIdentifyPacketDeviceAnswers() {
        bench.select(IdeBench.DRIVE_1);
        bench.registers(0, 0, 0, 0, 0);
        bench.command.write(7, 0xEC);
        assertEquals(DONE | STATUS_ERR, bench.await());
        assertEquals(ERROR_ABRT, bench.command.read(1));
        assertEquals(0xEB14, bench.byteCount());
        bench.command.write(7, 0xA1);
        assertEquals(DATA, bench.await());
        assertEquals(0x85C0, IdeBench.word(bench.take(512), 0));
        assertEquals(DONE, bench.status());
    }

    @Test
    void firstCommandMeetsUnitAttention() {
        assertEquals(DONE | STATUS_ERR, bench.packet(0, 0xfffe, 0));
        assertEquals(0x60, bench.command.read(1));
        assertEquals(0x062900, sense());
        assertEquals(DONE, bench.packet(0, 0xfffe, 0));
        assertEquals(0, sense());
    }

    @Test
    void inquiryAnswersInSpiteOfUnitAttention() {
        byte[] data = bench.packetData(0xfffe, 0x12, 0, 0, 0, 36);
        assertEquals(36, data.length);
        assertEquals(5, data[0]);
        assertEquals("RING0   CD-ROM  ", IdeBench.text(data, 8, 16));
    }

    @Test
    void packetPhaseShowsInterruptReasons() {
        bench.attend();
        bench.select(IdeBench.DRIVE_1);
        bench.registers(0, 0, 0, 0, 8);
        int before = bench.interrupts;
        bench.command.write(7, 0xA0);
        assertEquals(DATA, bench.await());
        assertEquals(1, bench.command.read(2) & 7);
        assertEquals(before, bench.interrupts);
        bench.give(new byte[] {0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        assertEquals(DATA, bench.await());
        assertEquals(2, bench.command.read(2) & 7);
        assertEquals(8, bench.byteCount());
        assertEquals(before + 1, bench.interrupts);
        assertArrayEquals(new byte[] {0, 0, 2, 0x57, 0, 0, 8, 0}, bench.take(8));
        assertEquals(DONE, bench.await());
        assertEquals(3, bench.command.read(2) & 7);
        assertEquals(before + 2, bench.interrupts);
    }

    @Test
    void readsSectorsInBlocksOfTheByteCountLimit() {
        bench.attend();
        int status = bench.packet(0, 2048, 0x28, 0, 0, 0, 0, 16, 0, 0, 3);
        for (int i = 0; i < 3; i++) {
            assertEquals(DATA, status);
            assertEquals(2048, bench.byteCount());
            assertArrayEquals(sectors(16 + i, 1), bench.take(2048));
            status = bench.await();
        }
        assertEquals(DONE, status);
    }

    @Test
    void blocksOfOddLimitsAddUp() {
        bench.attend();
        assertArrayEquals(sectors(100, 40), bench.packetData(0x1003, 0xA8, 0, 0, 0, 0, 100, 0, 0, 0, 40));
        assertArrayEquals(sectors(7, 2), bench.packetData(1001, 0x28, 0, 0, 0, 0, 7, 0, 0, 2));
        assertArrayEquals(sectors(7, 1), bench.packetData(1, 0x28, 0, 0, 0, 0, 7, 0, 0, 1));
        assertArrayEquals(sectors(0, 90), bench.packetData(0xffff, 0x28, 0, 0, 0, 0, 0, 0, 0, 90));
    }

    @Test
    void limitOfZeroAbortsDataInPio() {
        bench.attend();
        assertEquals(DONE | STATUS_ERR, bench.packet(0, 0, 0x28, 0, 0, 0, 0, 0, 0, 0, 1));
        assertEquals(ERROR_ABRT, bench.command.read(1));
        assertEquals(DONE, bench.packet(0, 0, 0));
    }

    @Test
    void sectorsBeyondTheEndAreIllegal() {
        bench.attend();
        assertNull(bench.packetData(2048, 0x28, 0, 0, 0, 2, 0x57, 0, 0, 2));
        assertEquals(0x052100, sense());
        assertNotNull(bench.packetData(2048, 0x28, 0, 0, 0, 2, 0x57, 0, 0, 1));
        assertNull(bench.packetData(2048, 0xA8, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff));
        assertEquals(DONE, bench.packet(0, 2048, 0x28, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void rawSectorsHaveSyncHeaderAndParity() {
        bench.attend();
        byte[] raw = bench.packetData(0xfffe, 0xBE, 0, 0, 0, 0, 10, 0, 0, 1, 0xF8);
        assertEquals(2352, raw.length);
        assertArrayEquals(sectors(10, 1), Arrays.copyOfRange(raw, 16, 2064));
        assertArrayEquals(new byte[] {0, 2, 0x10, 1}, Arrays.copyOfRange(raw, 12, 16));
        assertEquals(0, CdParity.edcRemainder(raw));
        assertTrue(CdParity.isCodeword(raw));
        assertArrayEquals(sectors(10, 2), bench.packetData(0xfffe, 0xBE, 0, 0, 0, 0, 10, 0, 0, 2, 0x10));
        assertArrayEquals(sectors(0, 1), bench.packetData(0xfffe, 0xB9, 0, 0, 0, 2, 0, 0, 2, 1, 0x10));
    }

    @Test
    void tableOfContentsHasOneDataTrackAndTheLeadOut() {
        bench.attend();
        byte[] lba = bench.packetData(0xfffe, 0x43, 0, 0, 0, 0, 0, 0, 0, 100);
        assertArrayEquals(
                new byte[] {0, 18, 1, 1, 0, 0x14, 1, 0, 0, 0, 0, 0, 0, 0x14, (byte) 0xAA, 0, 0, 0, 2, 0x58}, lba);
        byte[] msf = bench.packetData(0xfffe, 0x43, 2, 0, 0, 0, 0, 0xAA, 0, 100);
        assertArrayEquals(new byte[] {0, 10, 1, 1, 0, 0x14, (byte) 0xAA, 0, 0, 0, 10, 0}, msf);
        assertEquals(12, bench.packetData(0xfffe, 0x43, 0, 1, 0, 0, 0, 0, 0, 100).length);
        assertEquals(48, bench.packetData(0xfffe, 0x43, 0, 2, 0, 0, 0, 0, 0, 100).length);
        assertNull(bench.packetData(0xfffe, 0x43, 0, 5, 0, 0, 0, 0, 0, 100));
        assertEquals(0x052400, sense());
    }

    @Test
    void repliesStopAtTheAllocationLength() {
        bench.attend();
        assertEquals(4, bench.packetData(0xfffe, 0x43, 0, 0, 0, 0, 0, 0, 0, 4).length);
        assertEquals(5, bench.packetData(0xfffe, 0x12, 0, 0, 0, 5).length);
        assertEquals(0, bench.packetData(0xfffe, 0x12, 0, 0, 0, 0).length);
    }

    @Test
    void modePagesAreReadAndSelected() {
        bench.attend();
        byte[] all = bench.packetData(0xfffe, 0x5A, 0, 0x3f, 0, 0, 0, 0, 1, 0);
        assertEquals(all.length - 2, (all[0] & 0xff) << 8 | all[1] & 0xff);
        byte[] six = bench.packetData(0xfffe, 0x1A, 0, 0x2A, 0, 255);
        assertEquals(4 + 20, six.length);
        assertEquals(0x2A, six[4]);
        assertNull(bench.packetData(0xfffe, 0x5A, 0, 0xC1, 0, 0, 0, 0, 1, 0));
        assertEquals(0x053900, sense());
        assertEquals(DATA, bench.packet(0, 0xfffe, 0x55, 0x10, 0, 0, 0, 0, 0, 0, 16));
        assertEquals(0, bench.command.read(2) & 7);
        bench.give(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 6, 0x20, 9, 0, 0, 0, 0});
        assertEquals(DONE, bench.await());
        byte[] page = bench.packetData(0xfffe, 0x5A, 0, 1, 0, 0, 0, 0, 1, 0);
        assertEquals(0x20, page[10]);
        assertEquals(9, page[11]);
        bench.packet(0, 0xfffe, 0x55, 0x10, 0, 0, 0, 0, 0, 0, 12);
        bench.give(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0x1A, 2, 0, 0});
        assertEquals(DONE | STATUS_ERR, bench.await());
        assertEquals(0x052600, sense());
    }

    @Test
    void ejectNeedsAnUnlockedTrayAndLoadingIsNoticed() {
        bench.attend();
        assertEquals(DONE, bench.packet(0, 0, 0x1E, 0, 0, 0, 1));
        assertEquals(DONE | STATUS_ERR, bench.packet(0, 0, 0x1B, 0, 0, 0, 2));
        assertEquals(0x055302, sense());
        bench.packet(0, 0, 0x1E, 0, 0, 0, 0);
        assertEquals(DONE, bench.packet(0, 0, 0x1B, 0, 0, 0, 2));
        assertEquals(DONE | STATUS_ERR, bench.packet(0, 0, 0));
        assertEquals(0x023A02, sense());
        assertEquals(DONE, bench.packet(0, 0, 0x1B, 0, 0, 0, 3));
        assertEquals(DONE | STATUS_ERR, bench.packet(0, 0, 0));
        assertEquals(0x062800, sense());
        assertEquals(DONE, bench.packet(0, 0, 0));
    }

    @Test
    void changedDiscIsReportedAsEventAndAttention() {
        bench.attend();
        byte[] event = bench.packetData(0xfffe, 0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8);
        assertArrayEquals(new byte[] {0, 6, 4, 0x10, 2, 2, 0, 0}, event);
        assertEquals(0, bench.packetData(0xfffe, 0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8)[4]);
        bench.cdrom.changeMedium(null);
        assertEquals(3, bench.packetData(0xfffe, 0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8)[4]);
        bench.cdrom.changeMedium(new MemoryBackend(new byte[2048], true));
        assertEquals(2, bench.packetData(0xfffe, 0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8)[4]);
        assertNull(bench.packetData(0xfffe, 0x25));
        assertEquals(0x062800, sense());
        assertEquals(0, bench.packetData(0xfffe, 0x25)[3]);
    }

    @Test
    void configurationListsTheFeatures() {
        byte[] all = bench.packetData(0xfffe, 0x46, 0, 0, 0, 0, 0, 0, 1, 0);
        assertEquals(all.length - 4, all[3] & 0xff);
        assertEquals(8, all[7]);
        byte[] one = bench.packetData(0xfffe, 0x46, 2, 0, 0x10, 0, 0, 0, 1, 0);
        assertEquals(8 + 12, one.length);
    }

    @Test
    void informationCommandsAnswerWithTheirLengths() {
        bench.attend();
        assertEquals(34, bench.packetData(0xfffe, 0x51, 0, 0, 0, 0, 0, 0, 0, 100).length);
        assertEquals(36, bench.packetData(0xfffe, 0x52, 1, 0, 0, 0, 1, 0, 0, 100).length);
        assertEquals(8, bench.packetData(0xfffe, 0xBD, 0, 0, 0, 0, 0, 0, 0, 0, 8).length);
        assertEquals(16, bench.packetData(0xfffe, 0x42, 2, 0x40, 1, 0, 0, 0, 0, 100).length);
        assertEquals(4, bench.packetData(0xfffe, 0x42, 2, 0, 0, 0, 0, 0, 0, 100).length);
        assertEquals(DONE, bench.packet(0, 0, 0x2B, 0, 0, 0, 0, 9));
    }

    @Test
    void unknownPacketsAreInvalid() {
        bench.attend();
        assertNull(bench.packetData(0xfffe, 0xDE));
        assertEquals(0x052000, sense());
    }

    @Test
    void deviceResetWorksInTheMiddleOfATransfer() {
        bench.attend();
        assertEquals(DATA, bench.packet(0, 2048, 0x28, 0, 0, 0, 0, 16, 0, 0, 3));
        bench.take(100);
        bench.command.write(7, 0x08);
        assertEquals(STATUS_BSY, bench.status());
        assertEquals(0, bench.await());
        assertEquals(0xEB14, bench.byteCount());
        assertEquals(DONE, bench.packet(0, 2048, 0));
    }

    @Test
    void emptyDriveIsNotReady() {
        IdeBench empty = new IdeBench(null, new MemoryBackend(new byte[0], true));
        empty.cdrom.changeMedium(null);
        empty.attend();
        assertEquals(DONE | STATUS_ERR, empty.packet(0, 0, 0));
        assertEquals(0x20, empty.command.read(1));
    }
}
