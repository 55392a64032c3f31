package org.ring0.core.debug.autopsy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.autopsy.Autopsy.FoundBy;
import org.ring0.core.debug.symbol.SymbolException;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.memory.Region;

/** Stacks of code without frame pointers: src/test/resources/unwind/calls.c, as gcc has compiled it. */
class UnwindTest {
    private static final long RAM = 0x40_0000;
    private static final long STACK = 0x20_0000;
    private static final int INSTRUCTIONS = 2_500;
    private static final int FLIPS = 600;

    private final Machine machine =
            new Machine(new Machine.Core(1_000_000_000, RAM, Interpreter::new, CpuReset::reset));
    private final CpuState state = machine.cpus().getFirst().state();
    private byte[] file;
    private boolean is64;

    UnwindTest() {
        machine.memory().map(Region.ram(0, RAM, 0));
        machine.cpus().getFirst().setModel(CpuModel.named("max").orElseThrow());
        machine.reset();
    }

    @AfterEach
    void close() {
        machine.close();
    }

    /** Puts the program into memory and the CPU at its first instruction. */
    private Symbols load(String name) throws Exception {
        try (InputStream in = UnwindTest.class.getResourceAsStream("/unwind/" + name + ".elf")) {
            file = in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        is64 = file[4] == 2;
        int headers = (int) (is64 ? elf.getLong(32) : elf.getInt(28));
        for (int i = 0; i < elf.getShort(is64 ? 56 : 44); i++) {
            int at = headers + i * (is64 ? 56 : 32);
            if (elf.getInt(at) == 1) {
                int offset = (int) (is64 ? elf.getLong(at + 8) : elf.getInt(at + 4));
                long address = is64 ? elf.getLong(at + 16) : elf.getInt(at + 8);
                int size = (int) (is64 ? elf.getLong(at + 32) : elf.getInt(at + 16));
                machine.memory().writeMemory(address, file, offset, size);
            }
        }
        enter();
        Symbols symbols = Symbols.read(file);
        state.rip = symbols.find("start").orElseThrow();
        state.gpr[CpuState.RSP] = STACK - (is64 ? 8 : 4);
        return symbols;
    }

    private void enter() {
        state.cr0 = ControlBits.CR0_PE;
        state.segment[Segment.CS].load(8, 0, Segment.NO_LIMIT, is64 ? 0xa09b : 0xc09b);
        for (int i : new int[] {Segment.SS, Segment.DS, Segment.ES}) {
            state.segment[i].load(16, 0, Segment.NO_LIMIT, 0xc093);
        }
        if (is64) {
            state.efer = ControlBits.EFER_LME | ControlBits.EFER_LMA;
            state.cr4 = ControlBits.CR4_PAE;
            state.cr3 = 0x1000;
            state.cr0 |= ControlBits.CR0_PG;
            machine.memory().write(0x1000, 0x2003, 8);
            machine.memory().write(0x2000, 0x3003, 8);
            machine.memory().write(0x3000, 0x83, 8);
            machine.memory().write(0x3008, 0x20_0083, 8);
        }
        // Numbers that are no frame pointers.
        for (int i = 0; i < 16; i++) {
            state.gpr[i] = 0x1234_5678 + i;
        }
    }

    private Autopsy autopsy(Symbols symbols) {
        return Autopsy.of(machine, new StopReason.Paused(), symbols);
    }

    /** Executes an instruction and keeps the book of calls that have not returned. */
    private void step(Deque<Long> returns) {
        byte[] code = new byte[3];
        machine.memory().readMemory(state.rip, code, 0, code.length);
        int prefix = is64 && (code[0] & 0xf0) == 0x40 || (code[0] & 0xff) == 0xf3 ? 1 : 0;
        int opcode = code[prefix] & 0xff;
        boolean call = opcode == 0xe8 || opcode == 0xff && (code[prefix + 1] >> 3 & 7) == 2;
        assertTrue(machine.run(Budget.ofInstructions(1)) instanceof StopReason.BudgetSpent);
        if (call) {
            returns.push(machine.memory().read(state.gpr[CpuState.RSP], is64 ? 8 : 4));
        } else if (opcode == 0xc3) {
            assertEquals(state.rip, returns.pop());
        }
    }

    private static List<Long> addresses(Autopsy autopsy) {
        return autopsy.stack().stream().map(frame -> frame.place().address()).toList();
    }

    /** Between any two instructions, in prologues and epilogues too. */
    @ParameterizedTest
    @ValueSource(strings = {"eh32", "eh64", "debug32", "debug64", "wide64"})
    void atEveryInstructionTheStackHasExactlyTheCallsThatHaveNotReturned(String name) throws Exception {
        Symbols symbols = load(name);
        Deque<Long> returns = new ArrayDeque<>();
        Set<Integer> depths = new HashSet<>();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < INSTRUCTIONS; i++) {
            List<Long> expected = new ArrayList<>(List.of(state.rip));
            expected.addAll(returns);
            Autopsy autopsy = autopsy(symbols);
            assertEquals(expected, addresses(autopsy), () -> "" + autopsy.text());
            assertTrue(autopsy.stack().stream().allMatch(Autopsy.Frame::certain));
            assertEquals("a return address of 0 ends it", autopsy.stackEnd());
            depths.add(returns.size());
            seen.add(state.rip);
            step(returns);
        }
        assertTrue(depths.size() >= 6 && seen.size() > 150, () -> depths + " of " + seen.size());
        assertEquals(List.of(), symbols.notes());
    }

