package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.core.cpu.SmallMachine.faultOf;
import static org.ring0.core.cpu.protection.ProtectedMachine.*;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

class Virtual8086Test {
    private static final int MAP = 0x100;
    private static final int REDIRECTION = TSS + MAP - 32;

    private ProtectedMachine m;

    @BeforeEach
    void build() {
        m = new ProtectedMachine();
        m.machine.words(TSS + 0x66, MAP);
        m.vector(0x40, 0xee, CODE_0, 0x4444);
        m.machine.words(0x40 * 4, 0x1234, 0x3456);
    }

    @AfterEach
    void close() {
        m.close();
    }

    @ParameterizedTest
    @CsvSource({
        // vme, iopl, bit in the map, expected: handler in the monitor (m), in the program (p), or a fault
        "0, 3, 0, m",
        "0, 0, 0, #GP(0)",
        "1, 3, 0, p",
        "1, 0, 0, p",
        "1, 3, 1, m",
        "1, 0, 1, #GP(0)",
    })
    void intNGoesWhereIoplAndTheRedirectionMapSay(int vme, int iopl, int bit, String expected) {
        m.virtual8086(iopl);
        m.s.cr4 |= vme == 1 ? ControlBits.CR4_VME : 0;
        m.machine.memory.write(REDIRECTION + 8, bit, 1);
        String fault = faultOf(() -> Interrupts.software(m.cpu, 0x40));
        String place = m.s.rip == 0x4444 ? "m" : m.s.rip == 0x1234 ? "p" : fault;
        assertEquals(expected, place);
        assertEquals(place.equals("p"), m.s.isVirtual8086() && fault.equals("none"));
    }

    @Test
    void theMonitorFindsAllSegmentsOnItsStack() {
        m.virtual8086(3);
        Interrupts.external(m.cpu, 0x40);
        assertEquals("8:4444 10:%x cpl0".formatted(STACK_0 - 36), m.place());
        long[] expected = {0x100, 0x3000, Eflags.VM | Eflags.IOPL | Eflags.IF | 2, 0x8000, 0x2000, 0x1000, 0x1000};
        for (int n = 0; n < expected.length; n++) {
            assertEquals(expected[n], m.stacked(n), "dword " + n);
        }
        for (int register : new int[] {Segment.ES, Segment.DS, Segment.FS, Segment.GS}) {
            assertTrue(m.s.segment[register].isNull);
        }
        InterruptReturn.execute(m.cpu, 4);
        assertEquals("3000:100 2000:8000 cpl3", m.place());
        assertTrue(m.s.isVirtual8086());
    }

    @ParameterizedTest
    @CsvSource({"1b, #GP(18)", "40, #GP(40)"})
    void aHandlerThatIsNotLevel0IsRefused(String target, String expected) {
        m.segment(SPARE, 0, 0xfffff, CODE | CONFORMING, FLAT);
        m.vector(0x40, 0xee, Integer.parseInt(target, 16), 0x100).virtual8086(3);
        assertEquals(expected, faultOf(() -> Interrupts.software(m.cpu, 0x40)));
    }

    @Test
    void redirectedInterruptsBelowIopl3UseTheVirtualFlag() {
        m.virtual8086(0);
        m.s.cr4 |= ControlBits.CR4_VME;
        m.s.systemFlags |= Eflags.VIF;
        Interrupts.software(m.cpu, 0x40);
        assertEquals(Eflags.IOPL | Eflags.IF | 2, m.machine.word(0x27ffe));
        assertEquals(Eflags.VM | Eflags.IF | 2, m.s.eflags());
        InterruptReturn.execute(m.cpu, 2);
        assertEquals(Eflags.VM | Eflags.IF | Eflags.VIF | 2, m.s.eflags());
        assertEquals(0x100, m.s.rip);
    }

    @Test
    void iretBelowIopl3NeedsVmeAndRefusesAPendingInterrupt() {
        m.virtual8086(0);
        assertEquals("#GP(0)", faultOf(() -> InterruptReturn.execute(m.cpu, 2)));
        m.s.cr4 |= ControlBits.CR4_VME;
        m.s.systemFlags |= Eflags.VIP;
        m.machine.words(0x28000, 0x100, 0x3000, Eflags.IF | 2);
        assertEquals("#GP(0)", faultOf(() -> InterruptReturn.execute(m.cpu, 2)));
        m.machine.words(0x28004, Eflags.TF | 2);
        assertEquals("#GP(0)", faultOf(() -> InterruptReturn.execute(m.cpu, 2)));
        m.machine.words(0x28004, 2);
        assertEquals("none", faultOf(() -> InterruptReturn.execute(m.cpu, 2)));
        assertEquals("#GP(0)", faultOf(() -> InterruptReturn.execute(m.cpu, 4)));
    }

    @Test
    void iretAtIopl3KeepsIopl() {
        m.virtual8086(3);
        m.machine.words(0x28000, 0x222, 0x3300, Eflags.CF | 2);
        InterruptReturn.execute(m.cpu, 2);
        assertEquals(Eflags.VM | Eflags.IOPL | Eflags.CF | 2, m.s.eflags());
        assertEquals(0x33000, m.s.segment[Segment.CS].base);
    }

    @Test
    void int3IsNeitherRedirectedNorSubjectToIopl() {
        m.virtual8086(0).vector(3, 0xee, CODE_0, 0x3333);
        m.s.cr4 |= ControlBits.CR4_VME;
        Interrupts.breakpoint(m.cpu, 3);
        assertEquals(0x3333, m.s.rip);
    }

    @ParameterizedTest
    @CsvSource({
        // mode: 0 real, 1 protected, 2 virtual-8086; cpl, iopl, port, size, expected
        "0, 0, 0, 3f8,  1, none",
        "1, 0, 0, 3f8,  1, none",
        "1, 3, 3, 3f8,  1, none",
        "1, 3, 0, 3f8,  1, #GP(0)",
        "1, 3, 0, 3f0,  1, none",
        "1, 3, 0, 3f7,  1, none",
        "1, 3, 0, 3f7,  2, #GP(0)",
        "1, 3, 0, 3f5,  4, #GP(0)",
        "2, 3, 3, 3f8,  1, #GP(0)",
        "2, 3, 3, 3f0,  1, none",
        "1, 3, 0, ffff, 1, none",
        "1, 3, 0, ffff, 2, #GP(0)",
    })
    void portsFollowIoplThenTheBitmap(int mode, int cpl, int iopl, String port, int size, String expected) {
        m.machine.memory.write(TSS + MAP + 0x3f8 / 8, 0xff, 1);
        m.machine.memory.write(TSS + MAP + 0x2000, 0xff, 1);
        m.s.tr.load(TASK, TSS, MAP + 0x2000, 0x8b);
        if (mode == 2) {
            m.virtual8086(iopl);
        } else {
            m.level(cpl);
            FlagsRegister.write(m.s, iopl << Eflags.IOPL_SHIFT, -1);
            m.s.cr0 = mode == 0 ? m.s.cr0 & ~1L : m.s.cr0;
        }
        assertEquals(expected, faultOf(() -> PortAccess.check(m.cpu, Integer.parseInt(port, 16), size)));
    }

    @Test
    void aTaskWithoutABitmapAllowsNoPort() {
        m.level(3);
        m.s.tr.load(TASK, TSS, 0x67, 0x8b);
        assertEquals("#GP(0)", faultOf(() -> PortAccess.check(m.cpu, 0, 1)));
        m.s.tr.load(TASK, TSS, 0x2fff, 0x83);
        assertEquals("#GP(0)", faultOf(() -> PortAccess.check(m.cpu, 0, 1)));
    }
}
