package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ring0.core.cpu.SmallMachine.faultOf;
import static org.ring0.core.cpu.protection.ProtectedMachine.*;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

class FarTransferTest {
    private static final int CALL_GATE_32 = 0x8c;
    private static final int CALL_GATE_16 = 0x84;

    private ProtectedMachine m;

    @BeforeEach
    void build() {
        m = new ProtectedMachine();
    }

    @AfterEach
    void close() {
        m.close();
    }

    @ParameterizedTest
    @CsvSource({
        // type, limit, cpl, selector, offset, expected
        "9a, ffff, 0, 40, 100,   none",
        "9a, 00ff, 0, 40, 100,   #GP(0)",
        "1a, ffff, 0, 40, 100,   #NP(40)",
        "1a, 00ff, 0, 40, 100,   #NP(40)",
        "9a, ffff, 0, 43, 100,   #GP(40)",
        "fa, ffff, 0, 40, 100,   #GP(40)",
        "9a, ffff, 3, 43, 100,   #GP(40)",
        "fa, ffff, 3, 40, 100,   none",
        "9e, ffff, 3, 43, 100,   none",
        "fe, ffff, 0, 40, 100,   #GP(40)",
        "92, ffff, 0, 40, 100,   #GP(40)",
        "82, ffff, 0, 40, 100,   #GP(40)",
        "8e, ffff, 0, 40, 100,   #GP(40)",
        "8b, ffff, 0, 40, 100,   #GP(40)",
        "9,  ffff, 0, 40, 100,   #NP(40)",
        "9a, ffff, 0, 0,  100,   #GP(0)",
        "9a, ffff, 0, 3,  100,   #GP(0)",
        "9a, ffff, 0, 60, 100,   #GP(60)",
    })
    void directJumpsCheckTypePrivilegePresenceAndLimitInThisOrder(
            String type, String limit, int cpl, String selector, String offset, String expected) {
        m.level(cpl).segment(SPARE, 0, Integer.parseInt(limit, 16), Integer.parseInt(type, 16), 4);
        String before = m.visible();
        int to = Integer.parseInt(selector, 16);
        assertEquals(expected, faultOf(() -> FarTransfer.jump(m.cpu, to, Long.parseLong(offset, 16))));
        if (expected.equals("none")) {
            assertEquals(SPARE | cpl, m.cs());
            assertEquals(0x100, m.s.rip);
            assertEquals(cpl, m.s.cpl);
        } else {
            assertEquals(before, m.visible());
        }
    }

    @Test
    void aCallPushesTheReturnAddress() {
        FarTransfer.call(m.cpu, CODE_0, 0x500, 4);
        assertEquals(RIP, m.stacked(0));
        assertEquals(CODE_0, m.stacked(1));
        FarReturn.execute(m.cpu, 4, 8);
        assertEquals(RIP, m.s.rip);
        assertEquals(STACK_0 + 8, m.esp());
    }

    @Test
    void aCallWithoutRoomOnTheStackIsAStackFaultBeforeTheLimitIsLookedAt() {
        m.segment(SPARE, 0, 0x3, DATA, 4).segment(SPARE_2, 0, 0xff, CODE, 4);
        SegmentLoader.load(m.cpu, Segment.SS, SPARE);
        m.s.gpr[CpuState.RSP] = 4;
        assertEquals("#SS(0)", faultOf(() -> FarTransfer.call(m.cpu, SPARE_2, 0x500, 4)));
        assertEquals("#GP(0)", faultOf(() -> FarTransfer.call(m.cpu, SPARE_2, 0x500, 2)));
        assertEquals(4, m.esp());
    }

