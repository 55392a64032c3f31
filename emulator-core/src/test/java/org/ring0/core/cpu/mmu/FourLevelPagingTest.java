package org.ring0.core.cpu.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ring0.core.cpu.SmallMachine.faultOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;

/** IA-32e paging, and what keeps the supervisor from the user's pages. */
class FourLevelPagingTest {
    private static final int TOP = 0x10000;
    private static final int POINTERS = 0x11000;
    private static final int DIRECTORY = 0x12000;
    private static final int TABLE = 0x13000;
    private static final int ALL = 7;
    private static final int PS = 0x80;
    private static final int GLOBAL = 0x100;
    private static final long XD = 1L << 63;
    /** Index 1 in the upper tables, 2 in the directory, 3 in the table; in the upper half of the address space. */
    private static final long LINEAR = -1L << 47 | 1L << 30 | 2L << 21 | 3L << 12;

    private SmallMachine machine;
    private CpuState state;
    private Mmu mmu;

    @BeforeEach
    void build() {
        machine = new SmallMachine();
        state = machine.state;
        mmu = machine.cpu.mmu();
        mmu.setModel(40, true);
        entry(TOP, 256, POINTERS | ALL);
        entry(POINTERS, 1, DIRECTORY | ALL);
        entry(DIRECTORY, 2, TABLE | ALL);
        entry(TABLE, 3, 0x30000 | ALL);
        state.cr3 = TOP;
        state.cr4 |= ControlBits.CR4_PAE | ControlBits.CR4_PGE;
        state.efer = ControlBits.EFER_LME | ControlBits.EFER_LMA | ControlBits.EFER_NXE;
        state.cr0 |= ControlBits.CR0_PE | ControlBits.CR0_PG | ControlBits.CR0_WP;
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void entry(int table, int index, long value) {
        machine.memory.write(table + 8 * index, value, 8);
        mmu.flushAll();
    }

    private long entry(int table, int index) {
        return machine.memory.read(table + 8 * index, 8);
    }

    @Test
    void fourLevelsLeadToThePageAndSetTheirAccessedBits() {
        mmu.write32(LINEAR + 5, 0x1234_5678);
        assertEquals(0x1234_5678, machine.dword(0x30005));
        assertEquals(0x20, entry(TOP, 256) & 0x60);
        assertEquals(0x20, entry(POINTERS, 1) & 0x60);
        assertEquals(0x20, entry(DIRECTORY, 2) & 0x60);
        assertEquals(0x60, entry(TABLE, 3) & 0x60);
    }

    @Test
    void aPageOf2MibIsOne() {
        entry(DIRECTORY, 2, ALL | PS);
        mmu.write8(LINEAR + 7, 0x5a);
        assertEquals(0x5a, machine.memory.read(0x3007, 1));
        assertEquals(0x60, entry(DIRECTORY, 2) & 0x60);
    }

    @Test
    void aPageOf1GibIsOneIfTheCpuHasThem() {
        entry(POINTERS, 1, ALL | PS);
        mmu.write8(LINEAR - (2L << 21) + 7, 0x5a);
        assertEquals(0x5a, machine.memory.read(0x3007, 1));
        mmu.setModel(40, false);
        assertEquals("#PF(9)", faultOf(() -> mmu.read8(LINEAR)));
    }

    @ParameterizedTest
    @CsvSource({
        "10000,100,0000010000000000",
        "10000,100,80",
        "12000,2,202080",
        "11000,1,2080",
        "13000,3,0008000000000000"
    })
    void aReservedBitIsAFault(String table, int index, String bit) {
        int at = Integer.parseInt(table, 16);
        int n = at == TOP ? 256 : index;
        entry(at, n, entry(at, n) | Long.parseUnsignedLong(bit, 16));
        assertEquals("#PF(9)", faultOf(() -> mmu.read8(LINEAR)));
    }

    @ParameterizedTest
    @ValueSource(ints = {TOP, POINTERS, DIRECTORY, TABLE})
    void rightsAreTheAndOfAllLevels(int table) {
        int index = table == TOP ? 256 : table == POINTERS ? 1 : table == DIRECTORY ? 2 : 3;
        long whole = entry(table, index);
        entry(table, index, whole & ~2L);
        assertEquals("#PF(3)", faultOf(() -> mmu.write8(LINEAR, 1)));
        entry(table, index, whole & ~4L);
        state.cpl = 3;
        assertEquals("#PF(5)", faultOf(() -> mmu.read8(LINEAR)));
        entry(table, index, whole | XD);
        assertEquals("none", faultOf(() -> mmu.read8(LINEAR)));
        assertEquals("#PF(15)", faultOf(() -> mmu.fetchPhysical(LINEAR)));
        state.efer &= ~ControlBits.EFER_NXE;
        mmu.flushAll();
        assertEquals("#PF(d)", faultOf(() -> mmu.read8(LINEAR)));
    }

    @Test
    void anAddressThatIsNotCanonicalIsAGeneralProtectionFault() {
        assertEquals("#GP(0)", faultOf(() -> mmu.fetchPhysical(1L << 47)));
        assertEquals("#GP(0)", faultOf(() -> mmu.readSystem(-1L << 48, 8)));
    }

    @Test
    void anAccessMayCrossFromTheTopToZero() {
        entry(TOP, 511, POINTERS | ALL);
        entry(TOP, 0, POINTERS | ALL);
        entry(POINTERS, 511, DIRECTORY | ALL);
        entry(POINTERS, 0, DIRECTORY | ALL);
        entry(DIRECTORY, 511, TABLE | ALL);
        entry(DIRECTORY, 0, TABLE | ALL);
        entry(TABLE, 511, 0x40000 | ALL);
        entry(TABLE, 0, 0x50000 | ALL);
        mmu.write32(-2, 0x4433_2211);
        assertEquals(0x2211, machine.word(0x40ffe));
        assertEquals(0x4433, machine.word(0x50000));
    }

    @Test
    void addressesThatDifferAboveBit31DoNotMeetInTheTlb() {
        entry(TOP, 0, POINTERS | ALL);
        entry(POINTERS, 5, DIRECTORY | ALL);
        entry(POINTERS, 1, DIRECTORY | ALL);
        machine.dwords(0x30000, 7);
        assertEquals(7, mmu.read32(LINEAR));
        assertEquals(7, mmu.read32((5L << 30) + (2 << 21) + (3 << 12)));
        entry(TABLE, 3, 0);
        assertEquals("#PF(0)", faultOf(() -> mmu.read8(LINEAR)));
    }

    @Test
    void invlpgDropsALargePageWhereverItIsTouched() {
        entry(DIRECTORY, 2, ALL | PS);
        mmu.read8(LINEAR);
        machine.memory.write(DIRECTORY + 16, 0, 8);
        mmu.invalidate(LINEAR + 0x10_0000);
        assertEquals("#PF(0)", faultOf(() -> mmu.read8(LINEAR)));
    }

    @Test
    void globalPagesOutliveTheAddressSpace() {
        entry(TABLE, 3, 0x30000 | ALL | GLOBAL);
        mmu.read8(LINEAR);
        machine.memory.write(TABLE + 24, 0, 8);
        mmu.flushNonGlobal();
        assertEquals("none", faultOf(() -> mmu.read8(LINEAR)));
    }

    @Test
    void smepForbidsTheSupervisorToExecuteUserPages() {
        state.cr4 |= ControlBits.CR4_SMEP;
        assertEquals("#PF(11)", faultOf(() -> mmu.fetchPhysical(LINEAR)));
        assertEquals("none", faultOf(() -> mmu.read8(LINEAR)));
        entry(TABLE, 3, 0x30000 | 3);
        assertEquals("none", faultOf(() -> mmu.fetchPhysical(LINEAR)));
    }

    @Test
    void smapForbidsTheSupervisorUserDataUnlessAcIsSet() {
        state.cr4 |= ControlBits.CR4_SMAP;
        mmu.followAccessFlag();
        assertEquals("#PF(1)", faultOf(() -> mmu.read8(LINEAR)));
        state.systemFlags |= Eflags.AC;
        mmu.followAccessFlag();
        assertEquals("none", faultOf(() -> mmu.write8(LINEAR, 1)));
        assertEquals("#PF(1)", faultOf(() -> mmu.readSystem(LINEAR, 8)), "an implicit access");
        state.systemFlags &= ~Eflags.AC;
        mmu.followAccessFlag();
        assertEquals("#PF(3)", faultOf(() -> mmu.write8(LINEAR, 1)));
        state.cpl = 3;
        assertEquals("none", faultOf(() -> mmu.write8(LINEAR, 1)));
    }
}
