package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

class InterruptsTest {
    private static final int INTERRUPT_GATE = 0x8e;
    private static final int TRAP_GATE = 0x8f;
    private static final int INTERRUPT_GATE_16 = 0x86;
    private static final int FLAGS = Eflags.IF | Eflags.TF | Eflags.NT | Eflags.CF | Eflags.FIXED;

    private ProtectedMachine m;

    @BeforeEach
    void build() {
        m = new ProtectedMachine();
        for (int vector = 0; vector < 32; vector++) {
            m.vector(vector, INTERRUPT_GATE, CODE_0, 0x8000 + vector);
        }
    }

    @AfterEach
    void close() {
        m.close();
    }

    @Test
    void anInterruptGateClearsIfAndATrapGateDoesNot() {
        m.vector(0x40, INTERRUPT_GATE, CODE_0, 0x1111).vector(0x41, TRAP_GATE, CODE_0, 0x2222);
        FlagsRegister.write(m.s, FLAGS, -1);
        Interrupts.external(m.cpu, 0x41);
        assertEquals("8:2222 10:%x cpl0".formatted(STACK_0 - 12), m.place());
        assertEquals(RIP, m.stacked(0));
        assertEquals(CODE_0, m.stacked(1));
        assertEquals(FLAGS, m.stacked(2));
        assertEquals(Eflags.IF | Eflags.CF | Eflags.FIXED, m.s.eflags());
        Interrupts.external(m.cpu, 0x40);
        assertEquals(Eflags.CF | Eflags.FIXED, m.s.eflags());
    }

    @Test
    void anInterruptFromLevel3SwitchesToTheStackOfTheTask() {
        m.level(3).vector(0x40, INTERRUPT_GATE, CODE_0, 0x1111);
        m.s.halted = true;
        Interrupts.external(m.cpu, 0x40);
        assertEquals("8:1111 10:%x cpl0".formatted(STACK_0 - 20), m.place());
        long[] expected = {RIP, CODE_3, 2, STACK_3, DATA_3};
        for (int n = 0; n < expected.length; n++) {
            assertEquals(expected[n], m.stacked(n), "dword " + n);
        }
        assertFalse(m.s.halted);
        InterruptReturn.execute(m.cpu, 4);
        assertEquals("1b:%x 23:%x cpl3".formatted(RIP, STACK_3), m.place());
    }

    @Test
    void a16BitGatePushesWordsAndTruncatesTheTarget() {
        m.vector(0x40, INTERRUPT_GATE_16, CODE_0, 0x1_2345);
        Interrupts.external(m.cpu, 0x40);
        assertEquals("8:2345 10:%x cpl0".formatted(STACK_0 - 6), m.place());
    }

    @ParameterizedTest
    @CsvSource({
        // gate rights, target selector, cpl, expected of INT 40h
        "8e, 08, 0, none",
        "8e, 08, 3, #GP(202)",
        "ee, 08, 3, none",
        "6e, 08, 3, #NP(202)",
        "8c, 08, 0, #GP(202)",
        "9a, 08, 0, #GP(202)",
        "8e, 00, 0, #GP(0)",
        "8e, 63, 0, #GP(60)",
        "8e, 10, 0, #GP(10)",
        "8e, 1b, 0, #GP(18)",
        "8e, 40, 0, #NP(40)",
        "ee, 1b, 3, none",
        "85, 28, 0, #GP(28)",
        "85, 34, 0, #GP(34)",
        "85, 63, 0, #GP(60)",
        "5,  30, 0, #NP(202)",
    })
    void softwareInterruptsCheckTheGateThenItsTarget(String rights, String target, int cpl, String expected) {
        m.level(cpl).segment(SPARE, 0, 0xfffff, 0x1a, FLAT);
        m.vector(0x40, Integer.parseInt(rights, 16), Integer.parseInt(target, 16), 0x100);
        String before = m.visible();
        assertEquals(expected, faultOf(() -> Interrupts.software(m.cpu, 0x40)));
        if (!expected.equals("none")) {
            assertEquals(before, m.visible());
        }
    }

    @Test
    void anEntryBeyondTheTableIsAGeneralProtectionFaultAboutTheTable() {
        m.s.idtLimit = 0x1ff;
        assertEquals("#GP(202)", faultOf(() -> Interrupts.software(m.cpu, 0x40)));
        m.s.idtLimit = 0x206;
        assertEquals("#GP(202)", faultOf(() -> Interrupts.software(m.cpu, 0x40)));
    }

    @Test
    void faultsInTheDeliveryOfExternalEventsHaveExtSet() {
        m.vector(0x40, 0x0e, CODE_0, 0x100);
        Interrupts.external(m.cpu, 0x40);
        assertEquals(0x8000 + CpuException.NP, m.s.rip);
        assertEquals(0x203, m.stacked(0));
    }

    @Test
    void int1NeedsNoPrivilege() {
        m.level(3);
        Interrupts.int1(m.cpu);
        assertEquals(0x8001, m.s.rip);
    }

