package org.ring0.core.cpu.isa.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.fpu.FloatExceptions;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.body.SystemBodies;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;

/** When an x87 instruction is let through, and what happens to it otherwise. */
class X87GateTest {
    private static final CpuMode REAL = new CpuMode(1);
    private static final int[] FLD1 = {0xd9, 0xe8};
    private static final int[] FNOP = {0xd9, 0xd0};
    private static final int[] FWAIT = {0x9b};
    private static final int[] FNINIT = {0xdb, 0xe3};
    private static final int[] FNCLEX = {0xdb, 0xe2};
    private static final int[] FNDISI = {0xdb, 0xe1};
    private static final int[] FNSTSW_AX = {0xdf, 0xe0};
    private static final int[] EMMS = {0x0f, 0x77};
    private static final int[] PXOR = {0x0f, 0xef, 0xc1};

    private final SmallMachine machine = new SmallMachine();
    private final CpuState state = machine.state;
    private final FpuState fpu = state.fpu;
    private boolean ferr;

    @BeforeEach
    void start() {
        machine.cpu.connectFerr(level -> ferr = level);
        fpu.initialize();
    }

    @AfterEach
    void close() {
        machine.close();
    }

    /** Executes one instruction whose first byte is at 100h; the fault it raises, or "none". */
    private String run(int... bytes) {
        int[] at = {0};
        Instruction i = new Decoder().decode(() -> bytes[at[0]++], REAL);
        state.rip = 0x100 + i.length;
        return SmallMachine.faultOf(() -> SystemBodies.of(i).execute(machine.cpu, i));
    }

    private void leaveUnmaskedException() {
        fpu.setControl(FpuBits.CONTROL_INIT & ~FloatExceptions.ZE);
        fpu.setStatusWord(FloatExceptions.ZE);
        assertTrue(fpu.isExceptionPending());
    }

    @Test
    void emulationMakesEveryEscapeUnavailableButNotFwait() {
        state.cr0 |= ControlBits.CR0_EM;
        assertEquals("#NM", run(FLD1));
        assertEquals("#NM", run(FNINIT));
        assertEquals("none", run(FWAIT));
    }

    @Test
    void taskSwitchedMakesFwaitUnavailableOnlyWithMonitorCoprocessor() {
        state.cr0 |= ControlBits.CR0_TS;
        assertEquals("#NM", run(FLD1));
        assertEquals("none", run(FWAIT));
        state.cr0 |= ControlBits.CR0_MP;
        assertEquals("#NM", run(FWAIT));
    }

    @Test
    void mmxIsUndefinedUnderEmulationAndUnavailableAfterTaskSwitch() {
        state.cr0 |= ControlBits.CR0_EM;
        assertEquals("#UD", run(PXOR));
        state.cr0 = ControlBits.CR0_TS;
        assertEquals("#NM", run(EMMS));
    }

    @Test
    void pendingExceptionFaultsAtTheNextWaitingInstruction() {
        state.cr0 |= ControlBits.CR0_NE;
        leaveUnmaskedException();
        assertEquals("none", run(FNSTSW_AX));
        assertEquals(FloatExceptions.ZE | FpuBits.ES | FpuBits.B, state.gpr[CpuState.RAX]);
        assertEquals("#MF", run(FLD1));
        assertEquals("#MF", run(FWAIT));
        assertEquals("#MF", run(PXOR));
        assertEquals("none", run(FNCLEX));
        assertEquals("none", run(FLD1));
        assertFalse(ferr);
    }

    @Test
    void whatIsLeftOfThe8087sInterruptControlDoesNotWait() {
        state.cr0 |= ControlBits.CR0_NE;
        leaveUnmaskedException();
        assertEquals("none", run(FNDISI));
        assertEquals("#MF", run(FNOP));
    }

    @Test
    void withoutNumericErrorTheCpuWaitsBeforeTheInstructionForAnInterrupt() {
        leaveUnmaskedException();
        assertFalse(ferr);
        assertEquals("none", run(FLD1));
        assertTrue(ferr);
        assertTrue(state.halted);
        assertEquals(0x100, state.rip);
        assertEquals(0, fpu.used);
    }

    @Test
    void ignneLetsInstructionsThrough() {
        leaveUnmaskedException();
        machine.cpu.ignne().set(true);
        assertEquals("none", run(FLD1));
        assertFalse(state.halted);
        assertEquals(0x102, state.rip);
        assertEquals(1 << 7, fpu.used);
    }

    @Test
    void clearingTheExceptionReleasesFerr() {
        leaveUnmaskedException();
        run(FNOP);
        assertTrue(ferr);
        run(FNCLEX);
        assertFalse(ferr);
    }

    @Test
    void numericInstructionsAreRememberedAndControlInstructionsAreNot() {
        state.segment[1].selector = 0x1234;
        state.segment[3].load(0x40, 0x400, 0xffff, 0x93);
        assertEquals("none", run(0x66, 0xd8, 0x06, 0x10, 0x20));
        run(FNSTSW_AX);
        assertEquals(0x100, fpu.instructionOffset);
        assertEquals(0x1234, fpu.instructionSelector);
        assertEquals(0x2010, fpu.dataOffset);
        assertEquals(0x40, fpu.dataSelector);
        assertEquals(0x006, fpu.opcode);
    }

    @Test
    void faultingLoadLeavesTheFpuAlone() {
        state.segment[3].load(0, 0, 0xff, 0x93);
        assertEquals("#GP(0)", run(0xd9, 0x06, 0xfe, 0x00));
        assertEquals(0, fpu.used);
        assertEquals(0, fpu.instructionOffset);
    }

    @Test
    void faultingStoreDoesNotPop() {
        run(FLD1);
        state.segment[3].load(0, 0, 0xff, 0x93);
        assertEquals("#GP(0)", run(0xdd, 0x1e, 0xfc, 0x00));
        assertEquals(1 << 7, fpu.used);
    }
}
