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
abstract sealed class MemoryFile implements AutoCloseable {
    final long length;
    private int users = 1;

    private MemoryFile(long length) {
        this.length = length;
    }

    /** The best that this host has. */
    static MemoryFile of(long length) throws IOException {
        return NativeMemory.isAvailable() ? new Anonymous(length) : new Deleted(length);
    }

    /** Bytes. */
    final long length() {
        return length;
    }

    /** The file itself: what is written there is in the file. */
    abstract MemorySegment mapShared(Arena arena) throws IOException;

    /** The file's content, copied page by page when it is written to. */
    abstract MemorySegment mapPrivate(Arena arena) throws IOException;

    /** Whether anything may have been written in a range. */
    abstract boolean hasData(long offset, long size);

    /** Copies from the file to {@code buffer} from {@code to} on. */
    abstract void read(long offset, byte[] buffer, int to, int size) throws IOException;

    /** Copies a part of a memory as long as the file to its place in the file. */
    abstract void write(MemorySegment memory, long offset, long size) throws IOException;

    /** Nobody uses it any more. */
    abstract void release();

    /** One more user. */
    final synchronized void retain() {
        if (users == 0) {
            throw new IllegalStateException("closed");
        }
        users++;
    }

    @Override
    public final synchronized void close() {
        if (--users == 0) {
            release();
        }
    }

    /** By {@code memfd_create}, which takes no room of a file system. */
    static final class Anonymous extends MemoryFile {
        private final int descriptor;

        Anonymous(long length) throws IOException {
            super(length);
            this.descriptor = NativeMemory.createFile(length);
        }

        @Override
        MemorySegment mapShared(Arena arena) throws IOException {
            return NativeMemory.map(descriptor, length, NativeMemory.SHARED, arena);
        }

        @Override
        MemorySegment mapPrivate(Arena arena) throws IOException {
            return NativeMemory.map(descriptor, length, NativeMemory.PRIVATE, arena);
        }

        /** Puts a private mapping of a part, which begins at {@code offset}, in the place of another mapping. */
        void mapPrivateOver(MemorySegment old, long offset) throws IOException {
            NativeMemory.mapOver(old, descriptor, offset);
        }

        @Override
        boolean hasData(long offset, long size) {
            long data = NativeMemory.nextData(descriptor, offset);
            return data >= 0 && data < offset + size;
        }

        @Override
        void read(long offset, byte[] buffer, int to, int size) throws IOException {
            NativeMemory.read(descriptor, offset, buffer, to, size);
        }

        @Override
        void write(MemorySegment memory, long offset, long size) throws IOException {
            NativeMemory.write(descriptor, offset, memory.asSlice(offset, size));
        }

        @Override
        void release() {
            NativeMemory.close(descriptor);
        }
    }

    /** Without native access: a deleted sparse file, in shared memory where the host has it. */
    static final class Deleted extends MemoryFile {
        private static final Path SHARED_MEMORY = Path.of("/dev/shm");

        private final FileChannel channel;

        Deleted(long length) throws IOException {
            super(length);
            Path file = Files.isWritable(SHARED_MEMORY)
                    ? Files.createTempFile(SHARED_MEMORY, "ring0-", ".ram")
                    : Files.createTempFile("ring0-", ".ram");
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
            Files.deleteIfExists(file);
        }

        @Override
        MemorySegment mapShared(Arena arena) throws IOException {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, length, arena);
        }

        @Override
        MemorySegment mapPrivate(Arena arena) throws IOException {
            return channel.map(FileChannel.MapMode.PRIVATE, 0, length, arena);
        }

        @Override
        boolean hasData(long offset, long size) {
            return true;
        }

        @Override
        void read(long offset, byte[] buffer, int to, int size) throws IOException {
            ByteBuffer target = ByteBuffer.wrap(buffer, to, size);
            for (int n = 0; n >= 0 && target.hasRemaining(); ) {
                n = channel.read(target, offset + target.position() - to);
            }
        }

        @Override
        void write(MemorySegment memory, long offset, long size) throws IOException {
            ByteBuffer source = memory.asSlice(offset, size).asByteBuffer();
            while (source.hasRemaining()) {
                channel.write(source, offset + source.position());
            }
        }

        @Override
        void release() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
