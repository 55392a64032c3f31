package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.core.cpu.SmallMachine.faultOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.Eflags;

class DebugUnitTest {
    private ProtectedMachine m;

    @BeforeEach
    void build() {
        m = new ProtectedMachine();
        m.vector(1, 0x8e, ProtectedMachine.CODE_0, 0x8001);
    }

    @AfterEach
    void close() {
        m.close();
    }

    @Test
    void reservedBitsReadAsTheManualSays() {
        DebugUnit.write(m.cpu, 6, 0);
        DebugUnit.write(m.cpu, 7, 0);
        assertEquals(0xffff_0ff0L, DebugUnit.read(m.cpu, 6));
        assertEquals(0x400, DebugUnit.read(m.cpu, 7));
        DebugUnit.write(m.cpu, 6, 0xffff_ffffL);
        assertEquals(0xffff_efffL, DebugUnit.read(m.cpu, 6));
    }

    @Test
    void dr4And5AreAliasesUntilDe() {
        DebugUnit.write(m.cpu, 4, 0x4000);
        assertEquals(0xffff_4ff0L, DebugUnit.read(m.cpu, 6));
        m.s.cr4 |= ControlBits.CR4_DE;
        assertEquals("#UD", faultOf(() -> DebugUnit.read(m.cpu, 5)));
    }

    @Test
    void generalDetectFaultsOnceAndDisarmsItself() {
        DebugUnit.write(m.cpu, 7, 1 << 13);
        assertEquals("#DB", faultOf(() -> DebugUnit.read(m.cpu, 0)));
        assertEquals(DebugUnit.DR6_BD, m.s.dr[6] & 0xf000);
        assertEquals("none", faultOf(() -> DebugUnit.read(m.cpu, 0)));
    }

    @Test
    void instructionBreakpointsAreFaultsThatRfHoldsBack() {
        DebugUnit.write(m.cpu, 2, 0x30100);
        assertFalse(DebugUnit.hasInstructionBreakpoints(m.s));
        DebugUnit.write(m.cpu, 7, 1 << 4);
        assertTrue(DebugUnit.hasInstructionBreakpoints(m.s));
        assertEquals("none", faultOf(() -> DebugUnit.checkInstruction(m.s, 0x30101)));
        assertEquals("#DB", faultOf(() -> DebugUnit.checkInstruction(m.s, 0x30100)));
        assertEquals(4, m.s.dr[6] & 15);
        m.s.systemFlags |= Eflags.RF;
        assertEquals("none", faultOf(() -> DebugUnit.checkInstruction(m.s, 0x30100)));
    }

    @ParameterizedTest
    @CsvSource({"3f8, 1, true", "3f9, 1, false", "3f7, 2, true", "3f6, 2, false"})
    void portBreakpointsNeedDe(String port, int size, boolean hit) {
        int at = Integer.parseInt(port, 16);
        DebugUnit.write(m.cpu, 0, 0x3f8);
        DebugUnit.write(m.cpu, 7, 2 << 16 | 1);
        DebugUnit.notePort(m.s, at, size);
        assertEquals(0, m.s.pendingDebug);
        m.s.cr4 |= ControlBits.CR4_DE;
        DebugUnit.notePort(m.s, at, size);
        assertEquals(hit ? 1 : 0, m.s.pendingDebug);
    }

    @Test
    void trapsCollectInDr6AndAreDeliveredOnce() {
        DebugUnit.note(m.s, DebugUnit.DR6_BS);
        DebugUnit.note(m.s, 1);
        DebugUnit.deliverTraps(m.cpu);
        assertEquals(0x8001, m.s.rip);
        assertEquals(0xffff_4ff1L, m.s.dr[6]);
        m.s.rip = 0;
        DebugUnit.deliverTraps(m.cpu);
        assertEquals(0, m.s.rip);
    }
}
