package org.ring0.core.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
    private static final long LENGTH = 4 * MemoryImage.CHUNK + 0x3000;
    private static final long AT = MemoryImage.CHUNK + 0x1234;

    private static void set(HostMemory memory, long at, int value) {
        memory.segment().set(JAVA_BYTE, at, (byte) value);
    }

    private static int get(HostMemory memory, long at) {
        return memory.segment().get(JAVA_BYTE, at);
    }

    private static void goOnApart(HostMemory parent) {
        try (parent) {
            set(parent, AT, 1);
            try (FrozenMemory frozen = parent.freeze();
                    HostMemory fork = HostMemory.of(frozen)) {
                set(parent, AT, 2);
                assertEquals(1, get(fork, AT));
                set(fork, AT, 3);
                set(fork, LENGTH - 1, 4);
                assertEquals(2, get(parent, AT));
                assertEquals(0, get(parent, LENGTH - 1));
                try (HostMemory another = HostMemory.of(frozen);
                        FrozenMemory later = fork.freeze();
                        HostMemory child = HostMemory.of(later)) {
                    assertEquals(1, get(another, AT));
                    assertEquals(3, get(child, AT));
                    assertEquals(4, get(child, LENGTH - 1));
                }
            }
        }
    }

    @Test
    void forksAndTheirParentGoOnApart() {
        goOnApart(new HostMemory(LENGTH));
        goOnApart(HostMemory.shareable(LENGTH));
    }

    /** A memory that writes here and there between contents that are kept, some of them not for long. */
    private static void keepMany(HostMemory memory, int pages, int writes) throws Exception {
        Random random = new Random(writes);
        long length = memory.length();
        byte[] now = new byte[(int) length];
        List<byte[]> expected = new ArrayList<>();
        List<FrozenMemory> kept = new ArrayList<>();
        try (memory) {
            for (int n = 0; n < 20; n++) {
                for (int i = 0; i < writes; i++) {
                    int at = random.nextInt(pages) * 0x1000 + random.nextInt(0x1000);
                    now[at] = (byte) random.nextInt();
                    set(memory, at, now[at]);
                }
                expected.add(now.clone());
                kept.add(memory.freeze());
                if (n % 3 == 2) {
                    int gone = random.nextInt(kept.size());
                    kept.remove(gone).close();
                    expected.remove(gone);
                }
            }
            byte[] chunk = new byte[MemoryImage.CHUNK];
            for (int i = 0; i < kept.size(); i++) {
                FrozenMemory frozen = kept.get(i);
                BitSet changed = i == 0 ? null : frozen.changedSince(kept.get(i - 1));
                for (long c = 0; c < frozen.chunks(); c++) {
                    Arrays.fill(chunk, (byte) 0);
                    frozen.read(c, chunk);
                    int from = (int) c * MemoryImage.CHUNK;
                    int to = from + frozen.size(c);
                    assertTrue(Arrays.equals(expected.get(i), from, to, chunk, 0, to - from), i + ", chunk " + c);
                    if (i > 0 && !changed.get((int) c)) {
                        assertTrue(Arrays.equals(expected.get(i), from, to, expected.get(i - 1), from, to));
                    }
                }
                try (HostMemory fork = HostMemory.of(frozen)) {
                    assertEquals(-1, fork.segment().mismatch(MemorySegment.ofArray(expected.get(i))));
                }
            }
            assertTrue(memory.become(kept.getFirst()));
            assertEquals(-1, memory.segment().mismatch(MemorySegment.ofArray(expected.getFirst())));
            set(memory, 0, 77);
            try (FrozenMemory last = memory.freeze()) {
                assertEquals(1, last.changedSince(kept.getFirst()).cardinality());
            }
        } finally {
            kept.forEach(FrozenMemory::close);
        }
    }

    @Test
    void contentsOfManyMomentsAreKept() throws Exception {
        for (int writes : new int[] {0, 1, 40, 2000}) {
            keepMany(new HostMemory(LENGTH), (int) (LENGTH / 0x1000), writes);
            keepMany(HostMemory.shareable(8 * LENGTH), (int) (8 * LENGTH / 0x1000), writes);
        }
    }

    @Test
    void onlyWhatWasWrittenSinceTheLastContentIsAnother() {
        assumeTrue(WrittenPages.areKnown(), "this host does not tell what was written");
        try (HostMemory memory = new HostMemory(LENGTH)) {
            set(memory, AT, 1);
            try (FrozenMemory first = memory.freeze();
                    FrozenMemory second = memory.freeze()) {
                assertTrue(second.changedSince(first).isEmpty());
                set(memory, LENGTH - 1, 1);
                assertEquals(0, get(memory, 3L * MemoryImage.CHUNK), "reading is no change");
                try (FrozenMemory third = memory.freeze();
                        HostMemory fork = HostMemory.of(third)) {
                    assertEquals(BitSet.valueOf(new long[] {0b10000}), third.changedSince(first));
                    set(fork, AT, 2);
                    try (FrozenMemory forked = fork.freeze()) {
                        assertEquals(BitSet.valueOf(new long[] {0b10}), forked.changedSince(third));
                        assertEquals(BitSet.valueOf(new long[] {0b10010}), forked.changedSince(second));
                    }
                }
            }
        }
    }

    /** As on hosts that do not tell what was written. */
    @Test
    void copyIsAContentOfItsOwn() throws Exception {
        try (HostMemory memory = new HostMemory(LENGTH)) {
            set(memory, AT, 1);
            try (FrozenMemory first = memory.copied()) {
                set(memory, AT, 2);
                set(memory, LENGTH - 1, 3);
                try (FrozenMemory second = memory.copied();
                        HostMemory one = HostMemory.of(first);
                        HostMemory two = HostMemory.of(second)) {
                    assertEquals(1, get(one, AT));
                    assertEquals(0, get(one, LENGTH - 1));
                    assertEquals(2, get(two, AT));
                    assertEquals(3, get(two, LENGTH - 1));
                    assertEquals(
                            (int) second.chunks(), second.changedSince(first).cardinality());
                }
            }
        }
    }

    @Test
    void scatteredWritesMakeNotTooManyMappings() {
        assumeTrue(WrittenPages.areKnown(), "this host does not tell what was written");
        long length = 4096L * Layers.LIMIT * 32;
        try (HostMemory memory = new HostMemory(length);
                FrozenMemory first = memory.freeze()) {
            for (long at = 0; at < length; at += 4096 * 8) {
                set(memory, at, 1);
            }
            try (FrozenMemory second = memory.freeze()) {
                assertTrue(second.layers().stretches().size() <= Layers.LIMIT);
                assertEquals((int) first.chunks(), second.changedSince(first).cardinality());
            }
        }
    }

    @Test
    void forkOutlivesWhatItWasMadeFrom() {
        HostMemory fork;
        try (HostMemory parent = HostMemory.shareable(LENGTH)) {
            set(parent, AT, 7);
            try (FrozenMemory frozen = parent.freeze()) {
                fork = HostMemory.of(frozen);
            }
        }
        try (fork) {
            assertEquals(7, get(fork, AT));
        }
    }

    @Test
    void frozenMemoryHasOnlyWhatWasTouched() throws Exception {
        byte[] buffer = new byte[MemoryImage.CHUNK];
        try (HostMemory parent = HostMemory.shareable(LENGTH)) {
            set(parent, AT, 7);
            assertTrue(parent.read(1, buffer));
            try (FrozenMemory frozen = parent.freeze()) {
                assertFalse(frozen.read(0, buffer));
                assertTrue(frozen.read(1, buffer));
                assertEquals(7, buffer[(int) AT % MemoryImage.CHUNK]);
                assertFalse(frozen.read(4, buffer));
            }
        }
    }

    /** Chunk {@code i} is full of the number {@code i}. */
    private record Numbered(BitSet read) implements MemoryImage {
        @Override
        public long length() {
            return LENGTH;
        }

        @Override
        public boolean read(long index, byte[] buffer) {
            assertFalse(read.get((int) index), "once is enough");
            read.set((int) index);
            java.util.Arrays.fill(buffer, (byte) index);
            return index != 0;
        }
    }

    @Test
    void memoriesAreComparedByContentAndNotByWhatWasTouched() {
        try (HostMemory one = new HostMemory(LENGTH);
                HostMemory other = new HostMemory(LENGTH)) {
            set(one, LENGTH / 2, 7);
            set(one, 0, 0);
            assertFalse(one.isSame(other));
            assertFalse(other.isSame(one));
            set(other, LENGTH / 2, 7);
            assertTrue(one.isSame(other));
            try (FrozenMemory frozen = one.freeze();
                    HostMemory fork = HostMemory.of(frozen)) {
                assertTrue(fork.isSame(other));
                set(fork, LENGTH - 1, 1);
                assertFalse(other.isSame(fork));
            }
        }
    }

    @Test
    void chunksAreReadWhenTheyAreNeeded() {
        Numbered image = new Numbered(new BitSet());
        try (HostMemory memory = HostMemory.of(image)) {
            AddressSpace space = new AddressSpace(memory);
            space.map(Region.ram(0, LENGTH, 0));
            assertTrue(image.read().isEmpty());
            assertEquals(0x0101, space.read(AT, 2));
            assertEquals(BitSet.valueOf(new long[] {0b10}), image.read());
            space.write(3L * MemoryImage.CHUNK, 0x55, 1);
            assertEquals(0x0303_0355, space.read(3L * MemoryImage.CHUNK, 4));
            byte[] bytes = new byte[2];
            space.readMemory(2L * MemoryImage.CHUNK - 1, bytes, 0, 2);
            assertEquals(1, bytes[0]);
            assertEquals(2, bytes[1]);
            assertEquals(BitSet.valueOf(new long[] {0b1110}), image.read());
            assertEquals(4, get(memory, LENGTH - 1));
            assertEquals(0x55, get(memory, 3L * MemoryImage.CHUNK));
        }
    }
}
