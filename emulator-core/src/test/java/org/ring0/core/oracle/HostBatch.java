package org.ring0.core.oracle;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * One integer instruction on the host's CPU from many states in one call: a loop over records, each of which is loaded,
 * run and stored again. A record has the general registers, EFLAGS and the window of memory that the instruction may use.
 * Instructions of 32-bit code see the lower halves of eight registers, those of 64-bit code all of 16. Works like {@link HostCpu}, whose limits it shares: an exception would end the JVM.
 */
final class HostBatch {
    /** The cases of one call at most. */
    static final int CAPACITY = 256;
    /** Offset from {@link #address()} of the window. */
    static final int WINDOW = 0x8000;
    /** The window's length in bytes. */
    static final int WINDOW_SIZE = 256;
    /** Offset from {@link #address()} of 4 KiB that nothing here uses: where a guest may put its code. */
    static final int UNUSED = 0x4000;

    private static final int STACK_TOP = 0x2000;
    private static final int CURRENT = 0x3000;
    private static final int COUNT = 0x3008;
    private static final int SAVED_EAX = 0x3010;
    private static final int SAVED_RSP = 0x3018;
    private static final int RECORDS = 0x1_0000;

    // Fields of a record.
    private static final int FLAGS = 16 * 8;
    private static final int MEMORY = FLAGS + 8;
    private static final int RECORD_SIZE = MEMORY + WINDOW_SIZE;

    private final MemorySegment mapping = ExecutableMemory.map(RECORDS + CAPACITY * RECORD_SIZE);
    private final MethodHandle handle =
            Linker.nativeLinker().downcallHandle(mapping, FunctionDescriptor.ofVoid(), Linker.Option.critical(false));

    /** The mapping's linear address, a multiple of 64 KiB below 2 GiB. */
    int address() {
        return (int) mapping.address();
    }

    private static long record(int index) {
        return RECORDS + (long) index * RECORD_SIZE;
    }

    long register(int index, int number) {
        return mapping.get(JAVA_LONG_UNALIGNED, record(index) + 8 * number);
    }

    void setRegister(int index, int number, long value) {
        mapping.set(JAVA_LONG_UNALIGNED, record(index) + 8 * number, value);
    }

    int flags(int index) {
        return mapping.get(JAVA_INT_UNALIGNED, record(index) + FLAGS);
    }

    /** Status flags and DF; the others must stay clear. */
    void setFlags(int index, int flags) {
        mapping.set(JAVA_LONG_UNALIGNED, record(index) + FLAGS, flags);
    }

    /** The window as one case finds it, or left it. */
    MemorySegment window(int index) {
        return mapping.asSlice(record(index) + MEMORY, WINDOW_SIZE);
    }

    /** The instruction that {@link #run} will run. */
    void prepare(HostCpu.Mode mode, Form form) {
        Emitter code = new Emitter(mapping.address());
        boolean is64 = mode == HostCpu.Mode.BITS_64;
        code.bytes(0x53, 0x55, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57); // push rbx, rbp, r12 to r15
        code.bytes(0x48, 0x89).absolute64(4, SAVED_RSP); // mov [saved], rsp
        if (!is64) {
            code.enter32(0, STACK_TOP);
        }
        loop(code, is64, form);
        if (!is64) {
            code.leave32(0);
        }
        code.bytes(0x48, 0x8b).absolute64(4, SAVED_RSP);
        code.bytes(0x41, 0x5f, 0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c, 0x5d, 0x5b, 0xc3); // pop all, ret
        code.copyTo(mapping.asSlice(0, code.size()));
    }

    /** Runs the instruction from the first {@code count} records, at least one. */
    void run(int count) {
        mapping.set(JAVA_INT_UNALIGNED, CURRENT, address() + RECORDS);
        mapping.set(JAVA_INT_UNALIGNED, COUNT, count);
        try {
            handle.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void loop(Emitter code, boolean is64, Form form) {
        boolean wide = form.world().codeSize == 8;
        int start = code.size();
        absolute(code.bytes(0x8b), is64, 0, CURRENT); // mov eax, [current]
        if (form.usesMemory()) {
            code.bytes(0x8d, 0xb0).int32(MEMORY).bytes(0xbf).address(WINDOW); // lea esi, [eax+MEMORY]; mov edi
            code.bytes(0xb9).int32(WINDOW_SIZE / 4).bytes(0xf3, 0xa5); // mov ecx; rep movsd
        }
        code.bytes(0xbc).address(STACK_TOP); // mov esp
        code.bytes(0xff, 0xb0).int32(FLAGS).bytes(0x9d); // push [eax+FLAGS]; popf
        for (int r = wide ? 15 : 7; r >= 0; r--) {
            register(code, wide, 0x8b, r); // mov r, [eax+...]
        }
        code.bytes(form.hostBytesAt(code.base() + code.size()));
        absolute(code.bytes(wide ? new int[] {0x48, 0x89} : new int[] {0x89}), is64, 0, SAVED_EAX);
        absolute(code.bytes(0x8b), is64, 0, CURRENT);
        for (int r = 1; r < (wide ? 16 : 8); r++) {
            register(code, wide, 0x89, r); // mov [eax+...], r
        }
        code.bytes(0xbc).address(STACK_TOP); // mov esp
        code.bytes(0x9c, 0x8f, 0x80).int32(FLAGS).bytes(0xfc); // pushf; pop [eax+FLAGS]; cld
        absolute(code.bytes(wide ? new int[] {0x48, 0x8b} : new int[] {0x8b}), is64, 1, SAVED_EAX);
        code.bytes(wide ? new int[] {0x48, 0x89, 0x08} : new int[] {0x89, 0x08}); // mov [eax], ecx
        if (form.usesMemory()) {
            code.bytes(0x8d, 0xb8).int32(MEMORY).bytes(0xbe).address(WINDOW); // lea edi, [eax+MEMORY]; mov esi
            code.bytes(0xb9).int32(WINDOW_SIZE / 4).bytes(0xf3, 0xa5); // mov ecx; rep movsd
        }
        absolute(code.bytes(0x81), is64, 0, CURRENT).int32(RECORD_SIZE); // add dword [current]
        absolute(code.bytes(0xff), is64, 1, COUNT); // dec dword [count]
        code.bytes(0x0f, 0x85).int32(start - (code.size() + 4)); // jnz
    }

    /** A move between a register and its field of the record that EAX points to. */
    private static void register(Emitter code, boolean wide, int opcode, int r) {
        if (wide) {
            code.bytes(0x48 | r >> 3 << 2);
        }
        code.bytes(opcode, 0x80 | (r & 7) << 3).int32(8 * r);
    }

    private static Emitter absolute(Emitter code, boolean is64, int reg, int offset) {
        return is64 ? code.absolute64(reg, offset) : code.absolute32(reg, offset);
    }
}
