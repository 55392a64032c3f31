package org.ring0.core.snapshot.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;

class SnapshotFileTest {
    private static final int FORGERIES = 2_000;

    @TempDir
    private Path folder;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void save() throws IOException {
        file = folder.resolve("small.snapshot");
        SnapshotFile.save(SmallSnapshot.make(), file);
        whole = Files.readAllBytes(file);
    }

    private String refusal(byte[] content) throws IOException {
        Files.write(file, content);
        return assertThrows(
                        SnapshotException.class, () -> SnapshotFile.load(file).close())
                .getMessage();
    }

    @Test
    void whatIsLoadedIsWhatWasSaved() throws Exception {
        try (Snapshot loaded = SnapshotFile.load(file)) {
            Snapshot saved = SmallSnapshot.make();
            assertEquals(saved.facts(), loaded.facts());
            assertEquals(saved.notes(), loaded.notes());
            assertEquals(Set.of("cpu0"), loaded.states().keySet());
            assertArrayEquals(SmallSnapshot.STATE, loaded.states().get("cpu0"));
            assertEquals(SmallSnapshot.MEMORY, loaded.memory().length());
            byte[] buffer = new byte[MemoryImage.CHUNK];
            assertFalse(loaded.memory().read(0, buffer));
            assertFalse(loaded.memory().read(2, buffer));
            for (long chunk = 1; chunk < 4; chunk += 2) {
                assertTrue(loaded.memory().read(chunk, buffer));
                for (int i = 0; i < loaded.memory().size(chunk); i++) {
                    assertEquals(SmallSnapshot.memory(chunk * MemoryImage.CHUNK + i), buffer[i]);
                }
            }
        }
    }

    @Test
    void diskHasItsClustersAndZerosBetweenThem() throws Exception {
        try (Snapshot loaded = SnapshotFile.load(file);
                BlockBackend disk = loaded.disk("ide1-master").orElseThrow().over(null)) {
            byte[] content = new byte[(int) disk.sectors() * BlockBackend.SECTOR_SIZE];
            disk.read(0, (int) disk.sectors(), content, 0);
            Set<Long> own = Arrays.stream(SmallSnapshot.CLUSTERS).boxed().collect(Collectors.toSet());
            for (int i = 0; i < content.length; i++) {
                long cluster = i / DiskContent.CLUSTER;
                int expected = own.contains(cluster) ? SmallSnapshot.disk(cluster, i % DiskContent.CLUSTER) : 0;
                assertEquals(expected, content[i]);
            }
        }
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        for (int i = 0; i < whole.length; i++) {
            for (int mask : new int[] {0x01, 0xff}) {
                byte[] flipped = whole.clone();
                flipped[i] ^= (byte) mask;
                assertTrue(refusal(flipped).startsWith(file.toString()), "byte " + i);
            }
        }
    }

    @Test
    void everyLostEndIsNoticed() throws IOException {
        for (int length = 0; length < whole.length; length++) {
            String sentence = refusal(Arrays.copyOf(whole, length));
            assertTrue(sentence.endsWith(length == 0 ? "is not a snapshot of ring0" : "its end is missing"), sentence);
        }
        assertTrue(refusal(Arrays.copyOf(whole, whole.length + 1)).contains("is damaged"));
    }

    @Test
    void newerFormatIsNamed() throws IOException {
        byte[] newer = whole.clone();
        newer[SnapshotFormat.MAGIC.length + 3] = 3;
        assertEquals(file + " was saved by a newer ring0: its format is 3, this ring0 reads up to 2", refusal(newer));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertEquals(file + " is not a snapshot of ring0", refusal("#!/bin/sh\n".getBytes()));
        Path nowhere = folder.resolve("nowhere");
        assertEquals(
                "the snapshot " + nowhere + " does not exist",
                assertThrows(SnapshotException.class, () -> SnapshotFile.load(nowhere))
                        .getMessage());
        assertEquals(
                "the snapshot " + folder + " is not a regular file",
                assertThrows(SnapshotException.class, () -> SnapshotFile.load(folder))
                        .getMessage());
    }

    /** Somebody who can compute checksums has changed the directory: whatever it says, nothing but an answer comes of it. */
    @Test
    void forgedDirectoryDoesNoHarm() throws Exception {
        Random random = new Random(5);
        ByteBuffer header = ByteBuffer.wrap(whole);
        int length = header.getInt(12) - SnapshotFormat.CHECKSUM;
        int at = (int) header.getLong(16);
        byte[] buffer = new byte[MemoryImage.CHUNK];
        int accepted = 0;
        for (int n = 0; n < FORGERIES; n++) {
            byte[] forged = whole.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                forged[at + random.nextInt(length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0);
            }
            ByteBuffer.wrap(forged).putInt(at + length, SnapshotFormat.checksum(forged, at, length));
            Files.write(file, forged);
            try (Snapshot loaded = SnapshotFile.load(file)) {
                accepted++;
                for (long i = 0; i < Math.min(8, loaded.memory().chunks()); i++) {
                    loaded.memory().read(i, buffer);
                }
                for (DiskContent disk : loaded.disks()) {
                    for (long cluster : disk.ownClusters()) {
                        disk.readCluster(cluster, buffer);
                    }
                }
            } catch (SnapshotException | IOException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
        assertTrue(accepted > 0 && accepted < FORGERIES, "accepted " + accepted);
    }

    @Test
    void failedSaveLeavesTheOldFileAndNothingElse() throws IOException {
        Snapshot good = SmallSnapshot.make();
        MemoryImage broken = new MemoryImage() {
            @Override
            public long length() {
                return MemoryImage.CHUNK;
            }

            @Override
            public boolean read(long index, byte[] buffer) throws IOException {
                throw new IOException("broken");
            }
        };
        Snapshot bad = new Snapshot(good.facts(), good.notes(), good.states(), broken, good.disks(), good.resource());
        assertThrows(IOException.class, () -> SnapshotFile.save(bad, file));
        assertArrayEquals(whole, Files.readAllBytes(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void otherMachineIsNamedByTheFirstDifference() {
        var saved = java.util.List.of(new Fact("memory", "512M"), new Fact("CPU", "p6"));
        var present = java.util.List.of(new Fact("memory", "64M"), new Fact("CPU", "p6"));
        assertEquals(
                "the snapshot is of another machine: its memory is 512M, this machine's is 64M",
                assertThrows(SnapshotException.class, () -> Fact.check(saved, present))
                        .getMessage());
        assertEquals(
                "the snapshot is of another machine: its CPU is p6, this machine's is none",
                assertThrows(SnapshotException.class, () -> Fact.check(saved, saved.subList(0, 1)))
                        .getMessage());
    }
}