    @ParameterizedTest
    @CsvSource({
        // gate rights, target, cpl, rpl, expected for JMP, for CALL
        "8c, 08, 0, 0, none,    none",
        "8c, 08, 3, 3, #GP(40), #GP(40)",
        "ec, 08, 3, 3, #GP(8),  none",
        "ec, 1b, 3, 3, none,    none",
        "ec, 1b, 0, 0, #GP(18), #GP(18)",
        "6c, 1b, 3, 3, #NP(40), #NP(40)",
        "ec, 00, 3, 3, #GP(0),  #GP(0)",
        "ec, 13, 3, 3, #GP(10), #GP(10)",
        "ec, 63, 3, 3, #GP(60), #GP(60)",
        "8c, 08, 0, 1, #GP(40), #GP(40)",
    })
    void callGatesAreCheckedBeforeTheirTargets(
            String rights, String target, int cpl, int rpl, String jump, String call) {
        m.level(cpl).gate(SPARE, Integer.parseInt(rights, 16), Integer.parseInt(target, 16), 0x700, 0);
        String before = m.visible();
        assertEquals(call, faultOf(() -> FarTransfer.call(m.cpu, SPARE | rpl, 0, 4)));
        if (!call.equals("none")) {
            assertEquals(before, m.visible());
        }
        m.level(cpl);
        assertEquals(jump, faultOf(() -> FarTransfer.jump(m.cpu, SPARE | rpl, 0)));
    }

    @Test
    void aGateToAnInnerLevelSwitchesStacksAndCopiesParameters() {
        m.level(3).gate(SPARE, CALL_GATE_32 | DPL_3, CODE_0, 0x1_2345, 2);
        m.machine.dwords(STACK_3, 0x1111, 0x2222);
        FarTransfer.call(m.cpu, SPARE | 3, 0, 4);
        assertEquals("8:12345 10:%x cpl0".formatted(STACK_0 - 24), m.place());
        long[] expected = {RIP, CODE_3, 0x1111, 0x2222, STACK_3, DATA_3};
        for (int n = 0; n < expected.length; n++) {
            assertEquals(expected[n], m.stacked(n), "dword " + n);
        }
        FarReturn.execute(m.cpu, 4, 8);
        assertEquals("1b:%x 23:%x cpl3".formatted(RIP, STACK_3 + 8), m.place());
    }

    @Test
    void a16BitGatePushesWords() {
        m.level(3).gate(SPARE, CALL_GATE_16 | DPL_3, CODE_0, 0x4567, 1);
        m.machine.words(STACK_3, 0x9999);
        FarTransfer.call(m.cpu, SPARE | 3, 0, 4);
        assertEquals(STACK_0 - 10, m.esp());
        assertEquals(RIP & 0xffff, m.machine.word(STACK_0 - 10));
        assertEquals(CODE_3, m.machine.word(STACK_0 - 8));
        assertEquals(0x9999, m.machine.word(STACK_0 - 6));
        assertEquals(STACK_3 & 0xffff, m.machine.word(STACK_0 - 4));
        assertEquals(DATA_3, m.machine.word(STACK_0 - 2));
    }

