package org.ring0.core.oracle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.isa.x87.GuestFpu;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.model.FeatureSet;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;

/**
 * XRSTOR, and XSAVE, XSAVEOPT and XSAVEC after it, of the x87's and SSE's state on the host's CPU and on ours: a random state,
 * a random part of another one over it, and what is saved of that; then everything by FXSAVE, so that what XRSTOR made of the
 * registers shows whatever the saving left out.
 */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class ExtendedStateOracleTest {
    private static final int CASES = Integer.getInteger("ring0.xsave.cases", 400);
    private static final HostCpu HOST = new HostCpu();
    private static final HostFeatures FEATURES = new HostFeatures();
    // Offsets of areas in the host's data and behind the guest's operand.
    private static final int FIRST = 0;
    private static final int SECOND = 0x280;
    private static final int SAVED = 0x500;
    private static final int REGISTERS = 0x780;
    private static final int OWN_MXCSR = 0xa00;
    private static final int SIZE = 576;

    // Fields of an area.
    private static final int MXCSR = 24;
    private static final int MXCSR_MASK = 28;
    private static final int XSTATE_BV = 512;
    private static final int XCOMP_BV = 520;
    private static final int X87_REGISTERS = 32;
    private static final int XMM_REGISTERS = 160;
    private static final int XMM_END = 416;
    private static final int EMPTY = 0xffff;

    private final SplittableRandom random = new SplittableRandom(13);
    private final MemorySegment before = MemorySegment.ofArray(new byte[OWN_MXCSR]);
    private final MemorySegment ours = MemorySegment.ofArray(new byte[OWN_MXCSR]);

    private enum Save {
        XSAVE(Feature.XSAVE, 0xae, 4),
        XSAVEOPT(Feature.XSAVEOPT, 0xae, 6),
        XSAVEC(Feature.XSAVEC, 0xc7, 4);

        private final Feature feature;
        private final int opcode;
        private final int digit;

        Save(Feature feature, int opcode, int digit) {
            this.feature = feature;
            this.opcode = opcode;
            this.digit = digit;
        }
    }

    /** One instruction: opcode behind 0F, ModRM.reg, the area, the components in EAX, and whether it has REX.W. */
    private record Step(int opcode, int digit, int area, int components, boolean wide) {
        byte[] code(long address) {
            ByteArrayOutputStream code = new ByteArrayOutputStream();
            if (wide) {
                code.write(0x48);
            }
            code.writeBytes(new byte[] {0x0f, (byte) opcode, (byte) (digit << 3 | 4), 0x25});
            for (int shift = 0; shift < 32; shift += 8) {
                code.write((int) (address + area >> shift));
            }
            return code.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stateIsRestoredAndSavedAsTheHostDoes(Save save) {
        assumeTrue(FEATURES.hasAll(FeatureSet.of(Feature.XSAVE, save.feature)), "the host has no " + save);
        try (GuestFpu guest = new GuestFpu()) {
            enable(guest);
            for (int n = 0; n < CASES; n++) {
                fill();
                List<Step> steps = steps(save);
                runOnHost(steps);
                runOnGuest(guest, steps);
                compare("case %d: %s, header %x %x"
                        .formatted(
                                n,
                                steps,
                                before.get(JAVA_LONG_UNALIGNED, SECOND + XSTATE_BV),
                                before.get(JAVA_LONG_UNALIGNED, SECOND + XCOMP_BV)));
            }
        }
    }

    private static void enable(GuestFpu guest) {
        CpuState s = guest.state;
        guest.machine.cpu.setModel(CpuModel.MAX);
        guest.enter64();
        s.cr4 |= ControlBits.CR4_OSFXSR | ControlBits.CR4_OSXMMEXCPT | ControlBits.CR4_OSXSAVE;
        s.xcr0 = ControlBits.XCR0_X87 | ControlBits.XCR0_SSE;
    }

    private List<Step> steps(Save save) {
        return List.of(
                new Step(0xae, 5, FIRST, 3, random.nextBoolean()),
                new Step(0xae, 5, SECOND, random.nextInt(4), random.nextBoolean()),
                new Step(save.opcode, save.digit, SAVED, random.nextInt(4), random.nextBoolean()),
                new Step(0xae, 0, REGISTERS, 0, true));
    }

    private void fill() {
        for (int at = 0; at < OWN_MXCSR; at += 8) {
            before.set(JAVA_LONG_UNALIGNED, at, random.nextLong());
        }
        for (int area : new int[] {FIRST, SECOND}) {
            before.set(JAVA_INT_UNALIGNED, area + MXCSR, random.nextInt() & 0xffff);
            // CPUs keep as many bits of pointers as their addresses have.
            before.set(JAVA_LONG_UNALIGNED, area + 8, random.nextLong() >> 16);
            before.set(JAVA_LONG_UNALIGNED, area + 16, random.nextLong() >> 16);
            before.asSlice(area + XSTATE_BV, SIZE - XSTATE_BV).fill((byte) 0);
        }
        before.set(JAVA_LONG_UNALIGNED, FIRST + XSTATE_BV, 3);
        boolean compacted = FEATURES.hasAll(FeatureSet.of(Feature.XSAVEC)) && random.nextBoolean();
        int components = compacted ? random.nextInt(4) : 3;
        before.set(JAVA_LONG_UNALIGNED, SECOND + XSTATE_BV, components & random.nextInt(4));
        before.set(JAVA_LONG_UNALIGNED, SECOND + XCOMP_BV, compacted ? 1L << 63 | components : 0);
        if (random.nextInt(4) == 0) {
            before.set(JAVA_INT_UNALIGNED, SECOND + MXCSR, 0x1f80);
        }
    }

    private void runOnHost(List<Step> steps) {
        HOST.discardSnippets();
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.writeBytes(new Step(0xae, 3, OWN_MXCSR, 0, false).code(HOST.dataAddress()));
        for (Step step : steps) {
            code.writeBytes(
                    new byte[] {(byte) 0xb8, (byte) step.components, 0, 0, 0, 0x31, (byte) 0xd2}); // mov eax; xor edx
            code.writeBytes(step.code(HOST.dataAddress()));
        }
        code.writeBytes(new Step(0xae, 2, OWN_MXCSR, 0, false).code(HOST.dataAddress()));
        HOST.fpuIn().fill((byte) 0);
        HOST.fpuIn().set(JAVA_SHORT_UNALIGNED, 0, (short) 0x37f);
        HOST.fpuIn().set(JAVA_SHORT_UNALIGNED, 8, (short) EMPTY);
        HOST.data().asSlice(0, OWN_MXCSR).copyFrom(before);
        HOST.compile(HostCpu.Mode.BITS_64, true, code.toByteArray()).run();
    }

    private void runOnGuest(GuestFpu guest, List<Step> steps) {
        guest.setOperand(before);
        for (Step step : steps) {
            guest.state.gpr[CpuState.RAX] = step.components;
            guest.state.gpr[CpuState.RDX] = 0;
            guest.run(step.code(GuestFpu.OPERAND));
        }
        guest.getOperand(ours);
    }

    private void compare(String name) {
        List<String> differences = new ArrayList<>();
        for (int at = 0; at < OWN_MXCSR; at++) {
            byte hosts = HOST.data().get(JAVA_BYTE, at);
            byte our = ours.get(JAVA_BYTE, at);
            if (hosts != our && isDefined(at)) {
                differences.add("%s+%d: before %02x host %02x ours %02x"
                        .formatted(
                                at >= REGISTERS ? "registers" : "saved",
                                at % 0x280,
                                before.get(JAVA_BYTE, at),
                                hosts,
                                our));
            }
        }
        assertEquals(List.of(), differences, name);
    }

    /**
     * Reserved bytes may be written or not, and the bits that MXCSR has depend on the model. AMD's CPUs save pointers to the
     * last x87 instruction as zeros unless an exception of it is pending.
     */
    private boolean isDefined(int at) {
        int offset = at % 0x280;
        if (at < SAVED || offset >= SIZE) {
            return true;
        } else if (offset < X87_REGISTERS) {
            boolean pointer = offset >= 6 && offset < MXCSR;
            boolean pending = (ours.get(JAVA_BYTE, REGISTERS + 2) & FpuBits.ES) != 0;
            return offset != 5 && offset < MXCSR_MASK && (pending || !pointer);
        } else if (offset < XMM_REGISTERS) {
            return offset % 16 < 10;
        }
        return offset < XMM_END || offset >= XSTATE_BV;
    }
}
