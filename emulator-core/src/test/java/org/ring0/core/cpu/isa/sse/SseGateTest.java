package org.ring0.core.cpu.isa.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.fpu.FloatExceptions;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.body.SystemBodies;
import org.ring0.core.cpu.isa.x87.GuestFpu;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** The faults of SSE, which the oracle cannot provoke. */
class SseGateTest {
    private static final CpuMode PROTECTED_32 = new CpuMode(0xe);
    private static final String ADDPS = "0f 58 c1";
    private static final String ADDPS_MEMORY = "0f 58 00";
    private static final String MOVUPS_STORE = "0f 11 00";
    private static final String DIVPS = "0f 5e c1";
    private static final String PAVGB_MMX = "0f e0 c1";
    private static final String LDMXCSR = "0f ae 10";
    private static final String FXSAVE = "0f ae 00";
    private static final String FXRSTOR = "0f ae 08";
    private static final String AESENC_MEMORY = "66 0f 38 dc 00";
    private static final String SHA256MSG1_MEMORY = "0f 38 cc 00";
    private static final String PTEST_MEMORY = "66 0f 38 17 00";
    private static final String PMOVSXBW_MEMORY = "66 0f 38 20 00";
    private static final String PCMPISTRI_MEMORY = "66 0f 3a 63 00 0c";
    private static final String PCMPESTRM_MEMORY = "66 0f 3a 60 00 0c";
    private static final String CRC32 = "f2 0f 38 f1 c1";
    private static final String ROUNDPS_TO_NEAREST = "66 0f 3a 08 c1 00";
    private static final String ROUNDPS_SILENTLY = "66 0f 3a 08 c1 08";
    private static final String DPPS = "66 0f 3a 40 c1 ff";
    private static final int ONE = 0x3f80_0000;

    private final GuestFpu guest = new GuestFpu();
    private final CpuState s = guest.state;

    SseGateTest() {
        s.cr4 |= ControlBits.CR4_OSFXSR | ControlBits.CR4_OSXMMEXCPT;
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private String faultOf(String code) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(code);
        int[] at = {0};
        Instruction i = new Decoder(() -> guest.machine.cpu.model().features())
                .decode(() -> bytes[at[0]++] & 0xff, PROTECTED_32);
        return SmallMachine.faultOf(() -> SystemBodies.of(i).execute(guest.machine.cpu, i));
    }

    @Test
    void operatingSystemMustHaveEnabledIt() {
        assertEquals("none", faultOf(ADDPS));
        s.cr4 &= ~ControlBits.CR4_OSFXSR;
        assertEquals("#UD", faultOf(ADDPS));
        assertEquals("none", faultOf(PAVGB_MMX));
    }

    @Test
    void emulationIsUndefinedAndAnotherTasksRegistersAreNotAvailable() {
        s.cr0 |= ControlBits.CR0_TS;
        assertEquals("#NM", faultOf(ADDPS));
        assertEquals("#NM", faultOf(PAVGB_MMX));
        s.cr0 |= ControlBits.CR0_EM;
        assertEquals("#UD", faultOf(ADDPS));
        assertEquals("#UD", faultOf(PAVGB_MMX));
    }

    @Test
    void sixteenBytesInMemoryMustBeAligned() {
        s.gpr[CpuState.RAX] = GuestFpu.OPERAND;
        assertEquals("none", faultOf(ADDPS_MEMORY));
        s.gpr[CpuState.RAX] = GuestFpu.OPERAND + 8;
        assertEquals("#GP(0)", faultOf(ADDPS_MEMORY));
        assertEquals("none", faultOf(MOVUPS_STORE));
    }

    @Test
    void sixteenBytesOfLaterInstructionsMustBeAlignedButForStrings() {
        s.gpr[CpuState.RAX] = GuestFpu.OPERAND + 1;
        for (String code : new String[] {AESENC_MEMORY, SHA256MSG1_MEMORY, PTEST_MEMORY}) {
            assertEquals("#GP(0)", faultOf(code));
        }
        for (String code : new String[] {PMOVSXBW_MEMORY, PCMPISTRI_MEMORY, PCMPESTRM_MEMORY}) {
            assertEquals("none", faultOf(code));
        }
    }

    @Test
    void checksumNeedsNoRegistersOfSse() {
        s.cr4 &= ~ControlBits.CR4_OSFXSR;
        s.cr0 |= ControlBits.CR0_TS;
        assertEquals("none", faultOf(CRC32));
        assertEquals("#UD", faultOf(PCMPISTRI_MEMORY));
    }

    @Test
    void roundingMayKeepSilentAboutWhatItLoses() {
        s.xmm.set(1, 0x3fc0_0000, 0);
        s.xmm.mxcsr = Mxcsr.RESET & ~Mxcsr.PM;
        assertEquals("#XM", faultOf(ROUNDPS_TO_NEAREST));
        assertEquals("none", faultOf(ROUNDPS_SILENTLY));
        assertEquals(0x4000_0000, s.xmm.low[0]);
    }

    @Test
    void sumsOfADotProductAreNotBegunAfterAFaultOfTheProducts() {
        // 2^127 * 4 and 2^127 * -4 overflow; the sum of infinities of both signs would be invalid.
        s.xmm.set(0, 0x7f00_0000_7f00_0000L, 0);
        s.xmm.set(1, 0xc080_0000_4080_0000L, 0);
        s.xmm.mxcsr = Mxcsr.RESET & ~(FloatExceptions.OE << Mxcsr.MASK_SHIFT);
        assertEquals("#XM", faultOf(DPPS));
        assertEquals(FloatExceptions.OE, s.xmm.mxcsr & (FloatExceptions.OE | FloatExceptions.IE));
        assertEquals(0x7f00_0000_7f00_0000L, s.xmm.low[0]);
    }

