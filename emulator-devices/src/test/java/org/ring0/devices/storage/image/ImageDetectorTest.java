package org.ring0.devices.storage.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.testing.GuestPackages;

class ImageDetectorTest {
    private static final String NO_IMAGE = "is neither a floppy, disk or CD image nor a kernel";

    @TempDir
    Path directory;

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("image"), content);
    }

    private static byte[] bootable(int sectors) {
        byte[] image = new byte[sectors * 512];
        image[510] = 0x55;
        image[511] = (byte) 0xAA;
        return image;
    }

    private static byte[] partitioned(int sectors, int start, int count) {
        ByteBuffer image = ByteBuffer.wrap(bootable(sectors)).order(ByteOrder.LITTLE_ENDIAN);
        image.put(446, (byte) 0x80).put(450, (byte) 6).putInt(454, start).putInt(458, count);
        return image.array();
    }

    private static byte[] iso(int blocks, int said) {
        ByteBuffer image = ByteBuffer.allocate(blocks * 2048).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0x8000, (byte) 1).put(0x8001, "CD001".getBytes(StandardCharsets.US_ASCII));
        image.putInt(0x8050, said).putShort(0x8080, (short) 2048);
        return image.array();
    }

    private static byte[] elf(int machine, int segmentSize) {
        ByteBuffer elf = ByteBuffer.allocate(0x2000).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).putShort(16, (short) 2);
        elf.putShort(18, (short) machine).putInt(28, 52);
        elf.putShort(42, (short) 32).putShort(44, (short) 1);
        elf.putInt(52, 1).putInt(56, 0x1000).putInt(68, segmentSize);
        return elf.array();
    }

    private static byte[] multiboot(byte[] elf, int magic, int dwords) {
        ByteBuffer kernel = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        kernel.putInt(0x1000, magic).putInt(0x1004, 0);
        if (dwords == 3) {
            kernel.putInt(0x1008, -magic);
        } else {
            kernel.putInt(0x1008, 16).putInt(0x100C, -magic - 16);
        }
        return elf;
    }

    private ImageType detect(byte[] content) throws IOException, ImageException {
        return ImageDetector.detect(file(content));
    }

    private static void assertRefused(String sentence, Executable attempt) {
        ImageException refusal = assertThrows(ImageException.class, attempt);
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"));
    }

    @Test
    void floppiesAreKnownByLengthOrSignature() throws Exception {
        assertEquals(ImageType.FLOPPY, detect(new byte[1_474_560]));
        assertEquals(ImageType.FLOPPY, detect(new byte[163_840]));
        assertEquals(ImageType.FLOPPY, detect(bootable(1)));
        assertEquals(ImageType.FLOPPY, detect(bootable(2532)));
        assertEquals(ImageType.HARD_DISK, detect(bootable(5761)));
    }

    @Test
    void disksAreKnownByTheirPartitions() throws Exception {
        assertEquals(ImageType.HARD_DISK, detect(partitioned(2000, 63, 1937)));
        assertEquals(ImageType.FLOPPY, detect(partitioned(2880, 63, 100)));
    }

    @Test
    void isoIsACdEvenIfItIsHybrid() throws Exception {
        assertEquals(ImageType.CDROM, detect(iso(100, 100)));
        byte[] hybrid = iso(100, 100);
        System.arraycopy(partitioned(1, 1, 399), 0, hybrid, 0, 512);
        assertEquals(ImageType.CDROM, detect(hybrid));
    }

    @Test
    void kernelsAreKnownByTheirHeaders() throws Exception {
        assertEquals(ImageType.ELF, detect(elf(3, 16)));
        assertEquals(ImageType.ELF, detect(elf(3, 0x1000)));
        assertEquals(ImageType.MULTIBOOT1, detect(multiboot(elf(3, 16), 0x1BADB002, 3)));
        assertEquals(ImageType.MULTIBOOT2, detect(multiboot(elf(62 - 59, 16), 0xE85250D6, 4)));
        assertEquals(ImageType.MULTIBOOT1, detect(multiboot(new byte[0x2001], 0x1BADB002, 3)));
        ByteBuffer linux = ByteBuffer.wrap(bootable(20)).order(ByteOrder.LITTLE_ENDIAN);
        linux.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII)).putShort(0x206, (short) 0x20C);
        linux.put(0x1F1, (byte) 3).putInt(0x1F4, 16 * 32);
        assertEquals(ImageType.BZIMAGE, detect(linux.array()));
        linux.putInt(0x1F4, 16 * 32 + 2);
        assertRefused("is cut short: the kernel", () -> detect(linux.array()));
    }

    @Test
    void whatIsNoImageIsRefusedInASentence() throws IOException {
        assertRefused("does not exist", () -> ImageDetector.detect(directory.resolve("missing")));
        assertRefused("is a directory", () -> ImageDetector.detect(directory));
        assertRefused("is empty", () -> detect(new byte[0]));
        assertRefused(NO_IMAGE, () -> detect("just a text\n".getBytes(StandardCharsets.US_ASCII)));
        assertRefused(NO_IMAGE, () -> detect(new byte[5_000_000]));
        assertRefused("for another machine than the PC: 64-bit ARM", () -> detect(elf(183, 16)));
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/null")));
        assertRefused("is not a regular file", () -> ImageDetector.detect(Path.of("/dev/null")));
    }

    @Test
    void imagesCutShortAreRefused() {
        assertRefused("is cut short: 1000 bytes", () -> detect(Arrays.copyOf(bootable(3), 1000)));
        assertRefused("says 2063 sectors, the file has 2000", () -> detect(partitioned(2000, 63, 2000)));
        assertRefused("its volume has 204800 bytes, the file 184320", () -> detect(iso(90, 100)));
        assertRefused("ends inside a segment", () -> detect(elf(3, 0x1001)));
        assertRefused("ends inside the ELF header", () -> detect(Arrays.copyOf(elf(3, 1), 40)));
        ByteBuffer fat = ByteBuffer.wrap(bootable(1000)).order(ByteOrder.LITTLE_ENDIAN);
        fat.put(0, (byte) 0xEB).putShort(11, (short) 512).put(13, (byte) 1).putShort(14, (short) 1);
        fat.put(16, (byte) 2).putShort(19, (short) 2880).put(21, (byte) 0xF0);
        assertRefused("says 2880 sectors, the file has 1000", () -> detect(fat.array()));
    }

    @Test
    void inventedAndProtectivePartitionsDoNotCount() throws Exception {
        assertEquals(ImageType.HARD_DISK, detect(partitioned(6000, 0, 100_000)));
        byte[] gpt = partitioned(6000, 1, -1);
        gpt[450] = (byte) 0xEE;
        assertEquals(ImageType.HARD_DISK, detect(gpt));
    }

    @Test
    void unfinishedHeadersAtTheEndOfAFileDoNotThrow() throws IOException {
        byte[] whole = multiboot(elf(3, 16), 0x1BADB002, 3);
        for (int length = 1; length < 100; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(ImageException.class, () -> detect(cut));
        }
    }

    @Test
    void formatFollowsFromTheLength() {
        assertEquals("1.44M", FloppyFormat.fitting(1_474_560).name());
        assertEquals("360K", FloppyFormat.fitting(368_640).name());
        assertEquals("1.44M", FloppyFormat.fitting(512).name());
        assertEquals("2.88M", FloppyFormat.fitting(2_000_000).name());
        assertNull(FloppyFormat.fitting(2_949_121));
    }

    @Test
    void imagesOfTheDistributionAreKnown() throws Exception {
        Path rescue = GuestPackages.file("/usr/lib/grub-rescue/grub-rescue-cdrom.iso", "grub-rescue-pc");
        assertEquals(ImageType.CDROM, ImageDetector.detect(rescue));
        assertEquals(9924, new ImageOpener().disk(rescue, Access.READ_ONLY).sectors());
    }
}
