package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.machine.Budget;
import org.ring0.core.memory.Region;

/** Code that is changed from outside of the CPU: by a bus master, by the A20 gate, by a chipset that maps other memory. */
class ExternalWritesTest {
    private static final long RAM = 0x20_0000;
    private static final int ROUNDS = 200;
    private static final int PORT = 0x10;
    /** OUT 10h, AL; ADD EDX, 1; RET, and the offset of the operand. */
    private static final String FUNCTION = "e610 83c201 c3";

    private static final int OPERAND = 4;
    private static final int OTHER = 0x20;

    /** The wiring of one case: what an OUT to the port does. */
    private static FlatMachine machine(Function<Cpu, Engine> engines, int function, Consumer<FlatMachine> onPort) {
        FlatMachine m = new FlatMachine(RAM, engines);
        m.machine.ports().map(PortRange.of(PORT, 1), new IoDevice() {
            @Override
            public int read(int offset) {
                return 0xff;
            }

            @Override
            public void write(int offset, int value) {
                onPort.accept(m);
            }
        });
        // MOV ECX, rounds; MOV EAX, function; CALL EAX; DEC ECX; JNZ to the call; CLI; HLT
        m.load(bytes("b9 %s b8 %s ffd0 49 75fb fa f4".formatted(dword(ROUNDS), dword(function))));
        m.cpu.state().gpr[CpuState.RDX] = 0;
        return m;
    }

    private static String dword(int value) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void write(FlatMachine m, long at, String hex) {
        byte[] code = bytes(hex);
        m.machine.memory().writeMemory(at, code, 0, code.length);
    }

    /** Runs both in slices of the same random lengths. */
    private static void compare(FlatMachine interpreted, FlatMachine translated, long sum) {
        try (interpreted;
                translated) {
            Random random = new Random(sum);
            while (!interpreted.cpu.state().halted) {
                Budget slice = Budget.ofInstructions(1 + random.nextInt(60));
                interpreted.machine.run(slice);
                translated.machine.run(slice);
                assertEquals(state(interpreted), state(translated));
            }
            assertEquals(sum, interpreted.cpu.state().gpr[CpuState.RDX]);
            assertEquals(interpreted.machine.digest(), translated.machine.digest());
        }
    }

    private static String state(FlatMachine m) {
        CpuState s = m.cpu.state();
        return "cycle %d eip %x ecx %x edx %x".formatted(s.cycle, s.rip, s.gpr[CpuState.RCX], s.gpr[CpuState.RDX]);
    }

    private static FlatMachine dma(Function<Cpu, Engine> engines) {
        int function = 0x1_2000;
        byte[] operand = {0};
        FlatMachine made = machine(engines, function, m -> {
            operand[0]++;
            m.machine.memory().writeMemory(function + OPERAND, operand, 0, 1);
        });
        write(made, function, FUNCTION);
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void busMasterRewritesTheNextInstruction(Timing timing) {
        long sum = 0;
        for (int n = 1; n <= ROUNDS; n++) {
            sum += (byte) n;
        }
        compare(dma(Interpreter::new), dma(cpu -> timing.engine(cpu, 1)), sum & 0xffff_ffffL);
    }

    private static FlatMachine a20(Function<Cpu, Engine> engines) {
        int function = 0x11_2000;
        FlatMachine made = machine(
                engines,
                function,
                m -> m.machine.memory().setA20(!m.machine.memory().a20()));
        write(made, function, FUNCTION);
        write(made, function & ~0x10_0000, FUNCTION);
        made.machine.memory().write((function & ~0x10_0000) + OPERAND, OTHER, 1);
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void addressLine20LeadsToOtherCode(Timing timing) {
        compare(a20(Interpreter::new), a20(cpu -> timing.engine(cpu, 2)), ROUNDS / 2 * (1 + OTHER));
    }

    private static FlatMachine remapped(Function<Cpu, Engine> engines) {
        int function = 0x40_0000;
        Region[] regions = {Region.ram(function, 0x1000, 0x1_2000), Region.ram(function, 0x1000, 0x1_3000)};
        int[] mapped = {0};
        FlatMachine made = machine(engines, function, m -> {
            m.machine.memory().unmap(regions[mapped[0]]);
            mapped[0] ^= 1;
            m.machine.memory().map(regions[mapped[0]]);
        });
        made.machine.memory().map(regions[0]);
        write(made, 0x1_2000, FUNCTION);
        write(made, 0x1_3000, FUNCTION);
        made.machine.memory().write(0x1_3000 + OPERAND, OTHER, 1);
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void chipsetMapsOtherMemoryUnderTheCode(Timing timing) {
        compare(remapped(Interpreter::new), remapped(cpu -> timing.engine(cpu, 3)), ROUNDS / 2 * (1 + OTHER));
    }

    private enum Case {
        DMA(ExternalWritesTest::dma),
        A20(ExternalWritesTest::a20),
        REMAPPED(ExternalWritesTest::remapped);

        final Function<Function<Cpu, Engine>, FlatMachine> machine;

        Case(Function<Function<Cpu, Engine>, FlatMachine> machine) {
            this.machine = machine;
        }
    }

    /** The change takes effect with the next instruction, whether it is the first of a slice or not. */
    @ParameterizedTest
    @EnumSource
    void whereASliceEndsCannotBeSeen(Case of) {
        try (FlatMachine straight = of.machine.apply(Interpreter::new);
                FlatMachine cut = of.machine.apply(Interpreter::new)) {
            while (!cut.cpu.state().halted) {
                cut.machine.run(Budget.ofInstructions(1));
                straight.machine.run(Budget.ofInstructions(cut.machine.retired() % 9 == 0 ? 9 : 0));
                if (straight.machine.retired() == cut.machine.retired()) {
                    assertEquals(state(straight), state(cut));
                }
            }
        }
    }

    /** A bus master that writes between two slices, as every disk does, to code that is running. */
    @ParameterizedTest
    @EnumSource
    void busMasterRewritesALoopAtAnyTime(Timing timing) {
        // ADD EDX, 0; DEC ECX; JNZ to the ADD; CLI; HLT
        String loop = "83c200 49 75fa fa f4";
        try (FlatMachine interpreted = new FlatMachine(RAM, Interpreter::new);
                FlatMachine translated = new FlatMachine(RAM, cpu -> timing.engine(cpu, 4))) {
            FlatMachine[] both = {interpreted, translated};
            for (FlatMachine m : both) {
                m.load(bytes(loop));
                m.cpu.state().gpr[CpuState.RCX] = 20_000;
            }
            Random random = new Random(4);
            while (!interpreted.cpu.state().halted) {
                Budget slice = Budget.ofInstructions(1 + random.nextInt(300));
                byte[] operand = {(byte) random.nextInt()};
                for (FlatMachine m : both) {
                    m.machine.run(slice);
                    m.machine.memory().writeMemory(FlatMachine.LOADED_AT + 2, operand, 0, 1);
                }
                assertEquals(state(interpreted), state(translated));
            }
            assertEquals(interpreted.machine.digest(), translated.machine.digest());
        }
    }
}
