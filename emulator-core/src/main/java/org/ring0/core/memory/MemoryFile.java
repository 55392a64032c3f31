package org.ring0.core.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file in memory that nobody else finds, to be mapped more than once. What was never written to it takes no room. It has one
 * user at first, and is gone when all users have closed it.
 */
interface MemoryFile extends AutoCloseable {
    /** Bytes. */
    long length();

    /** The file itself: what is written there is in the file. */
    MemorySegment mapShared(Arena arena) throws IOException;

    /** The file's content, copied page by page when it is written to. */
    MemorySegment mapPrivate(Arena arena) throws IOException;

    /** Whether anything may have been written in a range. */
    boolean hasData(long offset, long length);

    /** Copies from the file to {@code buffer} from {@code to} on. */
    void read(long offset, byte[] buffer, int to, int length) throws IOException;

    /** Copies a part of a memory as long as the file to its place in the file. */
    void write(MemorySegment memory, long offset, long length) throws IOException;

    /** One more user. */
    void retain();

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
        private int users = 1;

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

        /** Puts a private mapping of a part, which begins at {@code offset}, in the place of another mapping. */
        void mapPrivateOver(MemorySegment old, long offset) throws IOException {
            NativeMemory.mapOver(old, descriptor, offset);
        }

        @Override
        public boolean hasData(long offset, long size) {
            long data = NativeMemory.nextData(descriptor, offset);
            return data >= 0 && data < offset + size;
        }

        @Override
        public void read(long offset, byte[] buffer, int to, int size) throws IOException {
            NativeMemory.read(descriptor, offset, buffer, to, size);
        }

        @Override
        public void write(MemorySegment memory, long offset, long size) throws IOException {
            NativeMemory.write(descriptor, offset, memory.asSlice(offset, size));
        }

        @Override
        public synchronized void retain() {
            if (users == 0) {
                throw new IllegalStateException("closed");
            }
            users++;
        }

        @Override
        public synchronized void close() {
            if (--users == 0) {
                NativeMemory.close(descriptor);
            }
        }
    }

    /** Without native access: a deleted sparse file, in shared memory where the host has it. */
    final class Deleted implements MemoryFile {
        private static final Path SHARED_MEMORY = Path.of("/dev/shm");

        private final long length;
        private final FileChannel channel;
        private int users = 1;

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
        public boolean hasData(long offset, long size) {
            return true;
        }

        @Override
        public void read(long offset, byte[] buffer, int to, int size) throws IOException {
            ByteBuffer target = ByteBuffer.wrap(buffer, to, size);
            for (int n = 0; n >= 0 && target.hasRemaining(); ) {
                n = channel.read(target, offset + target.position() - to);
            }
        }

        @Override
        public void write(MemorySegment memory, long offset, long size) throws IOException {
            ByteBuffer source = memory.asSlice(offset, size).asByteBuffer();
            while (source.hasRemaining()) {
                channel.write(source, offset + source.position());
            }
        }

        @Override
        public synchronized void retain() {
            if (users == 0) {
                throw new IllegalStateException("closed");
            }
            users++;
        }

        @Override
        public synchronized void close() {
            if (--users > 0) {
                return;
            }
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
