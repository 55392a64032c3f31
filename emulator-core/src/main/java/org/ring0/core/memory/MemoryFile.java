package org.ring0.core.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file in memory that nobody else finds, to be mapped more than once. What was never written to it takes no room. */
interface MemoryFile extends AutoCloseable {
    /** Bytes. */
    long length();

    /** The file itself: what is written there is in the file. */
    MemorySegment mapShared(Arena arena) throws IOException;

    /** The file's content, copied page by page when it is written to. */
    MemorySegment mapPrivate(Arena arena) throws IOException;

    /** Whether anything may have been written in a range. */
    boolean hasData(long offset, int length);

    /** Copies from the file. */
    void read(long offset, byte[] buffer, int length) throws IOException;

    @Override
    void close();

    /** The best that this host has. */
    static MemoryFile of(long length) throws IOException {
        return NativeMemory.isAvailable() ? new Anonymous(length) : new Deleted(length);
    }

    /** By {@code memfd_create}, which takes no room of a file system. */
    final class Anonymous implements MemoryFile {
        private final long length;
        private final int descriptor;
        private boolean closed;

        Anonymous(long length) throws IOException {
            this.length = length;
            this.descriptor = NativeMemory.createFile(length);
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public MemorySegment mapShared(Arena arena) throws IOException {
            return NativeMemory.map(descriptor, length, NativeMemory.SHARED, arena);
        }

        @Override
        public MemorySegment mapPrivate(Arena arena) throws IOException {
            return NativeMemory.map(descriptor, length, NativeMemory.PRIVATE, arena);
        }

        /** Puts a private mapping in the place of another mapping of the same length. */
        void mapPrivateOver(MemorySegment old) throws IOException {
            NativeMemory.mapOver(old, descriptor);
        }

        @Override
        public boolean hasData(long offset, int size) {
            long data = NativeMemory.nextData(descriptor, offset);
            return data >= 0 && data < offset + size;
        }

        @Override
        public void read(long offset, byte[] buffer, int size) throws IOException {
            NativeMemory.read(descriptor, offset, buffer, size);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                NativeMemory.close(descriptor);
            }
        }
    }

    /** Without native access: a deleted sparse file, in shared memory where the host has it. */
    final class Deleted implements MemoryFile {
        private static final Path SHARED_MEMORY = Path.of("/dev/shm");

        private final long length;
        private final FileChannel channel;

        Deleted(long length) throws IOException {
            this.length = length;
            Path file = Files.isWritable(SHARED_MEMORY)
                    ? Files.createTempFile(SHARED_MEMORY, "ring0-", ".ram")
                    : Files.createTempFile("ring0-", ".ram");
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
            Files.deleteIfExists(file);
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public MemorySegment mapShared(Arena arena) throws IOException {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, length, arena);
        }

        @Override
        public MemorySegment mapPrivate(Arena arena) throws IOException {
            return channel.map(FileChannel.MapMode.PRIVATE, 0, length, arena);
        }

        @Override
        public boolean hasData(long offset, int size) {
            return true;
        }

        @Override
        public void read(long offset, byte[] buffer, int size) throws IOException {
            ByteBuffer target = ByteBuffer.wrap(buffer, 0, size);
            for (int n = 0; n >= 0 && target.hasRemaining(); ) {
                n = channel.read(target, offset + target.position());
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
