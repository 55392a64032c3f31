package org.ring0.core.debug.autopsy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.memory.Region;

/** Where Linux lies, as its interrupt gates tell. */
class KernelPlacementTest {
    private static final long RAM = 0x10_0000;
    private static final String LINUX_64 = """
        ffffffff81000000 T _text
        ffffffff81c00080 T entry_SYSCALL_64
        ffffffff81c00a90 T asm_exc_divide_error
        ffffffff81c00b70 T asm_exc_general_protection
        ffffffff81c00be0 T asm_exc_page_fault
        ffffffff82a00000 T early_idt_handler_array
        """;
    private static final String LINUX_32 = """
        c1000000 T _text
        c1a00010 T asm_exc_divide_error
        c1a00340 T asm_exc_page_fault
        c1a00500 T entry_INT80_32
        """;

    private final Machine machine =
            new Machine(new Machine.Core(1_000_000_000, RAM, Interpreter::new, CpuReset::reset));
    private final Cpu cpu = machine.cpus().getFirst();
    private final CpuState state = cpu.state();

    KernelPlacementTest() {
        machine.memory().map(Region.ram(0, RAM, 0));
        machine.reset();
        state.cr0 = ControlBits.CR0_PE;
        state.idtBase = 0x8000;
        state.idtLimit = 0xfff;
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void longMode() {
        state.efer = ControlBits.EFER_LME | ControlBits.EFER_LMA;
        state.cr4 = ControlBits.CR4_PAE;
        state.cr3 = 0x1000;
        state.cr0 |= ControlBits.CR0_PG;
        machine.memory().write(0x1000, 0x2003, 8);
        machine.memory().write(0x2000, 0x3003, 8);
        machine.memory().write(0x3000, 0x83, 8);
    }

    private void gate(int vector, long target) {
        long at = 0x8000 + (long) vector * (state.isLongMode() ? 16 : 8);
        machine.memory().write(at, target & 0xffff | 0x0010_0000L | 0x8e00L << 32 | (target >>> 16 & 0xffff) << 48, 8);
        if (state.isLongMode()) {
            machine.memory().write(at + 8, target >>> 32, 8);
        }
    }

    private static Symbols map(String text) throws Exception {
        return Symbols.read(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The gates of a kernel of 64 bits that was moved. */
    private void gates64(long moved) {
        gate(0, 0xffff_ffff_81c0_0a90L + moved);
        gate(13, 0xffff_ffff_81c0_0b70L + moved);
        gate(14, 0xffff_ffff_81c0_0be0L + moved);
        state.msr.lstar = 0xffff_ffff_81c0_0080L + moved;
    }

    @ParameterizedTest
    @ValueSource(longs = {0x1c20_0000L, 0x3e00_0000L, -0x20_0000L})
    void aKernelThatWasMovedIsNamedWhereItIsAndTheAutopsySaysSo(long moved) throws Exception {
        longMode();
        gates64(moved);
        Symbols symbols = KernelPlacement.of(cpu, map(LINUX_64));
        assertEquals(
                "entry_SYSCALL_64+0x4",
                symbols.at(0xffff_ffff_81c0_0084L + moved).name());
        String sentence = "kernel moved by %s0x%x, as 4 of its entry points tell"
                .formatted(moved < 0 ? "-" : "", Math.abs(moved));
        assertEquals(List.of(sentence), symbols.notes());
        Autopsy autopsy = Autopsy.of(machine, new StopReason.Paused(), symbols);
        assertEquals(List.of(sentence), autopsy.notes());
        assertTrue(autopsy.text().contains("\nsymbols: " + sentence + "\n"), autopsy::text);
    }

    @Test
    void aKernelThatLiesWhereItWasLinkedNeedsNoRemark() throws Exception {
        longMode();
        gates64(0);
        Symbols symbols = KernelPlacement.of(cpu, map(LINUX_64));
        assertEquals("asm_exc_page_fault", symbols.at(0xffff_ffff_81c0_0be0L).name());
        assertEquals(List.of(), symbols.notes());
    }

    @Test
    void itsEarlyGatesTellAsWell() throws Exception {
        longMode();
        gate(0, 0xffff_ffff_82a0_0000L + 0x400_0000);
        assertEquals(
                List.of("kernel moved by 0x4000000, as 1 of its entry points tell"),
                KernelPlacement.of(cpu, map(LINUX_64)).notes());
    }

    @Test
    void aMapOfAnotherKernelIsToldToBeOne() throws Exception {
        longMode();
        gates64(0x1234);
        Symbols symbols = KernelPlacement.of(cpu, map(LINUX_64));
        assertEquals(
                List.of("whether the kernel was moved (KASLR) is not known: none of its entry points is in use, or the"
                        + " symbols are those of another kernel"),
                symbols.notes());
        assertEquals("asm_exc_page_fault", symbols.at(0xffff_ffff_81c0_0be0L).name());
    }

    @Test
    void gatesThatContradictEachOtherMoveNothing() throws Exception {
        longMode();
        gates64(0x20_0000);
        gate(13, 0xffff_ffff_81c0_0b70L);
        state.msr.lstar -= 0x40_0000;
        assertEquals(
                List.of("whether the kernel was moved (KASLR) is not known: its entry points do not agree"),
                KernelPlacement.of(cpu, map(LINUX_64)).notes());
    }

    @Test
    void aKernelOfThirtyTwoBitsNeedsThreeOfThem() throws Exception {
        long moved = 0x600_0000;
        gate(0, 0xc1a0_0010L + moved);
        gate(14, 0xc1a0_0340L + moved);
        Symbols symbols = map(LINUX_32);
        assertTrue(KernelPlacement.of(cpu, symbols).notes().getFirst().contains("do not agree"));
        gate(0x80, 0xc1a0_0500L + moved);
        assertEquals(
                "asm_exc_page_fault",
                KernelPlacement.of(cpu, symbols).at(0xc1a0_0340L + moved).name());
    }

    @Test
    void anotherKernelIsLeftWhereItIs() throws Exception {
        longMode();
        gates64(0x20_0000);
        Symbols symbols = KernelPlacement.of(cpu, map("ffffffff81c00be0 T page_fault\n"));
        assertEquals("page_fault", symbols.at(0xffff_ffff_81c0_0be0L).name());
        assertEquals(List.of(), symbols.notes());
    }
}
