package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.core.cpu.SmallMachine.faultOf;
import static org.ring0.core.cpu.protection.ProtectedMachine.*;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

class SegmentLoaderTest {
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
        // type and rights, cpl, rpl, expected
        "92, 0, 0, none",
        "90, 0, 3, #GP(40)",
        "f2, 3, 3, none",
        "92, 3, 3, #GP(40)",
        "b2, 1, 2, #GP(40)",
        "98, 0, 0, #GP(40)",
        "9a, 0, 0, none",
        "9a, 3, 3, #GP(40)",
        "9e, 3, 3, none",
        "12, 0, 0, #NP(40)",
        "18, 0, 0, #GP(40)",
        "89, 0, 0, #GP(40)",
        "82, 0, 0, #GP(40)",
    })
    void dataSegmentsAreCheckedForTypeThenPrivilegeThenPresence(String type, int cpl, int rpl, String expected) {
        m.level(cpl).segment(SPARE, 0x1234, 0x77, Integer.parseInt(type, 16), 0);
        String before = m.visible();
        assertEquals(expected, faultOf(() -> SegmentLoader.load(m.cpu, Segment.DS, SPARE | rpl)));
        assertEquals(before, m.visible());
        if (expected.equals("none")) {
            assertEquals(0x1234, m.s.segment[Segment.DS].base);
            assertEquals(0x77, m.s.segment[Segment.DS].limit);
            assertEquals(1, m.typeOf(SPARE) & 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "92, 0, 40, none",
        "90, 0, 40, #GP(40)",
        "f2, 3, 43, none",
        "92, 0, 43, #GP(40)",
        "f2, 0, 40, #GP(40)",
        "12, 0, 40, #SS(40)",
        "9a, 0, 40, #GP(40)",
        "92, 0, 0,  #GP(0)",
        "92, 0, 3,  #GP(0)",
        "92, 0, 60, #GP(60)",
        "92, 0, 44, #GP(44)",
    })
    void stackSegmentsMustBeWritableAndOfExactlyTheLevel(String type, int cpl, String selector, String expected) {
        m.level(cpl).segment(SPARE, 0, 0xffff, Integer.parseInt(type, 16), 0);
        int wanted = Integer.parseInt(selector, 16);
        assertEquals(expected, faultOf(() -> SegmentLoader.load(m.cpu, Segment.SS, wanted)));
    }

    @Test
    void aNullSelectorLoadsAndFaultsOnUse() {
        SegmentLoader.load(m.cpu, Segment.DS, 3);
        assertTrue(m.s.segment[Segment.DS].isNull);
        assertEquals("#GP(0)", faultOf(() -> m.cpu.segmentation().read(Segment.DS, 0, 1)));
    }

    @Test
    void aSelectorBeyondTheTableNamesItself() {
        assertEquals("#GP(60)", faultOf(() -> SegmentLoader.load(m.cpu, Segment.ES, BEYOND)));
        assertEquals("#GP(44)", faultOf(() -> SegmentLoader.load(m.cpu, Segment.ES, 0x44 | 3)));
    }

    @Test
    void localSelectorsNeedALocalTable() {
        m.segment(0x0c, 0x7000, 0xfff, DATA, 0);
        SegmentLoader.load(m.cpu, Segment.DS, 0x0c);
        assertEquals(0x7000, m.s.segment[Segment.DS].base);
        m.s.ldtr.loadNull(0);
        assertEquals("#GP(c)", faultOf(() -> SegmentLoader.load(m.cpu, Segment.DS, 0x0c)));
    }

    @ParameterizedTest
    @CsvSource({
        // type, flags, limit, offset, size, write, expected
        "92, 0, 0fff, 0ffc, 4, true,  none",
        "92, 0, 0fff, 0ffd, 4, true,  #GP(0)",
        "92, 0, 0fff, 0fff, 1, false, none",
        "92, 0, 0fff, 1000, 1, false, #GP(0)",
        "96, 0, 0fff, 0fff, 1, false, #GP(0)",
        "96, 0, 0fff, 1000, 4, true,  none",
        "96, 0, 0fff, fffe, 4, true,  #GP(0)",
        "96, 4, 0fff, fffe, 4, true,  none",
        "96, 4, 0fff, ffffffff, 1, true, none",
        "90, 0, 0fff, 0,    1, false, none",
        "90, 0, 0fff, 0,    1, true,  #GP(0)",
        "9a, 0, 0fff, 0,    1, false, none",
        "9a, 0, 0fff, 0,    1, true,  #GP(0)",
        "92, 8, 0000, 0ffc, 4, true,  none",
        "92, 8, 0000, 0ffd, 4, true,  #GP(0)",
    })
    void limitsHoldUpAndDown(
            String type, int flags, String limit, String offset, int size, boolean write, String expected) {
        m.segment(SPARE, 0x10000, Integer.parseInt(limit, 16), Integer.parseInt(type, 16), flags);
        SegmentLoader.load(m.cpu, Segment.ES, SPARE);
        long at = Long.parseLong(offset, 16);
        assertEquals(expected, faultOf(() -> {
            if (write) {
                m.cpu.segmentation().write(Segment.ES, at, 0, size);
            } else {
                m.cpu.segmentation().read(Segment.ES, at, size);
            }
        }));
    }

    @Test
    void alignmentIsCheckedAtLevel3Alone() {
        m.s.systemFlags |= org.ring0.core.cpu.state.Eflags.AC;
        m.s.cr0 |= org.ring0.core.cpu.state.ControlBits.CR0_AM;
        assertEquals("none", faultOf(() -> m.cpu.segmentation().read(Segment.DS, 0x7001, 4)));
        m.level(3);
        assertEquals("#AC(0)", faultOf(() -> m.cpu.segmentation().read(Segment.DS, 0x7002, 4)));
        assertEquals("none", faultOf(() -> m.cpu.segmentation().read(Segment.DS, 0x7002, 2)));
        assertEquals("#AC(0)", faultOf(() -> m.cpu.segmentation().write(Segment.DS, 0x7001, 0, 2)));
    }

    @Test
    void unrealModeKeepsTheLimit() {
        SegmentLoader.load(m.cpu, Segment.ES, DATA_0);
        ControlRegisters.writeCr0(m.cpu, 0);
        SegmentLoader.load(m.cpu, Segment.ES, 0x100);
        assertEquals(0x1000, m.s.segment[Segment.ES].base);
        assertEquals("none", faultOf(() -> m.cpu.segmentation().write(Segment.ES, 0x100000, 1, 4)));
    }

    @Test
    void aNullSegmentIsUsableAgainAfterALoadInRealMode() {
        SegmentLoader.load(m.cpu, Segment.ES, 0);
        ControlRegisters.writeCr0(m.cpu, 0);
        SegmentLoader.load(m.cpu, Segment.ES, 0x100);
        assertEquals("none", faultOf(() -> m.cpu.segmentation().write(Segment.ES, 0xffff, 1, 1)));
        assertEquals("#GP(0)", faultOf(() -> m.cpu.segmentation().write(Segment.ES, 0xffff, 1, 2)));
    }

    @Test
    void realModeCodeIsWritableAgain() {
        ControlRegisters.writeCr0(m.cpu, 0);
        assertEquals("none", faultOf(() -> m.cpu.segmentation().write(Segment.CS, 0x100, 1, 1)));
    }

    @ParameterizedTest
    @CsvSource({"38, 82, none", "3c, 82, #GP(3c)", "60, 82, #GP(60)", "38, 89, #GP(38)", "38, 2, #NP(38)", "0, 82, none"
    })
    void lldtTakesLocalTablesAlone(String selector, String type, String expected) {
        m.segment(LOCAL_TABLE, LDT, 0x3f, Integer.parseInt(type, 16), 0);
        assertEquals(expected, faultOf(() -> SegmentLoader.loadLdtr(m.cpu, Integer.parseInt(selector, 16))));
    }

    @ParameterizedTest
    @CsvSource({
        "30, 89, none",
        "30, 81, none",
        "30, 8b, #GP(30)",
        "30, 9, #NP(30)",
        "0, 89, #GP(0)",
        "34, 89, #GP(34)",
        "60, 89, #GP(60)",
        "30, 92, #GP(30)"
    })
    void ltrTakesAvailableTasksAndMarksThemBusy(String selector, String type, String expected) {
        m.segment(OTHER_TASK, OTHER_TSS, 0x67, Integer.parseInt(type, 16), 0);
        assertEquals(expected, faultOf(() -> SegmentLoader.loadTaskRegister(m.cpu, Integer.parseInt(selector, 16))));
        if (expected.equals("none")) {
            assertEquals(2, m.typeOf(OTHER_TASK) & 2);
            assertEquals(OTHER_TSS, m.s.tr.base);
        }
    }

    @Test
    void pushAndPopFollowTheWidthOfTheStack() {
        m.segment(SPARE, 0x10000, 0xffff, DATA, 0);
        SegmentLoader.load(m.cpu, Segment.SS, SPARE);
        m.s.gpr[CpuState.RSP] = 0xabcd_0002L;
        m.cpu.segmentation().push(0x1111, 2);
        m.cpu.segmentation().push(0x2222_2222, 4);
        assertEquals(0xabcd_fffcL, m.esp());
        assertEquals(0x2222_2222, m.cpu.segmentation().pop(4));
        assertEquals(0xabcd_0000L, m.esp());
        m.s.gpr[CpuState.RSP] = 0xabcd_0001L;
        assertEquals("#SS(0)", faultOf(() -> m.cpu.segmentation().push(0, 2)));
        assertEquals(0xabcd_0001L, m.esp());
        assertFalse(m.s.segment[Segment.SS].isBig());
    }
}
