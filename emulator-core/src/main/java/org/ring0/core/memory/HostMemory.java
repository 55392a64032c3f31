package org.ring0.core.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The one off-heap block behind a machine's RAM, ROMs and video memory. The host commits a page when it is first touched,
 * so that a large guest costs what it uses. Addresses within the block are called <em>backing</em> offsets.
 */
public final class HostMemory implements AutoCloseable {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    /** @param length bytes, a multiple of 4 KiB; all of them read as zero at first */
    public HostMemory(long length) {
        boolean anonymous = isLinux() && HostMemory.class.getModule().isNativeAccessEnabled();
        segment = anonymous ? mapAnonymous(length) : mapSparseFile(length);
    }

    /** The whole block; every access through it is bounds-checked by the JVM. */
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        arena.close();
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private MemorySegment mapAnonymous(long length) {
        Linker linker = Linker.nativeLinker();
        try {
            var mmap = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("mmap"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG));
            long address =
                    (long) mmap.invokeExact(0L, length, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
            if (address == -1) {
                throw new OutOfMemoryError("the host has no " + length + " bytes of address space for the guest");
            }
            return MemorySegment.ofAddress(address).reinterpret(length, arena, HostMemory::unmap);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("mmap could not be called", e);
        }
    }

    private static void unmap(MemorySegment released) {
        Linker linker = Linker.nativeLinker();
        try {
            var munmap = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("munmap"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
            int ignored = (int) munmap.invokeExact(released.address(), released.byteSize());
        } catch (Throwable e) {
            throw new IllegalStateException("munmap could not be called", e);
        }
    }

    /** Without native access: a deleted sparse file, in shared memory where the host has it, is committed as lazily. */
    private MemorySegment mapSparseFile(long length) {
        Path shared = Path.of("/dev/shm");
        try {
            Path file = Files.isWritable(shared)
                    ? Files.createTempFile(shared, "ring0-", ".ram")
                    : Files.createTempFile("ring0-", ".ram");
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, length, arena);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no room on the host for " + length + " bytes of guest memory", e);
        }
    }
}
