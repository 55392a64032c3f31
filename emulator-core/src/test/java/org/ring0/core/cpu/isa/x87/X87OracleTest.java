package org.ring0.core.cpu.isa.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.ring0.core.oracle.HostCpu;

/** Every x87 instruction against the host's own FPU, over random states. */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class X87OracleTest {
    private static final int CASES = Integer.getInteger("ring0.x87.cases", 3000);
    private static final int STATUS_FLAGS = 0x8d5;
    private static final int REPORTED = 5;

    private final HostCpu host = new HostCpu();
    private final X87Context context = new X87Context();
    private final Random random = new Random(87);
    private final FpuOperands operands = new FpuOperands(random);
    private final MemorySegment ours = MemorySegment.ofArray(new byte[HostCpu.FPU_IMAGE_SIZE]);

    @Test
    void everyInstructionLeavesTheStateThatTheHostLeaves() {
        List<String> differences = new ArrayList<>();
        for (X87Case instruction : X87Case.all()) {
            host.discardSnippets();
            HostCpu.Snippet snippet = host.compile(HostCpu.Mode.BITS_64, true, instruction.bytes(host.dataAddress()));
            int found = 0;
            for (int i = 0; i < CASES; i++) {
                String difference = compare(instruction, snippet);
                if (difference != null && found++ < REPORTED) {
                    differences.add(difference);
                }
            }
            if (found > 0) {
                differences.add(instruction.name() + ": " + found + " of " + CASES + " differ\n");
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    private String compare(X87Case instruction, HostCpu.Snippet snippet) {
        operands.fill(context.fpu);
        long flags = random.nextInt() & STATUS_FLAGS | 2;
        long lower = operands.memory();
        int upper = random.nextInt(0x10000);
        context.flags = flags;
        host.setFlags(flags);
        setOperand(context.operand, lower, upper);
        setOperand(host.data(), lower, upper);
        FpuImage.store(context.fpu, host.fpuIn());
        snippet.run();
        instruction.body().execute(context);
        FpuImage.store(context.fpu, ours);
        int statusMask = 0xffff & ~instruction.undefined();
        boolean same = FpuImage.equal(ours, host.fpuOut(), 0xffff, statusMask)
                && operandText(context.operand).equals(operandText(host.data()))
                && ((host.flags() ^ context.flags) & STATUS_FLAGS) == 0;
        if (same) {
            return null;
        }
        return "%s m=%04x:%016x flags=%x%n in   %s%n host %s m=%s fl=%x%n ours %s m=%s fl=%x"
                .formatted(
                        instruction.name(),
                        upper,
                        lower,
                        flags,
                        FpuImage.describe(host.fpuIn(), 0xffff, 0xffff),
                        FpuImage.describe(host.fpuOut(), 0xffff, 0xffff),
                        operandText(host.data()),
                        host.flags() & STATUS_FLAGS,
                        FpuImage.describe(ours, 0xffff, 0xffff),
                        operandText(context.operand),
                        context.flags & STATUS_FLAGS);
    }

    private static void setOperand(MemorySegment place, long lower, int upper) {
        place.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, lower);
        place.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, upper);
    }

    private static String operandText(MemorySegment place) {
        return "%04x:%016x".formatted(FpuImage.get16(place, 8), place.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }
}
