package org.ring0.core.cpu.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.core.cpu.SmallMachine.faultOf;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.memory.CodePages;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.memory.Region;

class MmuTest {
    private static final int DIRECTORY = 0x10000;
    private static final int TABLE = 0x11000;
    private static final int PRESENT = 1;
    private static final int WRITABLE = 2;
    private static final int USER = 4;
    private static final int ACCESSED = 0x20;
    private static final int DIRTY = 0x40;
    private static final int LARGE = 0x80;
    private static final int GLOBAL = 0x100;

    private SmallMachine machine;
    private CpuState state;
    private Mmu mmu;

    @BeforeEach
    void build() {
        machine = new SmallMachine();
        state = machine.state;
        mmu = machine.cpu.mmu();
    }

    @AfterEach
    void close() {
        machine.close();
    }

    /** Maps linear 4 MiB and up: page n to the frame and rights given. */
    private void page(int n, int entry) {
        machine.dwords(TABLE + 4 * n, entry);
    }

    private void enablePaging(int directoryRights) {
        machine.dwords(DIRECTORY + 4, TABLE | directoryRights);
        machine.dwords(DIRECTORY, LARGE | PRESENT | WRITABLE | USER);
        state.cr3 = DIRECTORY;
        state.cr4 |= ControlBits.CR4_PSE;
        state.cr0 |= ControlBits.CR0_PE | ControlBits.CR0_PG;
        mmu.flushAll();
    }

    @Test
    void accessesOfEverySizeAreLittleEndianAndHitAfterTheFirst() {
        for (int round = 0; round < 2; round++) {
            mmu.write64(0x1003, 0x8877_6655_4433_2211L);
            assertEquals(0x11, mmu.read8(0x1003));
            assertEquals(0x3322, mmu.read16(0x1004));
            assertEquals(0x7766_5544, mmu.read32(0x1006));
            assertEquals(0x8877_6655_4433_2211L, mmu.read64(0x1003));
        }
    }

    @ParameterizedTest
    @CsvSource({"1ffd,4", "1fff,2", "1ff9,8", "1ffe,4"})
    void anAccessThatCrossesAPageReachesBothFrames(String linear, int size) {
        page(0, 0x30000 | PRESENT | WRITABLE);
        page(1, 0x50000 | PRESENT | WRITABLE);
        enablePaging(PRESENT | WRITABLE);
        long at = 0x400000 - 0x1000 + Long.parseLong(linear, 16);
        mmu.write(at, 0x8877_6655_4433_2211L, size);
        assertEquals(0x8877_6655_4433_2211L & -1L >>> 64 - 8 * size, mmu.read(at, size));
        assertEquals(0x11, machine.memory.read(0x30000 + (at & 0xfff), 1));
    }

    @Test
    void aCrossingWriteThatFaultsOnItsSecondPageWritesNothing() {
        page(0, 0x30000 | PRESENT | WRITABLE);
        page(1, 0);
        enablePaging(PRESENT | WRITABLE);
        assertEquals("#PF(2)", faultOf(() -> mmu.write32(0x400ffe, -1)));
        assertEquals(0, machine.word(0x30ffe));
    }

    @Test
    void aFaultOnTheSecondPageNamesItsFirstByte() {
        page(0, 0x30000 | PRESENT | WRITABLE);
        enablePaging(PRESENT | WRITABLE);
        try {
            mmu.read32(0x400ffe);
        } catch (CpuException e) {
            assertEquals(0x401000, e.linear());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // directory, page, cpl, wp, write, expected
        "7, 7, 3, 0, true,  none",
        "7, 5, 3, 0, true,  #PF(7)",
        "5, 7, 3, 0, true,  #PF(7)",
        "7, 3, 3, 0, false, #PF(5)",
        "3, 7, 3, 0, false, #PF(5)",
        "7, 6, 3, 0, false, #PF(4)",
        "6, 7, 0, 0, true,  #PF(2)",
        "1, 1, 0, 0, true,  none",
        "1, 1, 0, 1, true,  #PF(3)",
        "7, 5, 2, 1, true,  #PF(3)",
        "1, 1, 2, 1, false, none",
    })
    void rightsAreTheAndOfBothLevels(int directory, int page, int cpl, int wp, boolean write, String expected) {
        page(0, 0x30000 | page);
        enablePaging(directory);
        state.cpl = cpl;
        state.cr0 |= wp == 1 ? ControlBits.CR0_WP : 0;
        assertEquals(expected, faultOf(() -> {
            if (write) {
                mmu.write8(0x400000, 1);
            } else {
                mmu.read8(0x400000);
            }
        }));
        boolean faulted = !expected.equals("none");
        assertEquals(faulted ? 0 : ACCESSED, machine.dword(TABLE) & ACCESSED);
        assertEquals(faulted || !write ? 0 : DIRTY, machine.dword(TABLE) & DIRTY);
        assertEquals(faulted ? 0 : ACCESSED, machine.dword(DIRECTORY + 4) & ACCESSED);
    }

