package org.ring0.core.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The calls of Linux's C library on memory: all that this program calls outside the JVM for guests' memory is here. Every
 * address that is given to the system was got from it here, and belongs to an arena that has not been closed.
 */
final class NativeMemory {
    static final int SHARED = 0x1;
    static final int PRIVATE = 0x2;
    private static final int FIXED = 0x10;
    private static final int ANONYMOUS = 0x20;
    private static final int NO_RESERVE = 0x4000;
    private static final int READ_WRITE = 3;
    private static final int CLOSE_ON_EXEC = 1;
    private static final int SEEK_DATA = 3;

    private NativeMemory() {}

    /** Whether the calls may be made, and mean what they do on Linux with 64 bits. */
    static boolean isAvailable() {
        return System.getProperty("os.name").equals("Linux")
                && ValueLayout.ADDRESS.byteSize() == Long.BYTES
                && NativeMemory.class.getModule().isNativeAccessEnabled();
    }

    /** Memory that reads as zero and is committed when it is touched. */
    static MemorySegment anonymous(long length, Arena arena) throws IOException {
        return map(0, -1, length, PRIVATE | ANONYMOUS, arena);
    }

    /** Bytes of the host's own pages. */
    static int pageSize() {
        try {
            return (int) Files.GETPAGESIZE.invokeExact();
        } catch (Throwable e) {
            throw notCalled(e);
        }
    }

    /** A file in memory, of this length and without content. */
    static int createFile(long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) Files.MEMFD_CREATE.invokeExact(arena.allocateFrom("ring0"), CLOSE_ON_EXEC);
            if (descriptor < 0) {
                throw new IOException("the host gives no file in memory");
            }
            if ((int) Files.FTRUNCATE.invokeExact(descriptor, length) != 0) {
                close(descriptor);
                throw noRoom(length);
            }
            return descriptor;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw notCalled(e);
        }
    }

    /** Maps a file's first {@code length} bytes, which are all of it. */
    static MemorySegment map(int descriptor, long length, int sharing, Arena arena) throws IOException {
        return map(0, descriptor, length, sharing, arena);
    }

    /** Puts a private mapping of a file's part, which begins at {@code offset} and is as long, where {@code old} is. */
    static void mapOver(MemorySegment old, int descriptor, long offset) throws IOException {
        long address = mmap(old.address(), old.byteSize(), PRIVATE | FIXED, descriptor, offset);
        if (address != old.address()) {
            throw noRoom(old.byteSize());
        }
    }

    private static MemorySegment map(long at, int descriptor, long length, int flags, Arena arena) throws IOException {
        long address = mmap(at, length, flags, descriptor, 0);
        if (address == -1) {
            throw noRoom(length);
        }
        return MemorySegment.ofAddress(address).reinterpret(length, arena, NativeMemory::unmap);
    }

    private static long mmap(long at, long length, int flags, int descriptor, long offset) {
        try {
            return (long) Mapping.MMAP.invokeExact(at, length, READ_WRITE, flags | NO_RESERVE, descriptor, offset);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw notCalled(e);
        }
    }

    private static void unmap(MemorySegment released) {
        try {
            int ignored = (int) Unmapping.MUNMAP.invokeExact(released.address(), released.byteSize());
        } catch (Throwable e) {
            throw notCalled(e);
        }
    }

    /** The first offset from {@code from} on at which a file may have content, or -1 if there is none. */
    static long nextData(int descriptor, long from) {
        try {
            return (long) Files.LSEEK.invokeExact(descriptor, from, SEEK_DATA);
        } catch (Throwable e) {
            throw notCalled(e);
        }
    }

    /** Reads without mapping, which would give holes of the file pages of their own. */
    static void read(int descriptor, long offset, byte[] buffer, int to, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(length);
            for (long done = 0; done < length; ) {
                long n = (long)
                        Files.PREAD.invokeExact(descriptor, target.asSlice(done), (long) length - done, offset + done);
                if (n <= 0) {
                    throw new IOException("the guest's memory cannot be read");
                }
                done += n;
            }
            MemorySegment.copy(target, ValueLayout.JAVA_BYTE, 0, buffer, to, length);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw notCalled(e);
        }
    }

    /** Writes without mapping, which would cost a fault for each page. */
    static void write(int descriptor, long offset, MemorySegment source) throws IOException {
        try {
            for (long done = 0; done < source.byteSize(); ) {
                long n = (long) Files.PWRITE.invokeExact(
                        descriptor, source.asSlice(done), source.byteSize() - done, offset + done);
                if (n <= 0) {
                    throw noRoom(source.byteSize());
                }
                done += n;
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw notCalled(e);
        }
    }

    static void close(int descriptor) {
        try {
            int ignored = (int) Files.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw notCalled(e);
        }
    }

    private static IOException noRoom(long length) {
        return new IOException("the host has no " + length + " bytes of address space for the guest");
    }

    private static IllegalStateException notCalled(Throwable e) {
        return new IllegalStateException("the C library could not be called", e);
    }

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /** Every machine makes these calls. */
    private static final class Mapping {
        static final MethodHandle MMAP = link(
                "mmap",
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG);
    }

    /** The end of a machine makes this one. */
    private static final class Unmapping {
        static final MethodHandle MUNMAP =
                link("munmap", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
    }

    /** Only files in memory need these, so that a start without them does not wait for their linking. */
    private static final class Files {
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

        static final MethodHandle MEMFD_CREATE = link("memfd_create", INT, ValueLayout.ADDRESS, INT);
        static final MethodHandle FTRUNCATE = link("ftruncate", INT, INT, LONG);
        static final MethodHandle LSEEK = link("lseek", LONG, INT, LONG, INT);
        static final MethodHandle PREAD = link("pread", LONG, INT, ValueLayout.ADDRESS, LONG, LONG);
        static final MethodHandle PWRITE = link("pwrite", LONG, INT, ValueLayout.ADDRESS, LONG, LONG);
        static final MethodHandle GETPAGESIZE = link("getpagesize", INT);
        static final MethodHandle CLOSE = link("close", INT, INT);
    }
}
