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
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

class InterruptReturnTest {
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
        // size, cpl, iopl, flags on the stack, flags after
        "4, 0, 0, 3f7fd7, 3d7fd7",
        "4, 3, 0, 3d7fd7, 254dd7",
        "4, 3, 3, 3d7fd7, 257fd7",
        "4, 3, 2, 3d7fd7, 256dd7",
        "2, 0, 0, 7fd7,   7fd7",
        "2, 3, 0, 7fd7,   4dd7",
    })
    void flagsAreLoadedAsFarAsThePrivilegeGoes(int size, int cpl, int iopl, String stacked, String after) {
        m.level(cpl);
        FlagsRegister.write(m.s, iopl << Eflags.IOPL_SHIFT, -1);
        int flags = Integer.parseInt(stacked, 16) & ~(cpl == 0 ? Eflags.VM | Eflags.NT : Eflags.VM);
        long at = m.esp();
        m.machine.memory.write(at, 0x100, size);
        m.machine.memory.write(at + size, m.cs(), size);
        m.machine.memory.write(at + 2 * size, flags, size);
        InterruptReturn.execute(m.cpu, size);
        int expected = Integer.parseInt(after, 16) & ~(cpl == 0 ? Eflags.NT : 0);
        assertEquals(Integer.toHexString(expected), Integer.toHexString(m.s.eflags()));
        assertEquals(at + 3 * size, m.esp());
        assertEquals(0x100, m.s.rip);
    }

    @Test
    void theOuterLevelsFlagsAreLoadedWithTheInnerLevelsRights() {
        m.machine.dwords(STACK_0, 0x100, CODE_3, 0x3202, 0x8000, DATA_3);
        InterruptReturn.execute(m.cpu, 4);
        assertEquals("1b:100 23:8000 cpl3", m.place());
        assertEquals(0x3202, m.s.eflags());
    }

    @Test
    void a16BitOuterStackKeepsTheUpperHalfOfEsp() {
        m.segment(SPARE, 0, 0xffff, DATA | DPL_3, 0);
        m.machine.dwords(STACK_0, 0x100, CODE_3, 2, 0x1234_5678, SPARE | 3);
        m.s.gpr[CpuState.RSP] = STACK_0;
        InterruptReturn.execute(m.cpu, 4);
        assertEquals(STACK_0 & 0xffff_0000L | 0x5678, m.esp());
    }

    @Test
    void vmInTheFrameAtLevel0EntersVirtual8086Mode() {
        int flags = Eflags.VM | Eflags.IF | Eflags.VIF | Eflags.FIXED;
        m.machine.dwords(STACK_0, 0x1234, 0x3000, flags, 0x1_8000, 0x2000, 0x4000, 0x5000, 0x6000, 0x7000);
        InterruptReturn.execute(m.cpu, 4);
        assertEquals("3000:1234 2000:18000 cpl3", m.place());
        int[] order = {Segment.ES, Segment.DS, Segment.FS, Segment.GS};
        for (int n = 0; n < order.length; n++) {
            assertEquals(0x40000 + n * 0x10000, m.s.segment[order[n]].base);
            assertEquals(0xffff, m.s.segment[order[n]].limit);
        }
        assertEquals(flags, m.s.eflags());
    }

    @Test
    void vmInTheFrameIsIgnoredAtLevel3() {
        m.level(3).machine.dwords(STACK_3, 0x100, CODE_3, Eflags.VM | 2);
        InterruptReturn.execute(m.cpu, 4);
        assertEquals(2, m.s.eflags());
    }

    @Test
    void anOffsetBeyond64KFaultsOnTheWayToVirtual8086Mode() {
        m.machine.dwords(STACK_0, 0x1_0000, 0x3000, Eflags.VM, 0x8000, 0x2000, 0, 0, 0, 0);
        String before = m.visible();
        assertEquals("#GP(0)", faultOf(() -> InterruptReturn.execute(m.cpu, 4)));
        assertEquals(before, m.visible());
    }

    @ParameterizedTest
    @CsvSource({"0, #TS(0)", "30, #TS(30)", "34, #TS(34)", "60, #TS(60)", "10, #TS(10)"})
    void aNestedReturnNeedsABusyTask(String link, String expected) {
        m.machine.words(TSS, Integer.parseInt(link, 16));
        m.s.systemFlags |= Eflags.NT;
        assertEquals(expected, faultOf(() -> InterruptReturn.execute(m.cpu, 4)));
    }

    @ParameterizedTest
    @CsvSource({
        // cs, offset, expected
        "0,  100, #GP(0)",
        "63, 100, #GP(60)",
        "10, 100, #GP(10)",
        "43, 100, #GP(40)",
        "8, 100, none"
    })
    void returnTargetsAreCheckedAsForRetf(String cs, String offset, String expected) {
        m.segment(SPARE, 0, 0xff, CODE, FLAT);
        m.machine.dwords(STACK_0, Integer.parseInt(offset, 16), Integer.parseInt(cs, 16), 2);
        assertEquals(expected, faultOf(() -> InterruptReturn.execute(m.cpu, 4)));
    }
}
