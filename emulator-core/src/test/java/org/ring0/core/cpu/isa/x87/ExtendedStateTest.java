package org.ring0.core.cpu.isa.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.body.SystemBodies;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;

/** XSAVE and its kin by the rules of SDM Vol. 1, chapter 13. */
class ExtendedStateTest {
    private static final CpuMode PROTECTED_32 = new CpuMode(0xe);
    private static final int AREA = 0x2000;
    private static final int XSTATE_BV = 512;
    private static final int XCOMP_BV = 520;
    // With EBX as the area's address
    private static final String XSAVE = "0f ae 23";
    private static final String XRSTOR = "0f ae 2b";
    private static final String XSAVEOPT = "0f ae 33";
    private static final String XSAVEC = "0f c7 23";
    private static final String XGETBV = "0f 01 d0";
    private static final String XSETBV = "0f 01 d1";
    private static final String FLD1 = "d9 e8";

    private final GuestFpu guest = new GuestFpu();
    private final CpuState s = guest.state;

    ExtendedStateTest() {
        s.cr4 |= ControlBits.CR4_OSFXSR | ControlBits.CR4_OSXSAVE;
        s.xcr0 = 3;
        s.gpr[CpuState.RAX] = 3;
        s.gpr[CpuState.RBX] = AREA;
        s.fpu.initialize();
        for (int at = 0; at < 576; at += 4) {
            put(at, 0);
        }
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private String run(String code) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(code);
        int[] at = {0};
        Instruction i = new Decoder(() -> guest.machine.cpu.model().features())
                .decode(() -> bytes[at[0]++] & 0xff, PROTECTED_32);
        return SmallMachine.faultOf(() -> SystemBodies.of(i).execute(guest.machine.cpu, i));
    }

    private void put(int at, int value) {
        guest.machine.memory.write(AREA + at, value, 4);
    }

    private int get(int at) {
        return (int) guest.machine.memory.read(AREA + at, 4);
    }

    @Test
    void savedStateIsRestored() {
        run(FLD1);
        s.xmm.set(3, 5, 6);
        s.xmm.mxcsr = Mxcsr.RESET | 1;
        assertEquals("none", run(XSAVE));
        assertEquals(3, get(XSTATE_BV));
        s.fpu.initialize();
        s.xmm.reset();
        assertEquals("none", run(XRSTOR));
        assertEquals(5, s.xmm.low[3]);
        assertEquals(6, s.xmm.high[3]);
        assertEquals(Mxcsr.RESET | 1, s.xmm.mxcsr);
        assertEquals(1L << 63, s.fpu.significand(0));
        assertEquals(0x3800, s.fpu.statusWord());
    }

    @Test
    void headerTellsWhatIsInItsInitialConfiguration() {
        assertEquals("none", run(XSAVE));
        assertEquals(0, get(XSTATE_BV));
        s.xmm.set(0, 1, 0);
        run(XSAVE);
        assertEquals(2, get(XSTATE_BV));
        assertEquals(0x37f, get(0));
    }

    @Test
    void onlyWhatIsAskedForIsSavedAndNoted() {
        put(XSTATE_BV, 1);
        put(0, 0x1234);
        s.xmm.set(0, 1, 0);
        s.gpr[CpuState.RAX] = 2;
        run(XSAVE);
        assertEquals(3, get(XSTATE_BV));
        assertEquals(0x1234, get(0));
        assertEquals(1, get(160));
    }

    @Test
    void optimizedSaveLeavesOutWhatIsInitial() {
        put(0, 0x1234);
        put(160, 7);
        run(XSAVEOPT);
        assertEquals(0, get(XSTATE_BV));
        assertEquals(0x1234, get(0));
        assertEquals(7, get(160));
        assertEquals(Mxcsr.RESET, get(24));
    }

    @Test
    void whatTheHeaderLacksBecomesInitial() {
        run(FLD1);
        s.xmm.set(2, 9, 9);
        put(24, Mxcsr.RESET | 2);
        assertEquals("none", run(XRSTOR));
        assertEquals(0, s.fpu.statusWord());
        assertEquals(0xffff, s.fpu.tagWord());
        assertEquals(0, s.xmm.low[2]);
        // Not part of SSE's component in the standard form
        assertEquals(Mxcsr.RESET | 2, s.xmm.mxcsr);
    }