    @Test
    void aProgramThatWasMovedIsFollowedWhereItIs() throws Exception {
        Symbols symbols = load("eh64");
        runTo(symbols, "leaf");
        List<Long> there = addresses(autopsy(symbols));
        // The same code and the same stack 64 KiB further on.
        long moved = 0x1_0000;
        byte[] text = new byte[0x4000];
        machine.memory().readMemory(0x10_0000, text, 0, text.length);
        machine.memory().writeMemory(0x10_0000 + moved, text, 0, text.length);
        for (long at = state.gpr[CpuState.RSP]; at < STACK - 8; at += 8) {
            long value = machine.memory().read(at, 8);
            if (there.contains(value)) {
                machine.memory().write(at, value + moved, 8);
            }
        }
        state.rip += moved;
        Autopsy autopsy = autopsy(symbols.moved(moved));
        assertEquals(there.stream().map(at -> at + moved).toList(), addresses(autopsy));
        assertEquals("leaf", autopsy.at().symbol());
    }

    private void runTo(Symbols symbols, String function) {
        long entry = symbols.find(function).orElseThrow();
        while (state.rip != entry) {
            machine.run(Budget.ofInstructions(1));
        }
    }

    /** Without a file for the innermost function, a guess leads to functions that are known. */
    @Test
    void fromAGuessOnTheStackIsFollowedAsAGuess() throws Exception {
        Symbols symbols = load("eh64");
        runTo(symbols, "busy");
        List<Long> there = addresses(autopsy(symbols));
        // Called from busy's start: code that nobody knows, with two words on the stack.
        state.gpr[CpuState.RSP] -= 16;
        state.rip = 0x9000;
        Autopsy autopsy = autopsy(symbols);
        List<Autopsy.Frame> callers = autopsy.stack().subList(1, autopsy.stack().size());
        assertEquals(there.subList(1, there.size()), addresses(autopsy).subList(1, there.size()));
        assertEquals(FoundBy.SCAN, callers.getFirst().by());
        assertEquals(FoundBy.CALL_FRAME_INFORMATION, callers.get(1).by());
        assertTrue(callers.stream().noneMatch(Autopsy.Frame::certain));
        assertTrue(autopsy.text().contains("stack, by call frame information (? is a guess):"), autopsy::text);
    }

    /** What an exception has pushed leads on to the function that it has interrupted. */
    @ParameterizedTest
    @ValueSource(strings = {"eh32", "eh64"})
    void whatAnInterruptHasPushedLeadsToTheFunctionThatItCameTo(String name) throws Exception {
        Symbols symbols = load(name);
        runTo(symbols, "leaf");
        List<Long> there = addresses(autopsy(symbols));
        int word = is64 ? 8 : 4;
        long old = state.gpr[CpuState.RSP];
        long[] pushed = is64 ? new long[] {16, old, 0x246, 8, state.rip, 0xe} : new long[] {0x246, 8, state.rip, 0xe};
        for (long value : pushed) {
            state.gpr[CpuState.RSP] -= word;
            machine.memory().write(state.gpr[CpuState.RSP], value, word);
        }
        state.rip = 0x9000;
        List<Long> found = addresses(autopsy(symbols));
        assertEquals(there, found.subList(1, found.size()));
    }

    /** Whatever is in the file and on the stack, a trace ends, and no exception comes out of it. */
    @ParameterizedTest
    @ValueSource(strings = {"eh32", "eh64", "debug32", "wide64"})
    void aDamagedFileGivesSomeStackOrNone(String name) throws Exception {
        load(name);
        machine.run(Budget.ofInstructions(700));
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int followed = 0;
        for (int round = 0; round < FLIPS; round++) {
            followed += trace(damaged(random));
        }
        assertTrue(followed > FLIPS / 8, "hardly a damaged file was followed at all: " + followed);
    }

    /** Some bytes changed in the frames' section, or anywhere behind the code. */
    private byte[] damaged(SplittableRandom random) {
        byte[] damaged = file.clone();
        int start = name(file).contains("debug_frame") ? file.length / 2 : 0x2000;
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            int at = random.nextInt(start, Math.min(file.length, start + 0x1000));
            damaged[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : damaged[at] ^ 1 << random.nextInt(8));
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
    }

    private static String name(byte[] file) {
        return new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private int trace(byte[] damaged) {
        try {
            Autopsy autopsy = autopsy(Symbols.read(damaged));
            assertTrue(autopsy.stack().size() <= 64, autopsy::text);
            return autopsy.stack().stream().anyMatch(frame -> frame.by() == FoundBy.CALL_FRAME_INFORMATION) ? 1 : 0;
        } catch (SymbolException e) {
            return 0;
        }
    }
}