    @Test
    void storeAcrossTheSegmentsEndWritesNothing() {
        s.segment[3].load(8, 0, GuestFpu.OPERAND + 0xb, 0xc093);
        guest.machine.qwords(GuestFpu.OPERAND, 5);
        s.gpr[CpuState.RAX] = GuestFpu.OPERAND;
        s.xmm.set(0, 7, 7);
        assertEquals("#GP(0)", faultOf(MOVUPS_STORE));
        assertEquals(5, guest.machine.dword(GuestFpu.OPERAND));
    }

    @Test
    void unmaskedExceptionLeavesTheDestinationAndTellsOfItselfAlone() {
        s.xmm.set(0, ONE, ONE);
        // 1 / 0 in the lowest element, 1 / 3 in the third, of which nothing is told
        s.xmm.set(1, (long) ONE << 32, (long) ONE << 32 | 0x4040_0000);
        s.xmm.mxcsr = Mxcsr.RESET & ~(FloatExceptions.ZE << Mxcsr.MASK_SHIFT);
        assertEquals("#XM", faultOf(DIVPS));
        assertEquals(ONE, s.xmm.low[0]);
        assertEquals(FloatExceptions.ZE, s.xmm.mxcsr & FloatExceptions.ALL);
        s.cr4 &= ~ControlBits.CR4_OSXMMEXCPT;
        assertEquals("#UD", faultOf(DIVPS));
    }

    @Test
    void reservedBitsOfMxcsrCannotBeLoaded() {
        s.gpr[CpuState.RAX] = GuestFpu.OPERAND;
        guest.machine.dwords(GuestFpu.OPERAND, 0x1_1f80);
        assertEquals("#GP(0)", faultOf(LDMXCSR));
        guest.machine.dwords(GuestFpu.OPERAND, 0x1fc0);
        assertEquals("none", faultOf(LDMXCSR));
        guest.machine.cpu.setModel(CpuModel.PENTIUM3);
        assertEquals("#GP(0)", faultOf(LDMXCSR));
    }

    @Test
    void fxsaveHoldsSseWhileItIsEnabled() {
        s.gpr[CpuState.RAX] = GuestFpu.OPERAND;
        s.xmm.set(7, 1, 2);
        s.xmm.mxcsr = 0x1fa0;
        assertEquals("none", faultOf(FXSAVE));
        assertEquals(0x1fa0, guest.machine.dword(GuestFpu.OPERAND + 24));
        assertEquals(0xffff, guest.machine.dword(GuestFpu.OPERAND + 28));
        s.xmm.reset();
        s.cr4 &= ~ControlBits.CR4_OSFXSR;
        assertEquals("none", faultOf(FXRSTOR));
        assertEquals(0, s.xmm.low[7]);
        s.cr4 |= ControlBits.CR4_OSFXSR;
        assertEquals("none", faultOf(FXRSTOR));
        assertEquals(1, s.xmm.low[7]);
        assertEquals(2, s.xmm.high[7]);
        assertEquals(0x1fa0, s.xmm.mxcsr);
    }

    @Test
    void fxsaveHoldsTheUpperRegistersIn64BitModeAlone() {
        s.gpr[CpuState.RAX] = GuestFpu.OPERAND;
        s.xmm.set(15, 3, 4);
        assertEquals("none", faultOf(FXSAVE));
        assertEquals(0, guest.machine.dword(GuestFpu.OPERAND + 160 + 15 * 16));
        guest.enter64();
        assertEquals("none", faultOf(FXSAVE));
        assertEquals(3, guest.machine.dword(GuestFpu.OPERAND + 160 + 15 * 16));
        s.xmm.reset();
        assertEquals("none", faultOf(FXRSTOR));
        assertEquals(4, s.xmm.high[15]);
    }

    @Test
    void alignmentIn64BitModeIgnoresTheBaseOfAllSegmentsButFsAndGs() {
        s.gpr[CpuState.RAX] = GuestFpu.OPERAND;
        s.segment[Segment.DS].base = 8;
        assertEquals("#GP(0)", faultOf(PTEST_MEMORY));
        guest.enter64();
        assertEquals("none", faultOf(PTEST_MEMORY));
        s.segment[Segment.FS].base = 8;
        assertEquals("#GP(0)", faultOf("64 " + PTEST_MEMORY));
    }

    @Test
    void instructionOutsideOfTheModelsFeaturesIsUndefined() {
        guest.machine.cpu.setModel(CpuModel.PENTIUM3);
        assertEquals("none", faultOf(ADDPS));
        assertEquals("#UD", faultOf("66 0f 58 c1"));
        for (String code : new String[] {AESENC_MEMORY, SHA256MSG1_MEMORY, PTEST_MEMORY, PCMPISTRI_MEMORY, CRC32}) {
            assertEquals("#UD", faultOf(code));
        }
        guest.machine.cpu.setModel(CpuModel.P6);
        assertEquals("#UD", faultOf(ADDPS));
        assertEquals("#UD", faultOf(PAVGB_MMX));
        assertEquals("none", faultOf("0f fc c1"));
        guest.machine.cpu.setModel(CpuModel.I486);
        assertEquals("#UD", faultOf("0f fc c1"));
        assertEquals("#UD", faultOf("0f 31"));
        assertEquals("none", faultOf("0f a2"));
    }
}