    @Test
    void compactedFormHasMxcsrInTheComponent() {
        s.xmm.mxcsr = Mxcsr.RESET | 4;
        assertEquals("none", run(XSAVEC));
        assertEquals(2, get(XSTATE_BV));
        assertEquals(3, get(XCOMP_BV));
        assertEquals(1 << 31, get(XCOMP_BV + 4));
        s.xmm.mxcsr = Mxcsr.RESET;
        assertEquals("none", run(XRSTOR));
        assertEquals(Mxcsr.RESET | 4, s.xmm.mxcsr);
        put(XSTATE_BV, 0);
        assertEquals("none", run(XRSTOR));
        assertEquals(Mxcsr.RESET, s.xmm.mxcsr);
    }

    @Test
    void badHeadersAreProtectionFaults() {
        put(XSTATE_BV, 4);
        assertEquals("#GP(0)", run(XRSTOR));
        put(XSTATE_BV, 0);
        put(XCOMP_BV, 1);
        assertEquals("#GP(0)", run(XRSTOR));
        put(XCOMP_BV, 0);
        put(XCOMP_BV + 8, 1);
        assertEquals("#GP(0)", run(XRSTOR));
        put(XCOMP_BV + 8, 0);
        put(24, 1 << 16);
        assertEquals("#GP(0)", run(XRSTOR));
        put(24, 0);
        assertEquals("none", run(XRSTOR));
        put(XSTATE_BV, 2);
        put(XCOMP_BV, 1);
        put(XCOMP_BV + 4, 1 << 31);
        assertEquals("#GP(0)", run(XRSTOR));
        put(XCOMP_BV, 3);
        assertEquals("none", run(XRSTOR));
        put(XCOMP_BV + 16, 1);
        assertEquals("#GP(0)", run(XRSTOR));
    }

    @Test
    void areaMustBeAlignedAndTheSystemReady() {
        s.gpr[CpuState.RBX] = AREA + 32;
        assertEquals("#GP(0)", run(XSAVE));
        assertEquals("#GP(0)", run(XRSTOR));
        s.cr0 |= ControlBits.CR0_TS;
        assertEquals("#NM", run(XSAVE));
        s.cr4 &= ~ControlBits.CR4_OSXSAVE;
        assertEquals("#UD", run(XSAVE));
        assertEquals("#UD", run(XGETBV));
        assertEquals("#UD", run("66 " + XSAVE));
    }

    @Test
    void xcr0TakesWhatTheCpuHas() {
        s.gpr[CpuState.RCX] = 0;
        s.gpr[CpuState.RDX] = 0;
        for (int value : new int[] {0, 2, 5, 7}) {
            s.gpr[CpuState.RAX] = value;
            assertEquals("#GP(0)", run(XSETBV));
        }
        s.gpr[CpuState.RAX] = 1;
        assertEquals("none", run(XSETBV));
        s.gpr[CpuState.RAX] = 99;
        assertEquals("none", run(XGETBV));
        assertEquals(1, s.gpr[CpuState.RAX]);
        s.gpr[CpuState.RCX] = 1;
        assertEquals("none", run(XGETBV));
        assertEquals(0, s.gpr[CpuState.RAX]);
        run(FLD1);
        run(XGETBV);
        assertEquals(1, s.gpr[CpuState.RAX]);
        s.gpr[CpuState.RCX] = 2;
        assertEquals("#GP(0)", run(XGETBV));
    }

    @Test
    void cpuidTellsWhetherTheSystemHasEnabledIt() {
        s.gpr[CpuState.RAX] = 1;
        run("0f a2");
        assertEquals(1, s.gpr[CpuState.RCX] >> 27 & 1);
        s.cr4 &= ~ControlBits.CR4_OSXSAVE;
        s.gpr[CpuState.RAX] = 1;
        run("0f a2");
        assertEquals(0, s.gpr[CpuState.RCX] >> 27 & 1);
    }
}
