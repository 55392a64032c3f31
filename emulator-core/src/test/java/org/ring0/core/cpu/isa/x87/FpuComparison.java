package org.ring0.core.cpu.isa.x87;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.oracle.HostCpu;

/** One instruction at a time on the host and on ours, from the same state. */
public final class FpuComparison implements AutoCloseable {
    private static final int LARGEST_OPERAND = 512;
    private static final int LARGEST_NUMBER = 16;
    private static final int STATUS_FLAGS = 0x8d5;
    private static final long EAX_TO_EDI = 0xffff_ffffL;

    final HostCpu host = new HostCpu();
    final GuestFpu guest = new GuestFpu();
    final MemorySegment ours = MemorySegment.ofArray(new byte[HostCpu.FPU_IMAGE_SIZE]);

    private final Random random;
    private final FpuOperands operands;
    private final FpuState other = new FpuState();
    private MemorySegment before;
    private MemorySegment oursAfter;
    private MemorySegment hosts;
    private EscapeForm form;
    private HostCpu.Snippet snippet;
    private int flagsBefore;

    FpuComparison(long seed) {
        random = new Random(seed);
        operands = new FpuOperands(random);
    }

    void prepare(EscapeForm newForm) {
        form = newForm;
        int size = hasStateOperand() ? LARGEST_OPERAND : LARGEST_NUMBER;
        before = MemorySegment.ofArray(new byte[size]);
        oursAfter = MemorySegment.ofArray(new byte[size]);
        hosts = host.data().asSlice(0, size);
        host.discardSnippets();
        snippet = host.compile(HostCpu.Mode.BITS_64, true, form.code64(host.dataAddress()));
        guest.fpu.initialize();
        fillOperand();
        guest.setOperand(before);
        guest.run(form.code32(GuestFpu.OPERAND));
    }

    /** Runs from a random state; false: the outcomes differ. */
    boolean runRandom() {
        fillRandom();
        return run();
    }

    void fillRandom() {
        operands.fill(guest.fpu);
        fillOperand();
    }

    /** Whether the outcomes of the last run differ in C1 and in registers by one unit of the last place at most. */
    boolean isWithinOneUnit() {
        return FpuImage.isClose(ours, host.fpuOut(), 0xffff & ~FpuBits.C1);
    }

    /** Runs from the state of {@code guest.fpu}; false: the outcomes differ. */
    boolean run() {
        flagsBefore = random.nextInt() & STATUS_FLAGS | 2;
        guest.state.setStatusFlags(flagsBefore);
        host.setFlags(flagsBefore);
        setRegisters();
        hosts.copyFrom(before);
        guest.setOperand(before);
        FpuImage.store(guest.fpu, host.fpuIn());
        snippet.run();
        guest.runAgain();
        FpuImage.store(guest.fpu, ours);
        guest.getOperand(oursAfter);
        clearPointers();
        return FpuImage.equal(ours, host.fpuOut(), 0xffff, comparedStatus())
                && oursAfter.mismatch(hosts) == -1
                && ((host.flags() ^ guest.state.eflags()) & STATUS_FLAGS) == 0
                && registersAreEqual();
    }

    private void setRegisters() {
        for (int i = 0; i < 8; i++) {
            long value = i == CpuState.RSP ? host.stackTop() - 256 : random.nextInt() & EAX_TO_EDI;
            host.setRegister(i, value);
            guest.state.gpr[i] = value;
        }
    }

    private boolean registersAreEqual() {
        long differences = 0;
        for (int i = 0; i < 8; i++) {
            differences |= (host.register(i) ^ guest.state.gpr[i]) & EAX_TO_EDI;
        }
        return differences == 0;
    }

    private boolean hasStateOperand() {
        return switch (form.mnemonic()) {
            case FNSAVE, FRSTOR, FNSTENV, FLDENV, FXSAVE, FXRSTOR -> true;
            default -> false;
        };
    }

    private int fieldSize() {
        return form.instruction().operandSize;
    }

    private void fillOperand() {
        before.fill((byte) 0);
        if (form.mnemonic() == Mnemonic.FRSTOR || form.mnemonic() == Mnemonic.FLDENV) {
            operands.fill(other);
            other.setStatusWord(random.nextInt(0x10000));
            FpuImage.store(other, before.asSlice(0, HostCpu.FPU_IMAGE_SIZE), fieldSize());
        } else if (form.mnemonic() == Mnemonic.FXRSTOR) {
            operands.fill(other);
            other.setStatusWord(random.nextInt(0x10000));
            FpuImage.storeFx(other, before);
        } else {
            before.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, operands.memory());
            before.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, random.nextInt(0x10000));
        }
    }

    /** Bits in which AMD's CPUs differ from the SDM: FCOMI and its siblings leave C1. */
    private int comparedStatus() {
        return switch (form.mnemonic()) {
            case FCOMI, FCOMIP, FUCOMI, FUCOMIP -> 0xffff & ~FpuBits.C1;
            default -> 0xffff;
        };
    }

    private void clearPointers() {
        if (form.mnemonic() == Mnemonic.FNSTENV || form.mnemonic() == Mnemonic.FNSAVE) {
            FpuImage.clearPointers(hosts, fieldSize());
            FpuImage.clearPointers(oursAfter, fieldSize());
        } else if (form.mnemonic() == Mnemonic.FXSAVE) {
            FpuImage.clearUncomparedFx(hosts);
            FpuImage.clearUncomparedFx(oursAfter);
        }
    }

    @Override
    public String toString() {
        return "%s m=%s flags=%x%n in   %s%n host %s m=%s fl=%x ax=%x%n ours %s m=%s fl=%x ax=%x"
                .formatted(
                        form,
                        text(before),
                        flagsBefore,
                        FpuImage.describe(host.fpuIn()),
                        FpuImage.describe(host.fpuOut()),
                        text(hosts),
                        host.flags() & STATUS_FLAGS,
                        host.register(CpuState.RAX),
                        FpuImage.describe(ours),
                        text(oursAfter),
                        guest.state.eflags() & STATUS_FLAGS,
                        guest.state.gpr[CpuState.RAX]);
    }

    private String text(MemorySegment operand) {
        StringBuilder text = new StringBuilder();
        for (int i = (hasStateOperand() ? 160 : LARGEST_NUMBER) - 2; i >= 0; i -= 2) {
            text.append("%04x".formatted(FpuImage.get16(operand, i)));
        }
        return text.toString();
    }

    @Override
    public void close() {
        guest.close();
    }
}
