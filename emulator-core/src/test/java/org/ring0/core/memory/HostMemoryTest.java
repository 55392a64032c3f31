package org.ring0.core.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
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