    @ParameterizedTest
    @CsvSource({
        // SS in the TSS, rights of the spare segment, limit of the TSS, expected
        "10, 92, 20ff, none",
        "10, 92, 8,    #TS(28)",
        "10, 92, 9,    none",
        "0,  92, 20ff, #TS(0)",
        "60, 92, 20ff, #TS(60)",
        "13, 92, 20ff, #TS(10)",
        "40, 90, 20ff, #TS(40)",
        "40, f2, 20ff, #TS(40)",
        "40, 12, 20ff, #SS(40)",
        "40, 96, 20ff, #SS(40)",
    })
    void theInnerStackIsCheckedAsAnInvalidTask(String ss, String rights, String tssLimit, String expected) {
        m.level(3).gate(SPARE_2, CALL_GATE_32 | DPL_3, CODE_0, 0x100, 0);
        m.segment(SPARE, 0, 0xfffff, Integer.parseInt(rights, 16), FLAT);
        m.machine.dwords(TSS + 4, STACK_0, Integer.parseInt(ss, 16));
        m.s.tr.load(TASK, TSS, Integer.parseInt(tssLimit, 16), 0x8b);
        String before = m.visible();
        assertEquals(expected, faultOf(() -> FarTransfer.call(m.cpu, SPARE_2 | 3, 0, 4)));
        if (!expected.equals("none")) {
            assertEquals(before, m.visible());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // cs, ss, rights of SPARE (code), rights of SPARE_2 (stack), expected
        "1b, 23, 9a, 92, none",
        "08, 23, 9a, 92, none",
        "0,  23, 9a, 92, #GP(0)",
        "63, 23, 9a, 92, #GP(60)",
        "10, 23, 9a, 92, #GP(10)",
        "18, 23, 9a, 92, #GP(18)",
        "43, 23, 9a, 92, #GP(40)",
        "43, 23, 7a, 92, #NP(40)",
        "1b, 0,  9a, 92, #GP(0)",
        "1b, 63, 9a, 92, #GP(60)",
        "1b, 20, 9a, 92, #GP(20)",
        "1b, 4b, 9a, 92, #GP(48)",
        "1b, 4b, 9a, f0, #GP(48)",
        "1b, 4b, 9a, 72, #SS(48)",
        "42, 4a, de, d2, none",
    })
    void returnsCheckTheCodeThenTheStackOfTheOuterLevel(
            String cs, String ss, String code, String stack, String expected) {
        m.segment(SPARE, 0, 0xfffff, Integer.parseInt(code, 16), FLAT);
        m.segment(SPARE_2, 0, 0xfffff, Integer.parseInt(stack, 16), FLAT);
        m.machine.dwords(STACK_0, 0x100, Integer.parseInt(cs, 16), 0x8000, Integer.parseInt(ss, 16));
        String before = m.visible();
        assertEquals(expected, faultOf(() -> FarReturn.execute(m.cpu, 4, 0)));
        if (!expected.equals("none")) {
            assertEquals(before, m.visible());
        }
    }

    @Test
    void aReturnToAnInnerLevelIsRefused() {
        m.level(3).machine.dwords(STACK_3, 0x100, CODE_0);
        assertEquals("#GP(8)", faultOf(() -> FarReturn.execute(m.cpu, 4, 0)));
    }

    @Test
    void segmentsTooPrivilegedForTheOuterLevelBecomeNull() {
        m.segment(SPARE, 0, 0xfffff, 0x9f, FLAT);
        m.machine.dwords(STACK_0, 0x100, CODE_3, 0x8000, DATA_3);
        SegmentLoader.load(m.cpu, Segment.ES, DATA_3);
        SegmentLoader.load(m.cpu, Segment.FS, SPARE);
        FarReturn.execute(m.cpu, 4, 0);
        assertEquals(0, m.s.segment[Segment.DS].selector);
        assertEquals(DATA_3, m.s.segment[Segment.ES].selector);
        assertEquals(SPARE, m.s.segment[Segment.FS].selector);
        assertEquals("#GP(0)", faultOf(() -> m.cpu.segmentation().read(Segment.DS, 0, 1)));
    }

    @Test
    void realModeTransfersChangeTheBaseAlone() {
        CpuReset.reset(m.cpu);
        m.s.rip = 0x1234;
        m.s.gpr[CpuState.RSP] = 0x8000;
        FarTransfer.call(m.cpu, 0x2000, 0x10, 2);
        assertEquals(0x20000, m.s.segment[Segment.CS].base);
        assertEquals(0x1234, m.machine.word(0x7ffc));
        assertEquals(0xf000, m.machine.word(0x7ffe));
        assertEquals("#GP(0)", faultOf(() -> FarTransfer.jump(m.cpu, 0x2000, 0x1_0000)));
        FarReturn.execute(m.cpu, 2, 0);
        assertEquals(0xf0000, m.s.segment[Segment.CS].base);
        assertEquals(0x1234, m.s.rip);
    }
}