    @Test
    void theFirstWriteAfterAReadSetsTheDirtyBit() {
        page(0, 0x30000 | PRESENT | WRITABLE);
        enablePaging(PRESENT | WRITABLE);
        mmu.read8(0x400000);
        assertEquals(0, machine.dword(TABLE) & DIRTY);
        mmu.write8(0x400000, 1);
        assertEquals(DIRTY, machine.dword(TABLE) & DIRTY);
    }

    @Test
    void aTranslationStaysUntilItIsInvalidated() {
        page(0, 0x30000 | PRESENT | WRITABLE);
        enablePaging(PRESENT | WRITABLE);
        machine.dwords(0x30000, 1).dwords(0x31000, 2);
        assertEquals(1, mmu.read32(0x400000));
        page(0, 0x31000 | PRESENT | WRITABLE);
        assertEquals(1, mmu.read32(0x400000));
        mmu.invalidate(0x400123);
        assertEquals(2, mmu.read32(0x400000));
    }

    @Test
    void globalPagesSurviveACr3LoadButNotAFullFlush() {
        state.cr4 |= ControlBits.CR4_PGE;
        page(0, 0x30000 | PRESENT | GLOBAL);
        page(1, 0x30000 | PRESENT);
        enablePaging(PRESENT | WRITABLE);
        machine.dwords(0x30000, 1).dwords(0x31000, 2);
        mmu.read32(0x400000);
        mmu.read32(0x401000);
        page(0, 0x31000 | PRESENT);
        page(1, 0x31000 | PRESENT);
        mmu.flushNonGlobal();
        assertEquals(1, mmu.read32(0x400000));
        assertEquals(2, mmu.read32(0x401000));
        mmu.flushAll();
        assertEquals(2, mmu.read32(0x400000));
    }

    @Test
    void largePagesGoAsAWholeWithInvlpg() {
        enablePaging(PRESENT | WRITABLE);
        machine.dwords(DIRECTORY + 4, LARGE | PRESENT | WRITABLE);
        machine.dwords(0x5000, 5).dwords(0x6000, 6);
        assertEquals(5, mmu.read32(0x405000));
        assertEquals(6, mmu.read32(0x406000));
        machine.dwords(DIRECTORY + 4, 0);
        mmu.invalidate(0x400000);
        assertEquals("#PF(0)", faultOf(() -> mmu.read32(0x406000)));
    }

    @Test
    void reservedBitsOfALargePageFault() {
        enablePaging(PRESENT | WRITABLE);
        machine.dwords(DIRECTORY + 4, 1 << 21 | LARGE | PRESENT | WRITABLE);
        assertEquals("#PF(9)", faultOf(() -> mmu.read32(0x400000)));
    }

    private void enablePae(long entry) {
        state.pdpte[0] = 0x12000 | PRESENT;
        machine.qwords(0x12000, 0x13000 | 7, LARGE | 7);
        machine.qwords(0x13000, entry);
        state.cr4 |= ControlBits.CR4_PAE;
        state.efer |= ControlBits.EFER_NXE;
        state.cr0 |= ControlBits.CR0_PE | ControlBits.CR0_PG;
        mmu.flushAll();
    }

    @Test
    void paeTranslatesSmallAndLargePages() {
        enablePae(0x30000 | 7);
        machine.dwords(0x30010, 7).dwords(0x4010, 8);
        assertEquals(7, mmu.read32(0x10));
        assertEquals(8, mmu.read32(0x204010));
    }

    @Test
    void anExecuteDisabledPageFaultsOnFetchesOnly() {
        enablePae(1L << 63 | 0x30000 | 7);
        assertEquals("none", faultOf(() -> mmu.read32(0x10)));
        assertEquals("#PF(11)", faultOf(() -> mmu.fetchPhysical(0x10)));
        state.efer = 0;
        mmu.flushAll();
        assertEquals("#PF(9)", faultOf(() -> mmu.read32(0x10)));
    }

    @Test
    void aReservedDirectoryPointerIsAGeneralProtectionFault() {
        machine.qwords(0x14000, 0x15000 | 1, 0, 0x15000 | 3, 0);
        assertEquals("#GP(0)", faultOf(() -> mmu.loadDirectoryPointers(0x14000)));
        assertEquals(0, state.pdpte[0]);
    }

    @Test
    void theA20GateTakesEffectAtOnce() {
        machine.dwords(0x1000, 1).dwords(0x101000, 2);
        assertEquals(2, mmu.read32(0x101000));
        machine.memory.setA20(false);
        assertEquals(1, mmu.read32(0x101000));
        mmu.write32(0x101000, 3);
        assertEquals(3, machine.dword(0x1000));
    }

