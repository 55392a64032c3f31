package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ring0.core.cpu.SmallMachine.faultOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

class ControlRegistersTest {
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
        "80000000, #GP(0)",
        "80000001, none",
        "20000001, #GP(0)",
        "60000001, none",
        "60000010, none",
        "1000101f, none"
    })
    void cr0RefusesContradictions(String value, String expected) {
        assertEquals(expected, faultOf(() -> ControlRegisters.writeCr0(m.cpu, Long.parseLong(value, 16))));
    }

    @Test
    void reservedBitsOfCr0ReadAsZeroAndEtAsOne() {
        ControlRegisters.writeCr0(m.cpu, 0x7fff_ffffL);
        assertEquals(0x6005_003fL, m.s.cr0);
    }

    @ParameterizedTest
    @CsvSource({"7ff, none", "800, #GP(0)", "2000, #GP(0)", "ffffffff, #GP(0)"})
    void cr4HasTheBitsOfTheModel(String value, String expected) {
        assertEquals(expected, faultOf(() -> ControlRegisters.writeCr4(m.cpu, Long.parseLong(value, 16))));
    }

    @Test
    void enablingPaeLoadsTheDirectoryPointersAndRefusesReservedBits() {
        m.machine.qwords(0x14000, 0x15001, 0, 0x16003, 0);
        m.s.cr4 |= ControlBits.CR4_PAE;
        ControlRegisters.writeCr3(m.cpu, 0x14000);
        assertEquals("#GP(0)", faultOf(() -> ControlRegisters.writeCr0(m.cpu, 0x8000_0001L)));
        assertEquals(0, m.s.cr0 & ControlBits.CR0_PG);
        m.machine.qwords(0x14010, 0x16001);
        ControlRegisters.writeCr0(m.cpu, 0x8000_0001L);
        assertEquals(0x16001, m.s.pdpte[2]);
    }

    @Test
    void resetStartsAtTheResetVector() {
        m.s.cycle = 1000;
        CpuReset.reset(m.cpu);
        assertEquals("f000:fff0 0:0 cpl0", m.place());
        assertEquals(0xffff_0000L, m.s.segment[Segment.CS].base);
        assertEquals(0x652, m.s.gpr[CpuState.RDX]);
        assertEquals(0x6000_0010L, m.s.cr0);
        assertEquals(2, m.s.eflags());
        assertEquals(-1000, m.s.msr.tscOffset);
    }

    @Test
    void initKeepsTheCacheModeAndTheModelSpecificRegisters() {
        m.s.msr.sysenterCs = 8;
        CpuReset.init(m.cpu);
        assertEquals(8, m.s.msr.sysenterCs);
        assertEquals(0x10, m.s.cr0);
    }
}
