package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.core.cpu.SmallMachine.faultOf;
import static org.ring0.core.cpu.protection.ProtectedMachine.*;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

class TaskSwitchTest {
    private static final int HANDLER_TSS = 0x6000;

    private ProtectedMachine m;

    @BeforeEach
    void build() {
        m = new ProtectedMachine();
        for (int n = 0; n < 8; n++) {
            m.machine.dwords(OTHER_TSS + 0x28 + 4 * n, 0x100 * n);
        }
        m.machine
                .dwords(OTHER_TSS + 0x20, 0x5555, Eflags.CF | 2)
                .dwords(OTHER_TSS + 0x38, 0x1a000)
                .dwords(OTHER_TSS + 0x48, DATA_0, CODE_0, DATA_0, DATA_3, 0, 0, LOCAL_TABLE);
        for (int vector = 0; vector < 32; vector++) {
            m.vector(vector, 0x8e, CODE_0, 0x8000 + vector);
        }
        m.s.gpr[CpuState.RAX] = 0xaaaa_aaaaL;
    }

    @AfterEach
    void close() {
        m.close();
    }

    @Test
    void aJumpSavesTheOldTaskAndFreesIt() {
        FarTransfer.jump(m.cpu, OTHER_TASK, 0x9999);
        assertEquals("8:5555 10:1a000 cpl0", m.place());
        assertEquals(OTHER_TASK, m.s.tr.selector);
        assertEquals(Eflags.CF | 2, m.s.eflags());
        assertEquals(0x100, m.s.gpr[CpuState.RCX]);
        assertEquals(DATA_3, m.s.segment[Segment.DS].selector);
        assertTrue(m.s.segment[Segment.FS].isNull);
        assertEquals(LOCAL_TABLE, m.s.ldtr.selector);
        assertEquals(ControlBits.CR0_TS, m.s.cr0 & ControlBits.CR0_TS);
        assertEquals(0x89, m.typeOf(TASK));
        assertEquals(0x8b, m.typeOf(OTHER_TASK));
        assertEquals(RIP, m.machine.dword(TSS + 0x20));
        assertEquals(0xaaaa_aaaaL, m.machine.dword(TSS + 0x28));
        assertEquals(STACK_0, m.machine.dword(TSS + 0x38));
        assertEquals(CODE_0, m.machine.dword(TSS + 0x4c));
    }

    @Test
    void aCallNestsAndIretComesBack() {
        FarTransfer.call(m.cpu, OTHER_TASK, 0, 4);
        assertEquals(0x8b, m.typeOf(TASK));
        assertEquals(TASK, m.machine.word(OTHER_TSS));
        assertEquals(Eflags.NT | Eflags.CF | 2, m.s.eflags());
        InterruptReturn.execute(m.cpu, 4);
        assertEquals("8:%x 10:%x cpl0".formatted(RIP, STACK_0), m.place());
        assertEquals(TASK, m.s.tr.selector);
        assertEquals(0x89, m.typeOf(OTHER_TASK));
        assertEquals(0x8b, m.typeOf(TASK));
        assertEquals(Eflags.CF | 2, m.machine.dword(OTHER_TSS + 0x24));
        assertEquals(2, m.s.eflags());
    }

    @Test
    void anExceptionThroughATaskGatePushesItsErrorCodeInTheNewTask() {
        m.vector(13, 0x85, OTHER_TASK, 0);
        Interrupts.exception(m.cpu, CpuException.gp(0x1234));
        assertEquals("8:5555 10:19ffc cpl0", m.place());
        assertEquals(0x1234, m.stacked(0));
        assertEquals(Eflags.RF | 2, m.machine.dword(TSS + 0x24));
        assertEquals(Eflags.NT | Eflags.CF | 2, m.s.eflags());
    }

    @Test
    void a16BitTaskHasNoFsGsAndCr3() {
        m.segment(OTHER_TASK, OTHER_TSS, 0x2b, 0x81, 0);
        m.machine.words(OTHER_TSS + 0x0e, 0x4321, 2, 1, 2, 3, 4, 0xa000, 6, 7, 8);
        m.machine.words(OTHER_TSS + 0x22, DATA_0, CODE_0, DATA_0, DATA_0, 0);
        FarTransfer.jump(m.cpu, OTHER_TASK, 0);
        assertEquals(0x4321, m.s.rip);
        assertEquals(0xffff_0001L, m.s.gpr[CpuState.RAX]);
        assertTrue(m.s.segment[Segment.GS].isNull);
        FarTransfer.jump(m.cpu, TASK, 0);
        assertEquals(0xaaaa_aaaaL, m.s.gpr[CpuState.RAX]);
        assertEquals(0x4321, m.machine.word(OTHER_TSS + 0x0e));
    }