    @Test
    void aDeviceSeesTheExactClockAndNeverEntersTheTlb() {
        List<String> seen = new ArrayList<>();
        machine.memory.map(Region.mmio(0xa000_0000L, 0x1000, new MmioDevice() {
            @Override
            public int read(int offset, int size) {
                seen.add("r%x.%d@%d".formatted(offset, size, machine.clock.now()));
                return 0x1234;
            }

            @Override
            public void write(int offset, int value, int size) {
                seen.add("w%x.%d=%x@%d".formatted(offset, size, value, machine.clock.now()));
            }
        }));
        state.cycle = 7;
        assertEquals(0x1234, mmu.read16(0xa000_0010L));
        state.cycle = 9;
        mmu.write32(0xa000_0020L, 0x55);
        assertEquals(List.of("r10.2@7", "w20.4=55@9"), seen);
    }

    @Test
    void romReadsAndDropsWrites() {
        machine.memory.map(Region.rom(0xfff0_0000L, 0x1000, 0x1000));
        machine.dwords(0x1000, 77);
        mmu.write32(0xfff0_0000L, 1);
        assertEquals(77, mmu.read32(0xfff0_0000L));
        mmu.write32(0xfff0_0000L, 1);
        assertEquals(77, mmu.read32(0xfff0_0000L));
    }

    /** The places of stores into code. */
    private List<Long> toldOfStores(CodePages pages) {
        List<Long> told = new ArrayList<>();
        pages.addListener(new CodePages.Listener() {
            @Override
            public void codeWritten(long backing, int length) {
                told.add(backing);
            }

            @Override
            public void codePageAdded(long backingPage) {}
        });
        return told;
    }

    @Test
    void storesIntoCodeAreAlwaysTold() {
        CodePages pages = machine.memory.codePages();
        List<Long> told = toldOfStores(pages);
        mmu.write8(0x3000, 1);
        pages.mark(0x3040, 4);
        mmu.write8(0x3000, 2);
        mmu.write8(0x3041, 3);
        mmu.write8(0x3042, 4);
        mmu.write32(0x3ffe, 5);
        assertEquals(List.of(0x3041L, 0x3042L), told);
        assertEquals(4, mmu.read8(0x3042));
    }

    @Test
    void storesThatChangeNothingLeaveCodeAlone() {
        CodePages pages = machine.memory.codePages();
        List<Long> told = toldOfStores(pages);
        machine.dwords(0x3040, 0x81828384, 0x85868788);
        pages.mark(0x3040, 8);
        for (int time = 0; time < 2; time++) {
            mmu.write8(0x3040, 0xffff_ff84);
            mmu.write16(0x3041, 0x8283);
            mmu.write32(0x3044, 0x85868788);
            mmu.write64(0x3040, 0x85868788_81828384L);
        }
        assertEquals(List.of(), told);
        mmu.write64(0x3040, 0x05868788_81828384L);
        assertEquals(List.of(0x3040L), told);
    }

    @ParameterizedTest
    @CsvSource({
        // kind and length in DR7, address, access, hit
        "1, 2000, 4, true,  true",
        "1, 2000, 4, false, false",
        "3, 2000, 4, false, true",
        "3, 2004, 4, false, false",
        "3, 1fff, 4, false, true",
        "0, 2000, 4, false, false",
    })
    void dataBreakpointsReportEveryAccessThatTouchesThem(
            int kind, String linear, int size, boolean write, boolean hit) {
        mmu.read8(0x2000);
        state.dr[1] = 0x2000;
        state.dr[7] = 1 << 2 | kind << 20 | 3 << 22;
        mmu.flushAll();
        long at = Long.parseLong(linear, 16);
        for (int round = 0; round < 2; round++) {
            state.pendingDebug = 0;
            if (write) {
                mmu.write(at, 0, size);
            } else {
                mmu.read(at, size);
            }
            assertEquals(hit ? 2 : 0, state.pendingDebug);
        }
        assertEquals(hit, (state.attention & CpuState.ATTENTION_DEBUG) != 0);
    }

    @Test
    void manyPagesAndFlushesNeverMixUpFrames() {
        for (int n = 0; n < 64; n++) {
            page(n, 0x40000 + n * 0x1000 | PRESENT | WRITABLE);
            machine.dwords(0x40000 + n * 0x1000, n);
        }
        enablePaging(PRESENT | WRITABLE);
        for (int round = 0; round < 3; round++) {
            for (int n = 0; n < 64; n++) {
                assertEquals(n, mmu.read32(0x400000 + n * 0x1000));
            }
            mmu.flushNonGlobal();
        }
        assertTrue(mmu.userTlb().readTag[0] == Tlb.EMPTY);
    }
}
