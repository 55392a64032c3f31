package org.ring0.core.oracle;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;

/**
 * The host's own CPU, as an oracle: runs a few bytes of machine code between loading and storing every register, in 64-bit
 * or in 32-bit mode (Linux's user code segment 23h). Everything lies below 2 GiB, so that code of both modes reaches it by
 * a 32-bit absolute address. Needs x86-64 Linux: guard tests by
 * {@code @EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")}.
 *
 * <p>An exception of the snippet would be a signal that ends the JVM: callers choose operands that raise none. x87
 * exceptions are safe even unmasked, unless a second waiting instruction follows: the state is stored by FNSAVE.
 */
public final class HostCpu {
    public enum Mode {
        BITS_32,
        BITS_64
    }

    /** Bytes of memory that snippets may use, from {@link #dataAddress()} on. */
    public static final int DATA_SIZE = 0x4000;
    /** An FSAVE image: environment of 28 bytes, then eight registers of 10 bytes. */
    public static final int FPU_IMAGE_SIZE = 108;

    public static final int RSP = 4;

    private static final int MAPPING_SIZE = 0x10000;
    private static final int REGISTERS = 0x4000;
    private static final int FLAGS = REGISTERS + 16 * 8;
    private static final int SAVED_RSP = FLAGS + 8;
    private static final int FPU_IN = 0x4100;
    private static final int FPU_OUT = 0x4200;
    private static final int STACK_TOP = 0x8000;
    private static final int DATA = 0x8000;

    private final MemorySegment memory;
    private final Linker linker = Linker.nativeLinker();
    /** By their offset: making one takes much longer than a call, and snippets that replace others lie where those lay. */
    private final Map<Integer, MethodHandle> entries = new HashMap<>();

    private int codeEnd;

    /** Maps the memory.
     *
     * @throws IllegalStateException the host has none for executable code below 2 GiB
     */
    public HostCpu() {
        memory = ExecutableMemory.map(MAPPING_SIZE);
        setRegister(RSP, memory.address() + STACK_TOP);
        setFlags(2);
    }

    /** Whether this host is what the oracle needs. */
    public static boolean isAvailable() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** Whether this host also runs {@link Mode#BITS_32}: some virtual machines forbid it. Starts a process to find out. */
    public static boolean isMode32Available() {
        return isAvailable() && Mode32Probe.run();
    }

    /** A general register as the next run loads it, or as the last one left it; encoding order. */
    public long register(int number) {
        return memory.get(ValueLayout.JAVA_LONG, REGISTERS + number * 8L);
    }

    public void setRegister(int number, long value) {
        memory.set(ValueLayout.JAVA_LONG, REGISTERS + number * 8L, value);
    }

    public long flags() {
        return memory.get(ValueLayout.JAVA_LONG, FLAGS);
    }

    /** Sets the flags of the next run: status flags and DF; the others must stay clear. */
    public void setFlags(long flags) {
        memory.set(ValueLayout.JAVA_LONG, FLAGS, flags);
    }

    /** The FSAVE image (32-bit protected-mode layout) that a run with FPU loads. */
    public MemorySegment fpuIn() {
        return memory.asSlice(FPU_IN, FPU_IMAGE_SIZE);
    }

    /** The FSAVE image that a run with FPU left. */
    public MemorySegment fpuOut() {
        return memory.asSlice(FPU_OUT, FPU_IMAGE_SIZE);
    }

    /** Memory for the snippet's operands. */
    public MemorySegment data() {
        return memory.asSlice(DATA, DATA_SIZE);
    }

    /** The linear address of {@link #data()}, below 2 GiB. */
    public long dataAddress() {
        return memory.address() + DATA;
    }

    /** The value of RSP that leaves its data area to pushes: the end of 4 KiB that nothing else uses. */
    public long stackTop() {
        return memory.address() + STACK_TOP;
    }

    /** Forgets all snippets: their memory is used again. */
    public void discardSnippets() {
        codeEnd = 0;
    }

    /**
     * Prepares a snippet. Execution must fall through its end.
     *
     * @param withFpu whether the run loads and stores the x87 state too
     */
    public Snippet compile(Mode mode, boolean withFpu, byte... instruction) {
        Emitter code = new Emitter(memory.address());
        emitProlog(code, mode, withFpu);
        int address = codeEnd + code.size();
        code.bytes(instruction);
        emitEpilog(code, mode, withFpu);
        if (codeEnd + code.size() > REGISTERS) {
            throw new IllegalStateException("code area is full: discardSnippets()");
        }
        MemorySegment place = memory.asSlice(codeEnd, code.size());
        code.copyTo(place);
        MethodHandle handle = entries.computeIfAbsent(codeEnd, offset -> entry(place));
        codeEnd += code.size() + 15 & ~15;
        return new Snippet(handle, memory.address() + address);
    }

    private MethodHandle entry(MemorySegment place) {
        return linker.downcallHandle(place, FunctionDescriptor.ofVoid(), Linker.Option.critical(false));
    }

    /** Prepared code. */
    public record Snippet(MethodHandle handle, long address) {
        /** Runs it once, from the registers, flags and FPU image that are set. */
        public void run() {
            try {
                handle.invokeExact();
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void emitProlog(Emitter code, Mode mode, boolean withFpu) {
        code.bytes(0x53, 0x55, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57); // push rbx, rbp, r12 to r15
        code.bytes(0x48, 0x89).absolute64(4, SAVED_RSP); // mov [saved], rsp
        if (withFpu) {
            code.bytes(0xdd).absolute64(4, FPU_IN); // frstor
        }
        if (mode == Mode.BITS_32) {
            code.enter32(codeEnd, STACK_TOP);
            code.bytes(0xff).absolute32(6, FLAGS).bytes(0x9d); // push, popfd
            for (int i = 0; i < 8; i++) {
                code.bytes(0x8b).absolute32(i, REGISTERS + i * 8);
            }
            return;
        }
        code.bytes(0xff).absolute64(6, FLAGS).bytes(0x9d); // push, popfq
        for (int i = 0; i < 16; i++) {
            code.bytes(i < 8 ? 0x48 : 0x4c, 0x8b).absolute64(i & 7, REGISTERS + i * 8);
        }
    }

    private void emitEpilog(Emitter code, Mode mode, boolean withFpu) {
        if (mode == Mode.BITS_32) {
            for (int i = 0; i < 8; i++) {
                code.bytes(0x89).absolute32(i, REGISTERS + i * 8);
            }
            code.bytes(0xbc).address(STACK_TOP);
            code.bytes(0x9c, 0x8f).absolute32(0, FLAGS); // pushfd, pop
            code.bytes(0xfc); // cld
            code.leave32(codeEnd);
            code.bytes(0x48, 0x8b).absolute64(4, SAVED_RSP);
        } else {
            for (int i = 0; i < 16; i++) {
                code.bytes(i < 8 ? 0x48 : 0x4c, 0x89).absolute64(i & 7, REGISTERS + i * 8);
            }
            code.bytes(0x48, 0x8b).absolute64(4, SAVED_RSP);
            code.bytes(0x9c, 0x8f).absolute64(0, FLAGS); // pushfq, pop
            code.bytes(0xfc);
        }
        if (withFpu) {
            code.bytes(0xdd).absolute64(6, FPU_OUT); // fnsave
        }
        code.bytes(0x41, 0x5f, 0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c, 0x5d, 0x5b, 0xc3); // pop all, ret
    }
}
