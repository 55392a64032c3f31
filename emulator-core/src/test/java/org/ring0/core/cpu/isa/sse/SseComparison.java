package org.ring0.core.cpu.isa.sse;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.x87.FpuImage;
import org.ring0.core.cpu.isa.x87.GuestFpu;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.XmmState;
import org.ring0.core.oracle.HostCpu;

/** One instruction of SSE at a time on the host and on ours, from the same state. */
final class SseComparison implements AutoCloseable {
    private static final int OPERAND_SIZE = 16;
    /** General registers, and XMM registers as well; 32-bit code sees half of them. */
    private static final int REGISTERS = XmmState.REGISTERS;

    private static final int STATUS_FLAGS = 0x8d5;
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int REX_R = 0x44;

    // Of the host's data area
    private static final int XMM_IN = 0x100;
    private static final int XMM_OUT = 0x200;
    private static final int MXCSR_IN = 0x300;
    private static final int MXCSR_OUT = 0x304;
    private static final int MXCSR_OF_JAVA = 0x308;

    private final HostCpu host = new HostCpu();
    private final GuestFpu guest = new GuestFpu();
    private final MemorySegment fpuBefore = MemorySegment.ofArray(new byte[HostCpu.FPU_IMAGE_SIZE]);
    private final MemorySegment fpuOurs = MemorySegment.ofArray(new byte[HostCpu.FPU_IMAGE_SIZE]);
    private final MemorySegment before = MemorySegment.ofArray(new byte[OPERAND_SIZE]);
    private final MemorySegment ours = MemorySegment.ofArray(new byte[OPERAND_SIZE]);
    private final XmmState xmm = guest.state.xmm;
    private final boolean is64;
    private final Random random;
    private final SseOperands operands;
    private SseForm form;
    private HostCpu.Snippet snippet;
    private XmmState.SavedXmm xmmBefore;

    SseComparison(long seed, boolean is64) {
        this.is64 = is64;
        random = new Random(seed);
        operands = new SseOperands(random);
        if (is64) {
            guest.enter64();
        }
        guest.state.cr4 |= ControlBits.CR4_OSFXSR | ControlBits.CR4_OSXMMEXCPT;
    }

    Random random() {
        return random;
    }

    void prepare(SseForm newForm) {
        form = newForm;
        host.discardSnippets();
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (int n = 0; n < REGISTERS; n++) {
            moveXmm(code, n, XMM_IN, 0x10);
        }
        absolute(code, 2, MXCSR_IN, 0x0f, 0xae);
        code.writeBytes(form.code64((int) host.dataAddress()));
        absolute(code, 3, MXCSR_OUT, 0x0f, 0xae);
        absolute(code, 2, MXCSR_OF_JAVA, 0x0f, 0xae);
        for (int n = 0; n < REGISTERS; n++) {
            moveXmm(code, n, XMM_OUT, 0x11);
        }
        snippet = host.compile(HostCpu.Mode.BITS_64, true, code.toByteArray());
        host.data().set(ValueLayout.JAVA_INT, MXCSR_OF_JAVA, Mxcsr.RESET);
        fillState();
        if (form.isMasked()) {
            guest.state.gpr[CpuState.RDI] = GuestFpu.OPERAND;
        }
        guest.run(form.guestCode(GuestFpu.OPERAND));
    }

    /** MOVUPS. */
    private void moveXmm(ByteArrayOutputStream code, int register, int offset, int opcode) {
        if (register > 7) {
            code.write(REX_R);
        }
        absolute(code, register & 7, offset + 16 * register, 0x0f, opcode);
    }

    private void absolute(ByteArrayOutputStream code, int reg, int offset, int... opcode) {
        for (int value : opcode) {
            code.write(value);
        }
        code.write(reg << 3 | 4);
        code.write(0x25);
        for (int shift = 0; shift < 32; shift += 8) {
            code.write((int) host.dataAddress() + offset >> shift);
        }
    }

