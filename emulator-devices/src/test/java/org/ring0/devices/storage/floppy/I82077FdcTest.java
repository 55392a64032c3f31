package org.ring0.devices.storage.floppy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.snapshot.StateReader;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.devices.storage.BrokenBackend;
import org.ring0.devices.storage.image.MemoryBackend;

class I82077FdcTest {
    private final byte[] image = pattern(2880);
    private final FdcBench bench = new FdcBench(new MemoryBackend(image, false), null);

    private static byte[] pattern(int sectors) {
        byte[] data = new byte[sectors * 512];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i / 512 * 13 + i * 7 + (i >> 8));
        }
        return data;
    }

    private byte[] sectors(int from, int count) {
        return Arrays.copyOfRange(image, from * 512, (from + count) * 512);
    }

    @Test
    void resetIsReportedForFourDrives() {
        assertEquals(0, bench.status());
        bench.fdc.write(2, 0x0C);
        bench.pass(1_000_000);
        assertTrue(bench.irq);
        assertEquals(0x80, bench.status());
        for (int drive = 0; drive < 4; drive++) {
            bench.command(8);
            assertFalse(bench.irq);
            assertArrayEquals(new int[] {0xC0 | drive, 0}, bench.results(2));
        }
        bench.command(8);
        assertArrayEquals(new int[] {0x80}, bench.results(1));
        assertEquals(1, bench.interrupts);
    }

    @Test
    void dataRateSelectResetsByItself() {
        bench.started(0);
        bench.fdc.write(4, 0x80);
        bench.pass(1_000_000);
        assertTrue(bench.irq);
        bench.command(8);
        assertEquals(0xC0, bench.results(2)[0]);
    }

    @Test
    void disabledPollingGivesNoInterruptUntilTheNextReset() {
        bench.started(0);
        bench.command(0x13, 0, 0x10, 0);
        bench.fdc.write(4, 0x80);
        bench.pass(1_000_000);
        assertTrue(bench.irq, "a reset enables polling again");
    }

    @Test
    void gateKeepsTheInterruptFromTheBus() {
        bench.fdc.write(2, 0x04);
        bench.pass(1_000_000);
        assertFalse(bench.irq);
        bench.fdc.write(2, 0x0C);
        assertTrue(bench.irq);
    }

    @Test
    void versionAndInvalidCommandsAnswerWithOneByte() {
        bench.started(0);
        bench.command(0x10);
        assertArrayEquals(new int[] {0x90}, bench.results(1));
        bench.command(0x18);
        assertArrayEquals(new int[] {0x80}, bench.results(1));
        bench.command(0x1F);
        assertArrayEquals(new int[] {0x80}, bench.results(1));
        assertEquals(0x80, bench.status());
    }

    @Test
    void dumpregShowsWhatWasConfigured() {
        bench.started(0);
        bench.command(0x13, 0, 0x57, 9);
        bench.command(0x12, 0x84 | 1);
        bench.command(0x94);
        assertArrayEquals(new int[] {0x10}, bench.results(1));
        bench.seek(0, 5);
        bench.command(0x0E);
        assertArrayEquals(new int[] {5, 0, 0, 0, 0xDF, 2, 0, 0x85, 0x57, 9}, bench.results(10));
        bench.fdc.write(4, 0x80);
        bench.command(0x0E);
        assertArrayEquals(new int[] {5, 0, 0, 0, 0xDF, 2, 0, 0x84, 0x07, 9}, bench.results(10));
        bench.command(0x14);
        bench.results(1);
        bench.fdc.write(4, 0x80);
        bench.command(0x0E);
        assertArrayEquals(new int[] {5, 0, 0, 0, 0xDF, 2, 0, 0x04, 0x20, 0}, bench.results(10));
    }

    @Test
    void seekShowsBusyThenInterruptsAndClearsTheChangeLine() {
        bench.started(0);
        assertEquals(0x80, bench.fdc.read(7), "no step so far: RECALIBRATE found track 0");
        bench.command(0x0F, 0, 3);
        assertEquals(0x81, bench.status());
        assertFalse(bench.irq);
        bench.pass(10_000_000);
        assertTrue(bench.irq);
        assertEquals(0x80, bench.status());
        bench.command(8);
        assertArrayEquals(new int[] {0x20, 3}, bench.results(2));
        assertFalse(bench.irq);
        assertEquals(0, bench.fdc.read(7));
    }

    @Test
    void recalibrateOfAnAbsentDriveIsAnEquipmentCheck() {
        bench.started(0);
        bench.command(7, 2);
        bench.pass(100_000_000);
        bench.command(8);
        assertArrayEquals(new int[] {0x72, 0}, bench.results(2));
    }

    @Test
    void relativeSeekMovesBothWays() {
        bench.started(0);
        bench.command(0xCF, 0, 10);
        bench.pass(100_000_000);
        bench.command(8);
        assertArrayEquals(new int[] {0x20, 10}, bench.results(2));
        bench.command(0x8F, 0, 4);
        bench.pass(100_000_000);
        bench.command(8);
        assertArrayEquals(new int[] {0x20, 6}, bench.results(2));
    }

    @Test
    void overlappedSeeksAreReportedOneByOne() {
        bench.started(0);
        int before = bench.interrupts;
        bench.command(0x0F, 0, 9);
        bench.command(0x0F, 1, 2);
        assertEquals(0x83, bench.status());
        bench.pass(100_000_000);
        bench.command(8);
        assertArrayEquals(new int[] {0x20, 9}, bench.results(2));
        assertTrue(bench.irq);
        assertEquals(before + 2, bench.interrupts);
        bench.command(8);
        assertArrayEquals(new int[] {0x21, 2}, bench.results(2));
        assertFalse(bench.irq);
    }

    @Test
    void driveStatusShowsTrackZeroAndProtection() {
        bench.started(0);
        bench.command(4, 4);
        assertArrayEquals(new int[] {0x3C}, bench.results(1));
        bench.seek(0, 1);
        bench.command(4, 0);
        assertArrayEquals(new int[] {0x28}, bench.results(1));
        FdcBench readOnly = new FdcBench(new MemoryBackend(image, true), null).started(0);
        readOnly.command(4, 0);
        assertArrayEquals(new int[] {0x78}, readOnly.results(1));
    }

    @Test
    void readsUntilTerminalCount() {
        bench.started(0);
        byte[] data = new byte[3 * 512];
        bench.program(data);
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 5, 2}, bench.run(0xE6, 0, 0, 0, 2, 2, 18, 0x1B, 0xFF));
        assertArrayEquals(sectors(1, 3), data);
    }

    @Test
    void multiTrackGoesOnOnTheOtherSide() {
        bench.started(0);
        bench.seek(0, 2);
        byte[] data = new byte[36 * 512];
        bench.program(data);
        assertArrayEquals(new int[] {4, 0, 0, 3, 0, 1, 2}, bench.run(0xE6, 0, 2, 0, 1, 2, 18, 0x1B, 0xFF));
        assertArrayEquals(sectors(72, 36), data);
    }

    @Test
    void endOfTrackWithoutTerminalCountIsAbnormal() {
        bench.started(0);
        bench.program(new byte[40 * 512]);
        assertArrayEquals(new int[] {0x40, 0x80, 0, 1, 0, 1, 2}, bench.run(0x46, 0, 0, 0, 17, 2, 18, 0x1B, 0xFF));
        assertEquals(2 * 512, bench.dmaAt);
    }

    @Test
    void terminalCountInsideASectorEndsNormally() {
        bench.started(0);
        byte[] data = new byte[600];
        bench.program(data);
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 3, 2}, bench.run(0x46, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF));
        assertArrayEquals(Arrays.copyOf(image, 600), data);
    }

    @Test
    void maskedDmaIsAnOverrun() {
        bench.started(0);
        bench.program(new byte[0]);
        assertArrayEquals(new int[] {0x40, 0x10, 0, 0, 0, 1, 2}, bench.run(0x46, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF));
    }

    @Test
    void writesSectorsAndFillsACutOne() {
        bench.started(0);
        byte[] data = pattern(2);
        bench.program(Arrays.copyOf(data, 700));
        assertArrayEquals(new int[] {4, 0, 0, 0, 1, 6, 2}, bench.run(0x45, 4, 0, 1, 4, 2, 18, 0x1B, 0xFF));
        byte[] want = Arrays.copyOf(Arrays.copyOf(data, 700), 1024);
        assertArrayEquals(want, sectors(21, 2));
    }

    @Test
    void protectedDiskIsNotWritable() {
        FdcBench readOnly = new FdcBench(new MemoryBackend(image, true), null).started(0);
        readOnly.program(new byte[512]);
        assertArrayEquals(new int[] {0x40, 2, 0, 0, 0, 1, 2}, readOnly.run(0x45, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF));
    }

    @Test
    void wrongAddressesAreNotFound() {
        bench.started(0);
        bench.program(new byte[512]);
        assertArrayEquals(new int[] {0x40, 4, 0, 0, 0, 19, 2}, bench.run(0x46, 0, 0, 0, 19, 2, 20, 0x1B, 0xFF));
        assertArrayEquals(new int[] {0x40, 4, 0x10, 7, 0, 1, 2}, bench.run(0x46, 0, 7, 0, 1, 2, 18, 0x1B, 0xFF));
        assertArrayEquals(new int[] {0x40, 4, 0, 0, 1, 1, 2}, bench.run(0x46, 0, 0, 1, 1, 2, 18, 0x1B, 0xFF));
        assertArrayEquals(new int[] {0x40, 4, 0, 0, 0, 1, 3}, bench.run(0x46, 0, 0, 0, 1, 3, 18, 0x1B, 0xFF));
    }

    @Test
    void wrongDataRateFindsNoAddressMark() {
        bench.started(2);
        bench.program(new byte[512]);
        assertEquals(1, bench.run(0x46, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF)[1]);
        bench.fdc.write(7, 0);
        assertEquals(0, bench.run(0x46, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF)[1]);
    }

    @Test
    void emptyDriveFailsAfterTwoTurns() {
        bench.started(0);
        bench.program(new byte[512]);
        bench.command(0x46, 1, 0, 0, 1, 2, 18, 0x1B, 0xFF);
        bench.pass(390_000_000);
        assertEquals(0x10, bench.status());
        bench.pass(20_000_000);
        assertArrayEquals(new int[] {0x41, 1, 0, 0, 0, 1, 2}, bench.results(7));
    }

    @Test
    void impliedSeekMovesTheHead() {
        bench.started(0);
        bench.command(0x13, 0, 0x40, 0);
        byte[] data = new byte[512];
        bench.program(data);
        assertEquals(0, bench.run(0x46, 0, 40, 0, 1, 2, 18, 0x1B, 0xFF)[0]);
        assertArrayEquals(sectors(40 * 36, 1), data);
    }

    @Test
    void readIdNamesTheTrack() {
        bench.started(0);
        bench.seek(0, 11);
        int[] id = bench.run(0x4A, 4);
        assertEquals(4, id[0]);
        assertEquals(11, id[3]);
        assertEquals(1, id[4]);
        assertTrue(id[5] >= 1 && id[5] <= 18);
        assertEquals(2, id[6]);
        bench.seek(0, 81);
        assertEquals(1, bench.run(0x4A, 0)[1]);
    }

    @Test
    void formatFillsTheTrack() {
        bench.started(0);
        bench.seek(0, 1);
        byte[] ids = new byte[18 * 4];
        for (int i = 0; i < 18; i++) {
            ids[4 * i] = 1;
            ids[4 * i + 2] = (byte) (i + 1);
            ids[4 * i + 3] = 2;
        }
        bench.program(ids);
        assertEquals(0, bench.run(0x4D, 0, 2, 18, 0x54, 0xF6)[0]);
        byte[] want = new byte[18 * 512];
        Arrays.fill(want, (byte) 0xF6);
        assertArrayEquals(want, sectors(36, 18));
    }

    @Test
    void verifyCountsOrStopsAtTheEndOfTrack() {
        bench.started(0);
        assertArrayEquals(new int[] {0, 0, 0, 1, 0, 1, 2}, bench.run(0x56, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF));
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 6, 2}, bench.run(0x56, 0x80, 0, 0, 1, 2, 18, 0x1B, 5));
        assertEquals(0x40, bench.run(0x56, 0, 0, 0, 1, 2, 19, 0x1B, 0xFF)[0]);
    }

    @Test
    void readTrackStartsAtTheIndexAndComparesAddresses() {
        bench.started(0);
        byte[] data = new byte[4 * 512];
        bench.program(data);
        int[] result = bench.run(0x42, 0, 0, 0, 3, 2, 4, 0x1B, 0xFF);
        assertEquals(0, result[0]);
        assertEquals(0, result[1]);
        assertArrayEquals(sectors(0, 4), data);
        bench.program(data);
        assertEquals(4, bench.run(0x42, 0, 5, 0, 3, 2, 4, 0x1B, 0xFF)[1]);
    }

    @Test
    void readDeletedMeetsOrdinaryMarks() {
        bench.started(0);
        byte[] data = new byte[1024];
        bench.program(data);
        assertArrayEquals(new int[] {0, 0, 0x40, 0, 0, 1, 2}, bench.run(0x4C, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF));
        assertEquals(512, bench.dmaAt);
        bench.program(data);
        assertEquals(0x80, bench.run(0x6C, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF)[1]);
        assertEquals(0, bench.dmaAt);
    }

    @Test
    void nonDmaReadGivesBytesThroughTheFifo() {
        bench.started(0);
        bench.command(3, 0xDF, 3);
        bench.command(0x46, 0, 0, 0, 17, 2, 18, 0x1B, 0xFF);
        byte[] data = new byte[1024];
        for (int i = 0; i < data.length; i++) {
            bench.pass(200_000);
            assertEquals(0xF0, bench.status());
            assertTrue(bench.irq);
            data[i] = (byte) bench.fdc.read(5);
        }
        assertArrayEquals(sectors(16, 2), data);
        assertArrayEquals(new int[] {0x40, 0x80, 0, 1, 0, 1, 2}, bench.results(7));
    }

    @Test
    void nonDmaWriteTakesBytesThroughTheFifo() {
        bench.started(0);
        bench.command(3, 0xDF, 3);
        bench.command(0x45, 0, 0, 0, 18, 2, 18, 0x1B, 0xFF);
        byte[] data = pattern(1);
        for (byte value : data) {
            bench.pass(200_000);
            assertEquals(0xB0, bench.status());
            bench.fdc.write(5, value & 0xff);
        }
        bench.pass(200_000);
        assertEquals(0x80, bench.results(7)[1]);
        assertArrayEquals(data, sectors(17, 1));
    }

    @Test
    void endOfAShortImageIsADataError() {
        FdcBench shortImage = new FdcBench(MemoryBackend.blank(100), null).started(0);
        shortImage.seek(0, 10);
        shortImage.program(new byte[512]);
        assertEquals(0, shortImage.run(0x46, 0, 10, 0, 1, 2, 18, 0x1B, 0xFF)[0]);
        shortImage.program(new byte[512]);
        assertArrayEquals(
                new int[] {0x40, 0x20, 0x20, 10, 0, 1, 2}, shortImage.run(0x45, 0, 10, 0, 1, 2, 18, 0x1B, 0xFF));
        assertEquals(List.of(), shortImage.hostErrors);
    }

    @Test
    void hostErrorIsADataErrorAndIsTold() {
        FdcBench broken = new FdcBench(new BrokenBackend(2880), null).started(0);
        broken.seek(0, 10);
        broken.program(new byte[512]);
        assertArrayEquals(new int[] {0x40, 0x20, 0x20, 10, 0, 1, 2}, broken.run(0x46, 0, 10, 0, 1, 2, 18, 0x1B, 0xFF));
        assertEquals(1, broken.hostErrors.size());
    }

    @ParameterizedTest
    @CsvSource({
        "320,40,1,8,2,1",
        "360,40,1,9,2,1",
        "640,40,2,8,2,1",
        "720,40,2,9,1,1",
        "1440,80,2,9,2,4",
        "2400,80,2,15,0,2",
        "2880,80,2,18,0,4",
        "5760,80,2,36,3,5"
    })
    void lastSectorOfEveryFormatIsReadable(int total, int cylinders, int heads, int sectors, int rate, int cmosType) {
        byte[] disk = pattern(total);
        FdcBench drive = new FdcBench(new MemoryBackend(disk, false), null).started(rate);
        assertEquals(cmosType, drive.driveA.cmosType());
        drive.seek(0, cylinders - 1);
        byte[] data = new byte[512];
        drive.program(data);
        int head = heads - 1;
        int[] result = drive.run(0x46, head << 2, cylinders - 1, head, sectors, 2, sectors, 0x1B, 0xFF);
        assertEquals(head << 2, result[0]);
        assertArrayEquals(Arrays.copyOfRange(disk, (total - 1) * 512, total * 512), data);
    }

    @Test
    void changedDiskShowsOnTheChangeLine() {
        bench.started(0);
        bench.seek(0, 1);
        assertEquals(0, bench.fdc.read(7));
        bench.driveA.changeMedium(null);
        assertEquals(0x80, bench.fdc.read(7));
        bench.seek(0, 2);
        assertEquals(0x80, bench.fdc.read(7));
        bench.driveA.changeMedium(MemoryBackend.blank(1440));
        bench.seek(0, 1);
        assertEquals(0, bench.fdc.read(7));
    }

    @Test
    void restoredInTheMiddleItGoesOnTheSameWay() throws Exception {
        bench.started(0);
        bench.seek(0, 2);
        byte[] data = new byte[20 * 512];
        bench.program(data);
        bench.command(0xE6, 0, 2, 0, 1, 2, 18, 0x1B, 0xFF);
        bench.pass(1_234_567);
        FdcBench other = new FdcBench(new MemoryBackend(image, false), null);
        byte[] saved = StateWriter.encode(bench.fdc.save());
        other.clock.restore(bench.clock.now());
        other.fdc.restore(StateReader.decode(saved, FdcState.POWER_ON));
        other.fdc.settle();
        byte[] copy = data.clone();
        other.program(copy);
        other.dmaAt = bench.dmaAt;
        assertArrayEquals(saved, StateWriter.encode(other.fdc.save()));
        bench.pass(10_000_000);
        other.pass(10_000_000);
        assertArrayEquals(StateWriter.encode(bench.fdc.save()), StateWriter.encode(other.fdc.save()));
        assertArrayEquals(sectors(72, 20), copy);
        assertTrue(other.irq);
        assertArrayEquals(bench.results(7), other.results(7));
    }

    @Test
    void restoredDuringASeekAndAfterAResetItGoesOnTheSameWay() throws Exception {
        bench.fdc.write(2, 0x0C);
        bench.command(0x0F, 1, 20);
        bench.pass(5_000);
        FdcBench other = new FdcBench(new MemoryBackend(image, false), null);
        other.clock.restore(bench.clock.now());
        other.fdc.restore(StateReader.decode(StateWriter.encode(bench.fdc.save()), FdcState.POWER_ON));
        other.fdc.settle();
        bench.pass(100_000_000);
        other.pass(100_000_000);
        assertArrayEquals(StateWriter.encode(bench.fdc.save()), StateWriter.encode(other.fdc.save()));
        assertEquals(20, other.driveB.track());
        assertTrue(other.irq);
    }

    @Test
    void garbageNeitherThrowsNorHangs() {
        java.util.Random random = new java.util.Random(82077);
        byte[] memory = new byte[4096];
        for (int i = 0; i < 1_000_000; i++) {
            if (i % 64 == 0) {
                bench.program(random.nextInt(3) == 0 ? new byte[0] : memory);
                bench.fdc.write(2, random.nextInt(8) == 0 ? random.nextInt(256) : 0x1C | random.nextInt(2));
            }
            int offset = random.nextInt(3) == 0 ? random.nextInt(8) : 5;
            if (random.nextInt(4) == 0) {
                bench.fdc.read(offset);
            } else if (offset != 2 && offset != 4) {
                bench.fdc.write(offset, random.nextInt(256));
            }
            if (random.nextInt(4) == 0) {
                bench.pass(random.nextInt(100_000));
            }
        }
        // From beyond track 79 it takes two RECALIBRATEs, as on the real drive.
        bench.started(0).started(0);
        byte[] data = new byte[512];
        bench.program(data);
        assertEquals(0, bench.run(0x46, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF)[0]);
    }
}
