package org.ring0.core.snapshot.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;

/** Snapshots that hold only what has changed since another one. */
class BasedSnapshotTest {
    private static final int LENGTH = 3 * MemoryImage.CHUNK + 0x2000;
    private static final int FORGERIES = 1_000;
    private static final int ROW = 70;

    @TempDir
    private Path folder;

    private byte[] memory = new byte[LENGTH];
    private byte[] disk = new byte[6 * DiskContent.CLUSTER];
    private long[] clusters = {1, 4};

    private Path first;
    private Path second;
    private SnapshotBase firstBase;

    /** The memory and the disk as they are now. */
    private Snapshot now(int state) {
        byte[] content = memory.clone();
        return new Snapshot(
                List.of(),
                List.of(),
                Map.of("cpu0", new byte[] {(byte) state}),
                new ArrayMemory(content),
                List.of(new ArrayDisk(disk.clone(), clusters)),
                () -> {});
    }

    @BeforeEach
    void saveTwo() throws IOException {
        first = folder.resolve("first");
        second = folder.resolve("second");
        for (int i = 0; i < memory.length; i++) {
            memory[i] = (byte) (i >> 8);
        }
        Arrays.fill(memory, 0x2000, 0x9000, (byte) 0);
        Arrays.fill(disk, (byte) 1);
        firstBase = SnapshotFile.saveAsBase(now(1), first, null);
        memory[0x5000] = 5;
        memory[LENGTH - 1]++;
        Arrays.fill(memory, 0x1_3000, 0x1_5000, (byte) 0);
        Arrays.fill(disk, 4 * DiskContent.CLUSTER, disk.length, (byte) 2);
        clusters = new long[] {1, 4, 5};
        SnapshotFile.saveAsBase(now(2), second, firstBase).close();
    }

    private static String refusal(Path file) {
        return assertThrows(
                        SnapshotException.class, () -> SnapshotFile.load(file).close())
                .getMessage();
    }

    private void assertHoldsAll(Path file, int state) throws Exception {
        try (Snapshot loaded = SnapshotFile.load(file);
                BlockBackend medium = loaded.disks().getFirst().over(null)) {
            assertEquals(state, loaded.states().get("cpu0")[0]);
            byte[] chunk = new byte[MemoryImage.CHUNK];
            for (int i = 0; i < loaded.memory().chunks(); i++) {
                Arrays.fill(chunk, (byte) 0);
                loaded.memory().read(i, chunk);
                int from = i * MemoryImage.CHUNK;
                assertTrue(Arrays.equals(
                        memory,
                        from,
                        from + loaded.memory().size(i),
                        chunk,
                        0,
                        loaded.memory().size(i)));
            }
            assertArrayEquals(clusters, loaded.disks().getFirst().ownClusters());
            byte[] cluster = new byte[DiskContent.CLUSTER];
            byte[] read = new byte[DiskContent.CLUSTER];
            for (long own : clusters) {
                loaded.disks().getFirst().readCluster(own, cluster);
                int from = (int) own * DiskContent.CLUSTER;
                assertTrue(Arrays.equals(disk, from, from + cluster.length, cluster, 0, cluster.length));
                medium.read(own * DiskContent.CLUSTER_SECTORS, DiskContent.CLUSTER_SECTORS, read, 0);
                assertArrayEquals(cluster, read);
            }
            medium.read(0, 1, read, 0);
            assertEquals(0, read[0], "never written");
        }
    }

    @Test
    void changesAndTheirBaseAreAll() throws Exception {
        assertHoldsAll(second, 2);
        assertEquals(Optional.of("first"), SnapshotFile.baseOf(second));
        assertEquals(Optional.empty(), SnapshotFile.baseOf(first));
    }

    @Test
    void machinesThatGoOnFromALoadedOneSaveOnlyChangesToo() throws Exception {
        Path third = folder.resolve("third");
        try (Snapshot loaded = SnapshotFile.load(second);
                SnapshotBase base = SnapshotFile.base(loaded, second)) {
            memory[0x7fff] = 7;
            SnapshotFile.saveAsBase(now(3), third, base).close();
        }
        assertHoldsAll(third, 3);
        assertTrue(Files.size(third) < Files.size(first));
    }

    /** In place, since to write a file anew takes longer than to look at it. */
    private static void put(RandomAccessFile file, long at, byte... bytes) throws IOException {
        file.seek(at);
        file.write(bytes);
    }

