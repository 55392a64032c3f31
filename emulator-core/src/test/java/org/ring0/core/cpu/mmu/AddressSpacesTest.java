package org.ring0.core.cpu.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.core.cpu.SmallMachine.faultOf;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.memory.CodePages;

/** Address spaces with identifiers: every one maps page 5 by a table of its own, which is then emptied behind the CPU's back. */
class AddressSpacesTest {
    private static final int POINTERS = 0x21000;
    private static final int DIRECTORY = 0x22000;
    private static final int TABLE = 0x23000;
    private static final int SPACE = 0x3000;
    private static final int ALL = 7;
    private static final int GLOBAL = 0x100;
    private static final long LINEAR = 5 << 12;

    private SmallMachine machine;
    private CpuState state;
    private Mmu mmu;

    @BeforeEach
    void build() {
        machine = new SmallMachine();
        state = machine.state;
        mmu = machine.cpu.mmu();
        state.cr4 |= ControlBits.CR4_PAE | ControlBits.CR4_PGE | ControlBits.CR4_PCIDE;
        state.efer = ControlBits.EFER_LME | ControlBits.EFER_LMA;
        state.cr0 |= ControlBits.CR0_PE | ControlBits.CR0_PG;
        for (int pcid = 0; pcid < 20; pcid++) {
            int by = pcid * 4 * SPACE;
            machine.qwords(by + 0x20000, POINTERS + by | ALL);
            machine.qwords(by + POINTERS, DIRECTORY + by | ALL);
            machine.qwords(by + DIRECTORY, TABLE + by | ALL);
            map(pcid, 0x10000 + 0x1000 * (pcid & 7) | ALL);
        }
        state.cr3 = 0x20000;
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void map(int pcid, long entry) {
        machine.qwords(pcid * 4 * SPACE + TABLE + 8 * 5, entry);
    }

    private void go(int pcid, boolean keep) {
        int from = (int) state.cr3 & 0xfff;
        state.cr3 = 0x20000 + pcid * 4 * SPACE | pcid;
        mmu.changeAddressSpace(from, pcid, keep);
    }

    private String touch() {
        return faultOf(() -> mmu.write8(LINEAR, 1));
    }

    /** Touches the page in a space, takes it out of the tables and goes elsewhere. */
    private void leaveTranslationIn(int pcid) {
        go(pcid, true);
        assertEquals("none", touch());
        map(pcid, 0);
        go(0, true);
    }

    @Test
    void aSpaceThatIsKeptHasItsTranslationsAgain() {
        leaveTranslationIn(1);
        leaveTranslationIn(2);
        go(1, true);
        assertEquals("none", touch());
        assertEquals(1, machine.memory.read(0x11000, 1));
        go(2, true);
        assertEquals("none", touch());
    }

    @Test
    void aSpaceThatIsNotKeptHasNone() {
        leaveTranslationIn(1);
        go(1, false);
        assertEquals("#PF(2)", touch());
    }

    @Test
    void loadingThePresentSpaceAgainForgetsItsTranslationsUnlessKept() {
        touch();
        map(0, 0);
        go(0, true);
        assertEquals("none", touch());
        go(0, false);
        assertEquals("#PF(2)", touch());
    }

    @Test
    void anotherSpaceDoesNotSeeThem() {
        leaveTranslationIn(1);
        map(2, 0);
        go(2, true);
        assertEquals("#PF(2)", touch());
    }

    @Test
    void globalPagesBelongToAllSpaces() {
        map(1, 0x11000 | ALL | GLOBAL);
        leaveTranslationIn(1);
        map(2, 0);
        go(2, true);
        assertEquals("none", touch());
    }

    @Test
    void onePageOfAnotherSpaceCanBeForgotten() {
        leaveTranslationIn(1);
        mmu.invalidate(1, LINEAR);
        go(1, true);
        assertEquals("#PF(2)", touch());
    }

    @Test
    void anotherSpaceCanBeForgotten() {
        leaveTranslationIn(1);
        leaveTranslationIn(2);
        mmu.flushAddressSpace(2);
        go(1, true);
        assertEquals("none", touch());
        go(2, true);
        assertEquals("#PF(2)", touch());
    }

    @Test
    void theOldestSpaceIsForgottenAndNoneIsMixedUp() {
        for (int pcid = 1; pcid < 20; pcid++) {
            leaveTranslationIn(pcid);
        }
        List<String> seen = new ArrayList<>();
        for (int pcid = 1; pcid < 20; pcid++) {
            go(pcid, true);
            seen.add(touch());
        }
        assertEquals("#PF(2)", seen.get(0));
        go(19, true);
        assertEquals("#PF(2)", seen.get(1));
        go(0, true);
        assertEquals("none", touch());
    }

    @Test
    void codeThatAppearsInAPageIsToldOfWritesFromASpaceThatComesBack() {
        leaveTranslationIn(1);
        List<Long> written = new ArrayList<>();
        machine.memory.codePages().addListener(new CodePages.Listener() {
            @Override
            public void codeWritten(long backing, int length) {
                written.add(backing);
            }

            @Override
            public void codePageAdded(long backingPage) {}
        });
        machine.memory.codePages().mark(0x11000, 1);
        go(1, true);
        mmu.write8(LINEAR + 3, 0x77);
        assertEquals(List.of(0x11003L), written);
    }

    @Test
    void smapClosesTheUserPagesOfSpacesThatComeBack() {
        state.cr4 |= ControlBits.CR4_SMAP;
        state.systemFlags |= Eflags.AC;
        mmu.followAccessFlag();
        leaveTranslationIn(1);
        state.systemFlags &= ~Eflags.AC;
        mmu.followAccessFlag();
        go(1, true);
        assertTrue(touch().startsWith("#PF"));
    }
}
