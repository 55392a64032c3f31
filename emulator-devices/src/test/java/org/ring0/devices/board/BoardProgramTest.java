package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.device.CharBackend;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;

/**
 * The guest programs of {@code src/test/resources/guest/board}: what they write to the debug console is what the manuals
 * say, and both engines leave the same digest.
 */
class BoardProgramTest {
    private static final int LOADED_AT = 0x10000;
    private static final int ROM_SIZE = 0x1_0000;
    private static final int RESET_OFFSET = 0xfff0;
    private static final byte[] JUMP_TO_PROGRAM = {(byte) 0xea, 0, 0, 0, 0x10};
    private static final int BUDGET = 50_000_000;

    private record Outcome(StopReason reason, String output, String digest) {}

    @TestFactory
    List<DynamicTest> programsSayWhatTheManualsSay() throws Exception {
        Path folder = Path.of(BoardProgramTest.class
                        .getResource("/guest/board/README.md")
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".bin"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
                    .toList();
        }
    }

    private static void check(Path file) throws Exception {
        byte[] program = Files.readAllBytes(file);
        Outcome interpreted = run(program, Interpreter::new);
        assertEquals(Files.readString(Path.of(file.toString().replace(".bin", ".expected"))), interpreted.output);
        assertEquals(new StopReason.DebugExit(0), interpreted.reason);
        assertEquals(
                interpreted,
                run(program, cpu -> new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), 1))));
    }

    private static Outcome run(byte[] program, Function<Cpu, Engine> engine) throws Exception {
        byte[] rom = new byte[ROM_SIZE];
        System.arraycopy(JUMP_TO_PROGRAM, 0, rom, RESET_OFFSET, JUMP_TO_PROGRAM.length);
        StringBuilder output = new StringBuilder();
        Function<Cpu, Engine> processor = cpu -> {
            cpu.setModel(CpuModel.MAX);
            return engine.apply(cpu);
        };
        PcConfig config = PcConfig.of(new PcConfig.Processor(processor, CpuReset::reset))
                .withMemory(4 * PcConfig.MIB)
                .withFirmware(rom, new byte[0x8000])
                .withDebug(value -> output.append((char) value), CharBackend.NULL);
        try (PcBoard board = new PcBoard(config)) {
            board.machine().memory().writeMemory(LOADED_AT, program, 0, program.length);
            StopReason reason = board.machine().run(Budget.ofInstructions(BUDGET));
            return new Outcome(reason, output.toString(), board.machine().digest());
        }
    }
}
