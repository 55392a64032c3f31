package org.ring0.core.oracle;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Host memory for code and data below 2 GiB, so that code of every mode reaches it by a 32-bit absolute address. */
final class ExecutableMemory {
    /** Where to look for free addresses: the JVM's heap may lie anywhere below 4 GiB. */
    private static final long LOWEST = 0x1000_0000;

    private static final long HIGHEST = 0x7f00_0000;
    private static final long STRIDE = 0x0010_0000;
    private static final int READ_WRITE_EXECUTE = 7;
    private static final int PRIVATE_ANONYMOUS_FIXED_NOREPLACE = 0x10_0022;

    private ExecutableMemory() {}

    /**
     * Zeros, at a multiple of 1 MiB, that live as long as the process.
     *
     * @param size bytes, at most 1 MiB
     * @throws IllegalStateException the host has none for executable code below 2 GiB
     */
    static MemorySegment map(int size) {
        Linker linker = Linker.nativeLinker();
        try {
            MethodHandle mmap = linker.downcallHandle(
                    linker.defaultLookup().find("mmap").orElseThrow(),
                    FunctionDescriptor.of(
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG));
            for (long address = LOWEST; address < HIGHEST; address += STRIDE) {
                MemorySegment mapped = (MemorySegment) mmap.invokeExact(
                        MemorySegment.ofAddress(address),
                        (long) size,
                        READ_WRITE_EXECUTE,
                        PRIVATE_ANONYMOUS_FIXED_NOREPLACE,
                        -1,
                        0L);
                if (mapped.address() == address) {
                    return mapped.reinterpret(size);
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException("mmap could not be called", e);
        }
        throw new IllegalStateException("no executable memory below 2 GiB");
    }
}
