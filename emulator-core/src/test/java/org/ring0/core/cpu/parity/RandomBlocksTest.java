package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;

/**
 * The law of the two engines: after any number of instructions they have left the same state, whatever the code, whenever
 * it was translated, however the slices were cut.
 */
class RandomBlocksTest {
    private static final long SEED = Long.getLong("ring0.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("ring0.rounds", 120);
    private static final int ROUNDS = 9;
    private static final int MAX_CYCLES = 4_000;

    @ParameterizedTest
    @CsvSource({"4,1,0", "4,3,1", "2,1,2", "2,4,3", "8,1,4", "8,2,5"})
    void enginesLeaveTheSameState(int codeSize, int threshold, long number) {
        long seed = 6 * SEED + number;
        Random random = new Random(seed);
        List<Translator> translators = new ArrayList<>();
        try (Subject interpreted = new Subject(Interpreter::new);
                Subject translated = new Subject(cpu -> {
                    translators.add(Translator.immediate(cpu, MemoryAccess.best(), threshold));
                    return new Interpreter(cpu, translators.getFirst());
                })) {
            for (int program = 0; program < PROGRAMS; program++) {
                byte[] code = new RandomCode(random, codeSize).program(4 + random.nextInt(16), Subject.COUNTER);
                long[] registers = registers(random, codeSize);
                interpreted.load(code, ROUNDS, codeSize, registers);
                translated.load(code, ROUNDS, codeSize, registers);
                compare(
                        interpreted,
                        translated,
                        random,
                        "-Dring0.seed=%d program %d: %s"
                                .formatted(SEED, program, HexFormat.of().formatHex(code)));
            }
        }
        EngineStatistics.Translation statistics = translators.getFirst().statistics();
        assertTrue(statistics.instructions() > 4 * PROGRAMS, () -> "hardly anything was translated: " + statistics);
    }

    private static void compare(Subject interpreted, Subject translated, Random random, String what) {
        long start = interpreted.state().cycle;
        for (long cycle = start; cycle < start + MAX_CYCLES && !interpreted.ended(); ) {
            cycle += 1 + random.nextInt(random.nextBoolean() ? 8 : 400);
            interpreted.runTo(cycle);
            translated.runTo(cycle);
            if (!interpreted.isLike(translated)) {
                assertEquals(interpreted.registers(), translated.registers(), what);
                throw new AssertionError("memory or hidden state differs: " + what);
            }
        }
        // A program that is cut off here would leave the two at the same cycle all the same.
        assertEquals(interpreted.state().cycle, translated.state().cycle, what);
    }

    /** Small numbers, random ones, and addresses where the program's data or its code is. */
    private static long[] registers(Random random, int codeSize) {
        long[] registers = new long[codeSize == 8 ? 16 : 8];
        for (int r = 0; r < registers.length; r++) {
            long value = switch (random.nextInt(5)) {
                case 0 -> random.nextInt(64);
                case 1 -> random.nextLong();
                case 2 -> Subject.CODE + random.nextInt(200);
                default -> 0x9000 + random.nextInt(0x6000);
            };
            registers[r] = value & -1L >>> 64 - 8 * codeSize;
        }
        registers[4] = 0x7800;
        return registers;
    }
}