    @Test
    void everyFlippedByteOfEitherIsNoticed() throws IOException {
        for (Path path : List.of(first, second)) {
            byte[] whole = Files.readAllBytes(path);
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                for (int i = 0; i < whole.length; i++) {
                    for (int mask : new int[] {0x01, 0xff}) {
                        put(file, i, (byte) (whole[i] ^ mask));
                        assertTrue(refusal(second).startsWith(path.toString()), "byte " + i);
                    }
                    put(file, i, whole[i]);
                }
            }
        }
    }

    @Test
    void everyLostEndIsNoticed() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(second.toFile(), "rw")) {
            for (long length = file.length() - 1; length >= 0; length--) {
                file.setLength(length);
                String sentence = refusal(second);
                assertTrue(
                        sentence.endsWith(length == 0 ? "is not a snapshot of ring0" : "its end is missing"), sentence);
            }
        }
    }

    @Test
    void anotherBaseAndNoneAreToldApart() throws Exception {
        memory[0]++;
        SnapshotFile.save(now(1), first);
        assertEquals(
                second + " holds only what has changed since another " + first + " than there is now", refusal(second));
        Files.delete(first);
        assertEquals(
                second + " holds only what has changed since " + first + ", which does not exist", refusal(second));
    }

    @Test
    void rowOfFilesHasAnEnd() throws Exception {
        SnapshotBase base = firstBase;
        for (int n = 0; n < ROW; n++) {
            memory[n]++;
            SnapshotBase next = SnapshotFile.saveAsBase(now(n), folder.resolve("row" + n), base);
            base.close();
            base = next;
            if (n == SnapshotFormat.DEEPEST - 1) {
                assertHoldsAll(base.file(), n);
            }
        }
        base.close();
        assertEquals(
                folder.resolve("row" + (ROW - 1 - SnapshotFormat.DEEPEST)) + " is damaged: it is not what was saved",
                refusal(folder.resolve("row" + (ROW - 1))));
    }

    /** Somebody who can compute checksums has changed the directory: whatever it says, nothing but an answer comes of it. */
    @Test
    void forgedDirectoryDoesNoHarm() throws Exception {
        byte[] whole = Files.readAllBytes(second);
        ByteBuffer header = ByteBuffer.wrap(whole);
        int length = header.getInt(12) - SnapshotFormat.CHECKSUM;
        int at = (int) header.getLong(16);
        Random random = new Random(6);
        byte[] buffer = new byte[MemoryImage.CHUNK];
        int accepted = 0;
        for (int n = 0; n < FORGERIES; n++) {
            byte[] forged = whole.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                forged[at + random.nextInt(length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0);
            }
            ByteBuffer.wrap(forged).putInt(at + length, SnapshotFormat.checksum(forged, at, length));
            try (RandomAccessFile file = new RandomAccessFile(second.toFile(), "rw")) {
                put(file, 0, forged);
            }
            try (Snapshot loaded = SnapshotFile.load(second)) {
                accepted++;
                for (long i = 0; i < loaded.memory().chunks(); i++) {
                    loaded.memory().read(i, buffer);
                }
                for (DiskContent each : loaded.disks()) {
                    for (long cluster : each.ownClusters()) {
                        each.readCluster(cluster, buffer);
                    }
                }
            } catch (SnapshotException | IOException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
        assertTrue(accepted > 0 && accepted < FORGERIES, "accepted " + accepted);
    }

    @Test
    void baseIsLookedForInTheSameFolderOnly() throws Exception {
        byte[] whole = Files.readAllBytes(second);
        ByteBuffer header = ByteBuffer.wrap(whole);
        int length = header.getInt(12) - SnapshotFormat.CHECKSUM;
        int at = (int) header.getLong(16);
        String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        int name = text.indexOf("first", at);
        assertNotEquals(-1, name);
        for (String other : new String[] {"../ab", "/etc/", "a\\\\bc", "ab\0de"}) {
            byte[] forged = whole.clone();
            System.arraycopy(other.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 0, forged, name, 5);
            ByteBuffer.wrap(forged).putInt(at + length, SnapshotFormat.checksum(forged, at, length));
            Files.write(second, forged);
            assertEquals(second + " is damaged: it is not what was saved", refusal(second));
        }
    }

    private record ArrayMemory(byte[] content) implements MemoryImage {
        @Override
        public long length() {
            return content.length;
        }

        @Override
        public boolean read(long index, byte[] buffer) {
            System.arraycopy(content, (int) index * CHUNK, buffer, 0, size(index));
            return true;
        }
    }

    private record ArrayDisk(byte[] content, long[] ownClusters) implements DiskContent {
        @Override
        public String name() {
            return "fda";
        }

        @Override
        public long sectors() {
            return content.length / BlockBackend.SECTOR_SIZE;
        }

        @Override
        public boolean hasRoot() {
            return false;
        }

        @Override
        public int rootChecksum() {
            return 0;
        }

        @Override
        public long[] changedSince(DiskContent earlier) {
            return Arrays.stream(ownClusters).filter(cluster -> cluster >= 4).toArray();
        }

        @Override
        public void readCluster(long number, byte[] buffer) {
            System.arraycopy(content, (int) number * CLUSTER, buffer, 0, CLUSTER);
        }

        @Override
        public BlockBackend over(BlockBackend root) {
            throw new UnsupportedOperationException();
        }
    }
}