    @ParameterizedTest
    @CsvSource({
        // type, limit, cpl, rpl, expected of JMP
        "89, 67, 0, 0, none",
        "89, 66, 0, 0, #TS(30)",
        "81, 2a, 0, 0, #TS(30)",
        "8b, 67, 0, 0, #GP(30)",
        "9,  67, 0, 0, #NP(30)",
        "89, 67, 3, 3, #GP(30)",
        "89, 67, 0, 3, #GP(30)",
    })
    void faultsBeforeTheCommitPointLeaveTheOldTask(String type, String limit, int cpl, int rpl, String expected) {
        m.level(cpl).segment(OTHER_TASK, OTHER_TSS, Integer.parseInt(limit, 16), Integer.parseInt(type, 16), 0);
        String before = m.visible();
        assertEquals(expected, faultOf(() -> FarTransfer.jump(m.cpu, OTHER_TASK | rpl, 0)));
        if (!expected.equals("none")) {
            assertEquals(before, m.visible());
            assertEquals(0x8b, m.typeOf(TASK));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // offset in the TSS, value, vector, error code
        "60, 10, 10, 10",
        "60, 3c, 10, 3c",
        "60, 60, 10, 60",
        "4c, 10, 10, 10",
        "4c, 1b, 10, 10",
        "54, 60, 10, 60",
        "54, 8b, 10, 88",
        "48, 40, 11, 40",
    })
    void faultsAfterTheCommitPointBelongToTheNewTask(String at, String value, int vector, String errorCode) {
        m.segment(SPARE, 0, 0xffff, 0x12, 0);
        handlerTask(vector);
        m.machine.dwords(OTHER_TSS + Integer.parseInt(at, 16), Integer.parseInt(value, 16));
        assertEquals("none", faultOf(() -> FarTransfer.jump(m.cpu, OTHER_TASK, 0)));
        assertEquals(SPARE_2, m.s.tr.selector);
        assertEquals(OTHER_TASK, m.machine.word(HANDLER_TSS));
        assertEquals(0x5555, m.machine.dword(OTHER_TSS + 0x20));
        assertEquals(Integer.parseInt(errorCode, 16), m.stacked(0));
    }

    /** Serves a vector by a task of its own, since the faulting one may not even have a stack. */
    private void handlerTask(int vector) {
        m.segment(SPARE_2, HANDLER_TSS, 0x67, 0x89, 0).vector(vector, 0x85, SPARE_2, 0);
        m.machine
                .dwords(HANDLER_TSS + 0x20, 0x7777, 2)
                .dwords(HANDLER_TSS + 0x38, 0x1c000)
                .dwords(HANDLER_TSS + 0x48, DATA_0, CODE_0, DATA_0, DATA_0, 0, 0, 0);
    }

    @Test
    void anEntryPointBeyondTheLimitIsServedOnTheNewTasksStack() {
        m.segment(SPARE, 0, 0xff, CODE, 4);
        m.machine.dwords(OTHER_TSS + 0x4c, SPARE);
        FarTransfer.jump(m.cpu, OTHER_TASK, 0);
        assertEquals("8:800d 10:19ff0 cpl0", m.place());
        assertEquals(0, m.stacked(0));
        assertEquals(0x5555, m.stacked(1));
    }

    @Test
    void aTaskWithoutAStackCannotEvenTakeItsFault() {
        m.machine.dwords(OTHER_TSS + 0x60, DATA_0);
        assertThrows(TripleFaultException.class, () -> FarTransfer.jump(m.cpu, OTHER_TASK, 0));
    }

    @Test
    void theTFlagRaisesADebugTrapInTheNewTask() {
        m.machine.words(OTHER_TSS + 0x64, 1);
        FarTransfer.jump(m.cpu, OTHER_TASK, 0);
        assertEquals(DebugUnit.DR6_BT, m.s.pendingDebug);
        DebugUnit.deliverTraps(m.cpu);
        assertEquals(0x8001, m.s.rip);
        assertEquals(DebugUnit.DR6_BT, m.s.dr[6] & 0xf000);
    }

    @Test
    void localBreakpointsEndWithTheTask() {
        m.s.dr[7] = 0x455 | 0xaa;
        FarTransfer.jump(m.cpu, OTHER_TASK, 0);
        assertEquals(0x4aa & ~0x100, m.s.dr[7]);
    }

    @Test
    void aTaskGateLeadsToItsTaskWhateverItsPrivilege() {
        m.level(3).gate(SPARE, 0xe5, OTHER_TASK, 0, 0);
        FarTransfer.call(m.cpu, SPARE | 3, 0, 4);
        assertEquals(OTHER_TASK, m.s.tr.selector);
        assertEquals(0, m.s.cpl);
    }

    @Test
    void aTaskCanRunInVirtual8086Mode() {
        m.machine.dwords(OTHER_TSS + 0x24, Eflags.VM | 2).dwords(OTHER_TSS + 0x48, 0x1000, 0x2000, 0x3000, 0x4000);
        m.machine.dwords(OTHER_TSS + 0x20, 0x100);
        FarTransfer.jump(m.cpu, OTHER_TASK, 0);
        assertEquals("2000:100 3000:1a000 cpl3", m.place());
        assertEquals(0x20000, m.s.segment[Segment.CS].base);
    }

    @Test
    void cr3IsLoadedFromTheTaskWhilePagingIsOn() {
        m.machine.dwords(0x10000, 0x87).dwords(0x11000, 0x87);
        m.s.cr4 = ControlBits.CR4_PSE;
        ControlRegisters.writeCr3(m.cpu, 0x10000);
        ControlRegisters.writeCr0(m.cpu, ControlBits.CR0_PE | ControlBits.CR0_PG);
        m.machine.dwords(OTHER_TSS + 0x1c, 0x11000);
        FarTransfer.jump(m.cpu, OTHER_TASK, 0);
        assertEquals(0x11000, m.s.cr3);
    }
}
