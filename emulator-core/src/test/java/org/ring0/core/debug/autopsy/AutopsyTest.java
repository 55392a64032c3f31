package org.ring0.core.debug.autopsy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.ExceptionLog;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.memory.Region;

/** Machines in states that guests of ours do not bring about. Layout of tables as the SDM has it, Vol. 3A, chapters 4 to 6. */
class AutopsyTest {
    private static final long RAM = 0x10_0000;
    private static final int CODE_32 = 0xc09b;
    private static final int CODE_64 = 0xa09b;
    private static final int DATA = 0xc093;

    private final Machine machine =
            new Machine(new Machine.Core(1_000_000_000, RAM, Interpreter::new, CpuReset::reset));
    private final CpuState state = machine.cpus().getFirst().state();

    AutopsyTest() {
        machine.memory().map(Region.ram(0, RAM, 0));
        machine.cpus().getFirst().setModel(CpuModel.named("max").orElseThrow());
        machine.reset();
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void protectedMode(int attributes) {
        state.cr0 = ControlBits.CR0_PE;
        state.segment[Segment.CS].load(8, 0, Segment.NO_LIMIT, attributes);
        for (int i : new int[] {Segment.SS, Segment.DS, Segment.ES}) {
            state.segment[i].load(16, 0, Segment.NO_LIMIT, DATA);
        }
        state.rip = 0x8000;
    }

    private void longMode() {
        protectedMode(CODE_64);
        state.efer = ControlBits.EFER_LME | ControlBits.EFER_LMA | ControlBits.EFER_NXE;
        state.cr4 = ControlBits.CR4_PAE;
        state.cr3 = 0x1000;
        state.cr0 |= ControlBits.CR0_PG;
        write64(0x1000, 0x2003);
        write64(0x2000, 0x3003);
        write64(0x3000, 0x83);
    }

    private void write64(long at, long value) {
        machine.memory().write(at, value, 8);
    }

    private void raise(CpuException e) {
        machine.cpus()
                .getFirst()
                .exceptions()
                .add(new ExceptionLog.Entry(e.vector(), e.errorCode(), e.linear(), 8, state.rip, 0, 1, false));
    }

    private Autopsy autopsy() {
        return Autopsy.of(machine, new StopReason.Paused(), Symbols.NONE);
    }

    private List<String> details() {
        return autopsy().exceptions().getLast().details();
    }

    @Test
    void aWalkOfFourLevelsIsToldEntryByEntry() {
        longMode();
        write64(0x3008, 0x4003);
        write64(0x4000 + 5 * 8, 0x8000_0000_0000_9001L);
        raise(CpuException.pf(0x20_5123, 3));
        assertEquals(
                List.of(
                        "PML4 entry 0 at physical 00001000: 0000000000002003, present, writable, supervisor only,"
                                + " table at 00002000",
                        "PDPT entry 0 at physical 00002000: 0000000000003003, present, writable, supervisor only,"
                                + " table at 00003000",
                        "PD entry 1 at physical 00003008: 0000000000004003, present, writable, supervisor only,"
                                + " table at 00004000",
                        "PT entry 5 at physical 00004028: 8000000000009001, present, read-only, supervisor only,"
                                + " no execution, 4 KiB page",
                        "it is mapped to physical 00009123"),
                details().subList(0, 5));
        assertEquals(
                "a write in supervisor mode at 00205123, which the rights of the page forbid",
                autopsy().exceptions().getLast().meaning());
    }

    @Test
    void aWalkByPaeBeginsInTheCpu() {
        protectedMode(CODE_32);
        state.cr4 = ControlBits.CR4_PAE;
        state.cr0 |= ControlBits.CR0_PG;
        state.pdpte[1] = 0x5001;
        write64(0x5000, 0xe7);
        raise(CpuException.pf(0x4000_1000, 5));
        assertEquals(
                "PDPT entry 1 in the CPU: 0000000000005001, present, table at 00005000",
                details().get(0));
        assertTrue(details().get(1).endsWith("present, writable, user, 2 MiB page"), details()::toString);
    }

    @Test
    void aGateOfLongModeHasItsStackAndItsSegment() {
        longMode();
        state.idtBase = 0x6000;
        state.gdtBase = 0x7000;
        state.gdtLimit = 0x17;
        write64(0x6000 + 13 * 16, 0xffff_8e02_0008_1234L);
        write64(0x6000 + 13 * 16 + 8, 0xffff_ffff);
        write64(0x7008, 0x00af_1b00_0000_ffffL);
        raise(CpuException.gp(0x50));
        assertEquals(
                List.of(
                        "GDT entry 10: beyond the table's end (limit 0017)",
                        "IDT entry 13 at 00000000000060d0: ffff8e0200081234, 64-bit interrupt gate to"
                                + " 0008:ffffffffffff1234, DPL 0, present, IST 2",
                        "GDT entry 1 at 0000000000007008: 00af1b000000ffff, code, 64-bit, base 00000000, limit"
                                + " ffffffff, DPL 0, NOT PRESENT"),
                details());
        assertEquals("about selector 0050", autopsy().exceptions().getLast().meaning());
    }

    @Test
    void aVectorBeyondTheTableIsToldSo() {
        protectedMode(CODE_32);
        state.idtLimit = 0x20;
        raise(CpuException.gp(0x7b));
        assertEquals(List.of("IDT entry 13: beyond the IDT's end (limit 0020, needed 006f)"), details());
        assertEquals(
                "about IDT entry 15, while an event was delivered",
                autopsy().exceptions().getLast().meaning());
    }

    @Test
    void framesAreFollowedInSixtyFourBits() {
        longMode();
        // call 9000h at 8100h; the callee stands behind its prologue.
        machine.memory().write(0x8100, 0xe8, 1);
        machine.memory().write(0x8101, 0x9000 - 0x8105, 4);
        state.rip = 0x9010;
        state.gpr[CpuState.RSP] = 0xa000;
        state.gpr[CpuState.RBP] = 0xa010;
        write64(0xa010, 0);
        write64(0xa018, 0x8105);
        List<Autopsy.Frame> stack = autopsy().stack();
        assertEquals(
                List.of(0x9010L, 0x8105L),
                stack.stream().map(frame -> frame.place().address()).toList());
        assertTrue(stack.getLast().certain());
    }

    @Test
    void aWordThatNoCallHasPushedIsNoFrame() {
        longMode();
        state.gpr[CpuState.RSP] = 0xa000;
        state.gpr[CpuState.RBP] = 0xa010;
        write64(0xa010, 0xa100);
        write64(0xa018, 0x8105);
        Autopsy autopsy = autopsy();
        assertEquals(1, autopsy.stack().size());
        assertEquals("000000000000a010 is no frame pointer", autopsy.stackEnd());
    }

    @Test
    void codeBeforeIsDecodedWhereItEndsAtTheInstruction() {
        protectedMode(CODE_32);
        byte[] code = HexFormat.of().parseHex("b800000000" + "31db" + "f4" + "90");
        machine.memory().writeMemory(0x8000, code, 0, code.length);
        state.rip = 0x8007;
        List<Autopsy.CodeLine> lines = autopsy().code();
        Autopsy.CodeLine current =
                lines.stream().filter(Autopsy.CodeLine::current).findFirst().orElseThrow();
        assertEquals("hlt", current.text());
        assertTrue(lines.stream().anyMatch(line -> line.text().equals("xor ebx,ebx")), lines::toString);
    }

    /** Whatever the registers and the memory hold, an autopsy is taken, and nothing is changed by it. */
    @Test
    void anAutopsyOfAnythingEndsAndLeavesNoTrace() {
        SplittableRandom random = new SplittableRandom(20);
        byte[] page = new byte[4096];
        for (int round = 0; round < 400; round++) {
            scramble(random, page);
            String before = machine.digest();
            String text = autopsy().text();
            assertFalse(text.isEmpty());
            assertTrue(text.lines().count() < 200, text);
            assertEquals(before, machine.digest());
        }
    }

    private void scramble(SplittableRandom random, byte[] page) {
        for (int n = 0; n < 6; n++) {
            random.nextBytes(page);
            // Little numbers make tables that lead somewhere.
            for (int i = 0; i < page.length; i += 8) {
                page[i + 2] &= 0xf;
                page[i + 3] = page[i + 4] = page[i + 5] = page[i + 6] = 0;
                page[i] |= 1;
            }
            machine.memory().writeMemory(4096L * random.nextInt(256), page, 0, page.length);
        }
        boolean wide = random.nextBoolean();
        protectedMode(random.nextBoolean() ? CODE_32 : CODE_64);
        state.cr0 = random.nextInt(4) == 0 ? 0 : ControlBits.CR0_PE | (random.nextBoolean() ? ControlBits.CR0_PG : 0);
        state.cr4 = wide || random.nextBoolean() ? ControlBits.CR4_PAE | ControlBits.CR4_PSE : 0;
        state.efer = wide ? ControlBits.EFER_LMA | ControlBits.EFER_LME : 0;
        state.cr3 = random.nextLong();
        for (int i = 0; i < 4; i++) {
            state.pdpte[i] = random.nextLong() & 0xf_ffff;
        }
        for (int i = 0; i < 16; i++) {
            state.gpr[i] = random.nextInt(3) == 0 ? random.nextLong() : random.nextLong() & 0xf_ffff;
        }
        state.rip = random.nextInt(3) == 0 ? random.nextLong() : random.nextLong() & 0xf_ffff;
        state.segment[Segment.SS].base = random.nextLong() & 0xffff_ffffL;
        state.segment[Segment.CS].base = random.nextBoolean() ? 0 : random.nextLong() & 0xffff_ffffL;
        state.gdtBase = random.nextLong();
        state.idtBase = random.nextBoolean() ? random.nextLong() : random.nextLong() & 0xf_ffff;
        state.gdtLimit = random.nextInt(0x10000);
        state.idtLimit = random.nextInt(0x1000);
        raise(
                random.nextBoolean()
                        ? CpuException.pf(random.nextLong(), random.nextInt(32))
                        : CpuException.gp(random.nextInt(0x10000)));
    }

    /** The watch lets a machine go on, whatever that does, and comes to an end. */
    @Test
    void footprintsOfALoopAreItsInstructionsItsWordAndItsPort() {
        protectedMode(CODE_32);
        // again: in al,60h; cmp dword [9000h],0; je again
        byte[] code = HexFormat.of().parseHex("e460" + "833d0090000000" + "74f5");
        machine.memory().writeMemory(0x8000, code, 0, code.length);
        Footprints seen = Footprints.of(machine, Symbols.NONE);
        assertTrue(seen.spinning());
        assertEquals(3, seen.distinct());
        assertEquals(Footprints.STEPS, seen.steps());
        assertEquals(0x9000, seen.words().getFirst().at().address());
        assertEquals(0x60, seen.ports().getFirst().port());
        assertFalse(seen.ports().getFirst().written());
    }

    @Test
    void footprintsEndWhereTheRunEnds() {
        protectedMode(CODE_32);
        machine.memory().write(0x8000, 0xf4, 1);
        Footprints seen = Footprints.of(machine, Symbols.NONE);
        assertTrue(seen.end() instanceof StopReason.Halted, () -> "" + seen.end());
        assertFalse(seen.spinning());
        assertTrue(machine.run(Budget.ofInstructions(1)) instanceof StopReason.Halted);
    }
}
