package org.ring0.devices.storage.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.device.BlockBackend;

class ImageOpenerTest {
    @TempDir
    Path directory;

    private final byte[] content = new byte[100 * 512];
    private final ImageOpener opener = new ImageOpener();
    private Path path;

    @BeforeEach
    void makeImage() throws IOException {
        new Random(7).nextBytes(content);
        content[510] = 0;
        path = Files.write(directory.resolve("disk.img"), content);
    }

    private static byte[] read(BlockBackend backend, long sector, int count) throws IOException {
        byte[] data = new byte[count * 512 + 2];
        backend.read(sector, count, data, 1);
        return Arrays.copyOfRange(data, 1, data.length - 1);
    }

    private byte[] sectors(int from, int count) {
        return Arrays.copyOfRange(content, from * 512, (from + count) * 512);
    }

    @Test
    void writesReachTheFile() throws Exception {
        try (BlockBackend disk = opener.disk(path, Access.READ_WRITE)) {
            assertEquals(100, disk.sectors());
            assertFalse(disk.readOnly());
            assertArrayEquals(sectors(5, 3), read(disk, 5, 3));
            disk.write(99, 1, content, 512);
            disk.flush();
            assertArrayEquals(sectors(1, 1), read(disk, 99, 1));
        }
        byte[] after = Files.readAllBytes(path);
        assertEquals(content.length, after.length);
        assertArrayEquals(sectors(1, 1), Arrays.copyOfRange(after, 99 * 512, 100 * 512));
    }

    @Test
    void readOnlyRefusesWrites() throws Exception {
        try (BlockBackend disk = opener.disk(path, Access.READ_ONLY)) {
            assertTrue(disk.readOnly());
            assertThrows(IOException.class, () -> disk.write(0, 1, content, 0));
        }
    }

    @Test
    void snapshotKeepsWritesFromTheFile() throws Exception {
        byte[] model = content.clone();
        Random random = new Random(3);
        try (BlockBackend disk = opener.disk(path, Access.SNAPSHOT)) {
            for (int i = 0; i < 2000; i++) {
                int sector = random.nextInt(100);
                int count = 1 + random.nextInt(Math.min(40, 100 - sector));
                if (random.nextInt(4) == 0) {
                    byte[] data = new byte[count * 512];
                    random.nextBytes(data);
                    disk.write(sector, count, data, 0);
                    System.arraycopy(data, 0, model, sector * 512, data.length);
                } else {
                    assertArrayEquals(
                            Arrays.copyOfRange(model, sector * 512, (sector + count) * 512), read(disk, sector, count));
                }
            }
        }
        assertArrayEquals(content, Files.readAllBytes(path));
    }

    @Test
    void snapshotIsBounded() throws Exception {
        SnapshotOverlay overlay = new SnapshotOverlay(new MemoryBackend(content.clone(), true), 2 * 4096);
        overlay.write(0, 16, content, 0);
        overlay.write(3, 4, content, 0);
        assertThrows(IOException.class, () -> overlay.write(16, 1, content, 0));
        assertArrayEquals(sectors(16, 1), read(overlay, 16, 1));
    }

    @Test
    void twoDrivesMayNotWriteOneFile() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("other.img"), path);
        try (BlockBackend disk = opener.disk(path, Access.READ_WRITE)) {
            assertThrows(ImageException.class, () -> opener.disk(link, Access.READ_WRITE));
            assertThrows(ImageException.class, () -> new ImageOpener().disk(path, Access.READ_WRITE));
            opener.disk(path, Access.SNAPSHOT).close();
            assertEquals(100, disk.sectors());
        }
        opener.disk(link, Access.READ_WRITE).close();
    }

    @Test
    void partOfASectorIsRefused() throws IOException {
        Files.write(path, new byte[1000]);
        assertThrows(ImageException.class, () -> opener.disk(path, Access.READ_ONLY));
        assertThrows(ImageException.class, () -> opener.floppy(path, Access.READ_ONLY));
        assertThrows(ImageException.class, () -> opener.cdrom(path));
    }

    @Test
    void floppiesHaveALimit() throws Exception {
        opener.floppy(path, Access.READ_WRITE).close();
        Files.write(path, new byte[2_949_120 + 512]);
        assertThrows(ImageException.class, () -> opener.floppy(path, Access.READ_ONLY));
    }

    @Test
    void nothingIsCreated() {
        Path missing = directory.resolve("missing.img");
        for (Access access : Access.values()) {
            assertThrows(ImageException.class, () -> opener.disk(missing, access));
        }
        assertFalse(Files.exists(missing));
    }

    @Test
    void imageThatShrinksFailsAsAHostError() throws Exception {
        try (BlockBackend disk = opener.disk(path, Access.READ_ONLY)) {
            Files.write(path, new byte[512]);
            assertThrows(IOException.class, () -> read(disk, 50, 1));
        }
    }
}