    private void fillState() {
        guest.fpu.initialize();
        for (int n = 0; n < REGISTERS; n++) {
            xmm.set(n, half(), half());
        }
        for (int n = 0; n < 8; n++) {
            guest.fpu.set(n, operands.half(), random.nextInt(0x10000));
        }
        guest.fpu.used = random.nextInt(256);
        guest.fpu.top = random.nextInt(8);
        xmm.mxcsr = operands.mxcsr();
        boolean loadsMxcsr = form.mnemonic() == Mnemonic.LDMXCSR;
        before.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, loadsMxcsr ? operands.mxcsr() : half());
        before.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, half());
        if (!loadsMxcsr && random.nextInt(4) == 0) {
            relate();
        }
        guest.setOperand(before);
        guest.state.setStatusFlags(random.nextInt() & STATUS_FLAGS);
        for (int n = 0; n < REGISTERS; n++) {
            guest.state.gpr[n] = general();
        }
    }

    private long half() {
        return form.comparesStrings() ? operands.text() : operands.half();
    }

    /** In 32-bit mode the upper halves do not exist. */
    private long general() {
        long value = form.comparesStrings() && random.nextBoolean() ? random.nextInt(41) - 20 : random.nextLong();
        return is64 ? value : value & LOW_32;
    }

    /** Makes the source, which chance would hardly do, equal to the destination, its complement, or part of it. */
    private void relate() {
        int kind = random.nextInt(4);
        long low = related(xmm.low[form.reg()], kind);
        long high = related(xmm.high[form.reg()], kind);
        xmm.set(form.rm(), low, high);
        before.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, low);
        before.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, high);
    }

    private long related(long value, int kind) {
        return switch (kind) {
            case 0 -> value;
            case 1 -> ~value;
            case 2 -> value & random.nextLong();
            default -> value << 8 * random.nextInt(8);
        };
    }

    private void copyStateToHost() {
        for (int n = 0; n < REGISTERS; n++) {
            host.data().set(ValueLayout.JAVA_LONG, XMM_IN + 16 * n, xmm.low[n]);
            host.data().set(ValueLayout.JAVA_LONG, XMM_IN + 16 * n + 8, xmm.high[n]);
            host.setRegister(n, n == CpuState.RSP ? host.stackTop() - 256 : guest.state.gpr[n]);
        }
        host.data().set(ValueLayout.JAVA_INT, MXCSR_IN, xmm.mxcsr);
        host.setFlags(guest.state.eflags() & STATUS_FLAGS | 2);
        host.data().asSlice(0, OPERAND_SIZE).copyFrom(before);
        FpuImage.store(guest.fpu, fpuBefore);
        host.fpuIn().copyFrom(fpuBefore);
    }

    /** Runs from a random state; false: the outcomes differ. */
    boolean run() {
        fillState();
        xmmBefore = xmm.save();
        copyStateToHost();
        if (form.isMasked()) {
            host.setRegister(CpuState.RDI, host.dataAddress());
            guest.state.gpr[CpuState.RDI] = GuestFpu.OPERAND;
        }
        snippet.run();
        guest.runAgain();
        guest.getOperand(ours);
        FpuImage.store(guest.fpu, fpuOurs);
        return isSameXmm()
                && xmm.mxcsr == host.data().get(ValueLayout.JAVA_INT, MXCSR_OUT)
                && ((host.flags() ^ guest.state.eflags()) & STATUS_FLAGS) == 0
                && ours.mismatch(host.data().asSlice(0, OPERAND_SIZE)) == -1
                && isSameFpu()
                && isSameGeneral();
    }

    private long hostHalf(int register, int half) {
        return host.data().get(ValueLayout.JAVA_LONG, XMM_OUT + 16 * register + 8 * half);
    }

    /** AMD's CPUs leave the FPU as it is where the SDM's CVTPI2PS turns it to MMX without an MMX register. */
    private boolean isSameFpu() {
        return FpuImage.equal(fpuOurs, host.fpuOut(), 0xffff, 0xffff)
                || form.mnemonic() == Mnemonic.CVTPI2PS && form.memory();
    }

    private boolean isSameXmm() {
        boolean same = true;
        for (int n = 0; n < REGISTERS; n++) {
            same &= isSame(xmm.low[n], hostHalf(n, 0)) && isSame(xmm.high[n], hostHalf(n, 1));
        }
        return same;
    }

    private boolean isSame(long our, long hosts) {
        return our == hosts || form.approximates() && isClose(our, hosts) && isClose(our >>> 32, hosts >>> 32);
    }

    /** Both are within 1.5 * 2^-12 of the truth, or tiny, where some CPUs give zero. */
    private static boolean isClose(long a, long b) {
        float first = Float.intBitsToFloat((int) a);
        float second = Float.intBitsToFloat((int) b);
        float larger = Math.max(Math.abs(first), Math.abs(second));
        return (int) a == (int) b || larger <= Float.MIN_NORMAL || Math.abs(first - second) <= larger * 0x1.8p-11f;
    }

    private boolean isSameGeneral() {
        long differences = 0;
        for (int n = 0; n < (is64 ? REGISTERS : 8); n++) {
            boolean placed = n == CpuState.RSP || form.isMasked() && n == CpuState.RDI;
            differences |= placed ? 0 : (host.register(n) ^ guest.state.gpr[n]) & (is64 ? -1 : LOW_32);
        }
        return differences == 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(form.toString());
        text.append("%n  mxcsr in %04x host %04x ours %04x, flags host %x ours %x, memory in %s host %s ours %s"
                .formatted(
                        xmmBefore.mxcsr(),
                        host.data().get(ValueLayout.JAVA_INT, MXCSR_OUT),
                        xmm.mxcsr,
                        host.flags() & STATUS_FLAGS,
                        guest.state.eflags() & STATUS_FLAGS,
                        text(before),
                        text(host.data()),
                        text(ours)));
        for (int n = 0; n < REGISTERS; n++) {
            boolean named = n == form.rm() || n == form.reg();
            if (named || xmm.low[n] != hostHalf(n, 0) || xmm.high[n] != hostHalf(n, 1)) {
                text.append("%n  xmm%d in %016x%016x host %016x%016x ours %016x%016x gpr host %x ours %x"
                        .formatted(
                                n,
                                xmmBefore.high()[n],
                                xmmBefore.low()[n],
                                hostHalf(n, 1),
                                hostHalf(n, 0),
                                xmm.high[n],
                                xmm.low[n],
                                host.register(n),
                                guest.state.gpr[n]));
            }
        }
        if (!isSameFpu()) {
            text.append("%n  fpu in   %s%n  fpu host %s%n  fpu ours %s"
                    .formatted(
                            FpuImage.describe(fpuBefore),
                            FpuImage.describe(host.fpuOut()),
                            FpuImage.describe(fpuOurs)));
        }
        return text.toString();
    }

    private static String text(MemorySegment operand) {
        return "%016x%016x"
                .formatted(
                        operand.get(ValueLayout.JAVA_LONG_UNALIGNED, 8),
                        operand.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }

    @Override
    public void close() {
        guest.close();
    }
}