    @ParameterizedTest
    @CsvSource({
        // vector, has error code, RF in the image
        "0, false, true",
        "6, false, true",
        "13, true, true",
        "17, true, true",
        "1, false, false",
        "3, false, false"
    })
    void faultsPushRfAndTheirErrorCode(int vector, boolean hasErrorCode, boolean resume) {
        CpuException e =
                vector == 13 ? CpuException.gp(0x1234) : vector == 17 ? CpuException.ac() : CpuException.of(vector);
        Interrupts.exception(m.cpu, e);
        assertEquals(0x8000 + vector, m.s.rip);
        int frame = hasErrorCode ? 1 : 0;
        assertEquals(RIP, m.stacked(frame));
        assertEquals(resume ? Eflags.RF | Eflags.FIXED : Eflags.FIXED, m.stacked(frame + 2));
        assertEquals(vector == 13 ? 0x1234 : hasErrorCode ? 0 : RIP, m.stacked(0));
    }

    @Test
    void aPageFaultPutsItsAddressIntoCr2() {
        Interrupts.exception(m.cpu, CpuException.pf(0xdead_beefL, 7));
        assertEquals(0xdead_beefL, m.s.cr2);
        assertEquals(7, m.stacked(0));
    }

    @ParameterizedTest
    @CsvSource({
        // first vector, the handler that remains: 8 is a double fault
        "6,  11",
        "0,  8",
        "10, 8",
        "11, 8",
        "12, 8",
        "13, 8",
        "14, 8",
        "7,  11",
        "17, 11",
        "3,  11"
    })
    void aSecondFaultIsServedInPlaceOrMakesADoubleFault(int first, int served) {
        m.vector(first, 0x0e, CODE_0, 0x100);
        if (first == CpuException.NP) {
            m.vector(CpuException.NP, 0x0e, CODE_0, 0x100);
        }
        CpuException e = switch (first) {
            case 10 -> CpuException.ts(0);
            case 11 -> CpuException.np(0);
            case 12 -> CpuException.ss(0);
            case 13 -> CpuException.gp(0);
            case 14 -> CpuException.pf(0, 0);
            case 17 -> CpuException.ac();
            default -> CpuException.of(first);
        };
        Interrupts.exception(m.cpu, e);
        assertEquals(0x8000 + served, m.s.rip);
        assertEquals(served == 8 ? 0 : first * 8 + 3, m.stacked(0));
    }

    @Test
    void aFaultInADoubleFaultShutsTheCpuDown() {
        m.s.idtLimit = 0;
        assertThrows(TripleFaultException.class, () -> Interrupts.exception(m.cpu, CpuException.ud()));
    }

    @Test
    void theNonMaskableInterruptBlocksItselfUntilIret() {
        Interrupts.nmi(m.cpu);
        assertTrue(m.s.nmiBlocked);
        assertEquals(0x8002, m.s.rip);
        InterruptReturn.execute(m.cpu, 4);
        assertFalse(m.s.nmiBlocked);
    }

    @Test
    void anInnerStackWithoutRoomIsAStackFaultOfTheNewStack() {
        m.level(3).segment(SPARE, 0, 0x13, DATA, 4).vector(0x40, 0xee, CODE_0, 0x100);
        m.machine.dwords(TSS + 4, 0x13, SPARE);
        assertEquals("#SS(40)", faultOf(() -> Interrupts.software(m.cpu, 0x40)));
        m.machine.dwords(TSS + 4, 0x14, SPARE);
        assertEquals("none", faultOf(() -> Interrupts.software(m.cpu, 0x40)));
        assertEquals(0, m.esp());
    }

    @Test
    void anOffsetBeyondTheHandlersLimitIsAGeneralProtectionFault() {
        m.segment(SPARE, 0, 0xff, CODE, 4).vector(0x40, INTERRUPT_GATE, SPARE, 0x100);
        assertEquals("#GP(0)", faultOf(() -> Interrupts.software(m.cpu, 0x40)));
    }

    @Test
    void realModeUsesTheVectorTable() {
        CpuReset.reset(m.cpu);
        m.s.gpr[CpuState.RSP] = 0x8000;
        m.machine.words(0x40 * 4, 0x1234, 0x5678);
        FlagsRegister.write(m.s, FLAGS, -1);
        Interrupts.software(m.cpu, 0x40);
        assertEquals(0x56780, m.s.segment[Segment.CS].base);
        assertEquals(0x1234, m.s.rip);
        assertEquals(0xfff0, m.machine.word(0x7ffa));
        assertEquals(0xf000, m.machine.word(0x7ffc));
        assertEquals(FLAGS, m.machine.word(0x7ffe));
        assertEquals(Eflags.NT | Eflags.CF | Eflags.FIXED, m.s.eflags());
        InterruptReturn.execute(m.cpu, 2);
        assertEquals(0xf0000, m.s.segment[Segment.CS].base);
        assertEquals(FLAGS, m.s.eflags());
    }

    @Test
    void realModeVectorsBeyondTheLimitGoToThirteen() {
        CpuReset.reset(m.cpu);
        m.s.gpr[CpuState.RSP] = 0x8000;
        m.s.idtLimit = 13 * 4 + 3;
        m.machine.words(13 * 4, 0x100, 0x2000);
        assertEquals("#GP(202)", faultOf(() -> Interrupts.software(m.cpu, 0x40)));
        Interrupts.external(m.cpu, 0x40);
        assertEquals(0x20000, m.s.segment[Segment.CS].base);
        assertEquals(0x7ffa, m.esp());
    }
}
