package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.cpu.interpreter.Interpreter;

/**
 * The law of the two engines in every mode: random code of all rows on a random {@link Scene}, where pages are missing,
 * segments end, breakpoints strike, code overwrites itself through other addresses, and interrupts come in between; faults
 * go to handlers, and the code goes on behind them.
 */
class RandomModesTest {
    /** Another seed, and more programs, to hunt with. */
    private static final long SEED = Long.getLong("ring0.seed", 1);

    private static final int PROGRAMS = Integer.getInteger("ring0.rounds", 160);
    private static final int MAX_CYCLES = 3_000;

    @ParameterizedTest
    @EnumSource
    void enginesLeaveTheSameStateInEveryMode(Setting setting) {
        Random random = new Random(SEED * 31 + setting.ordinal());
        for (Timing timing : Timing.values()) {
            long seed = random.nextLong();
            try (Subject reference = new Subject(Interpreter::new);
                    Subject translated = new Subject(cpu -> timing.engine(cpu, seed))) {
                for (int program = 0; program < PROGRAMS / Timing.values().length; program++) {
                    String what = "%s, %s, -Dring0.seed=%d, program %d".formatted(setting, timing, SEED, program);
                    run(setting, reference, translated, random.nextLong(), what);
                }
            }
        }
    }

    private static void run(Setting setting, Subject reference, Subject translated, long seed, String what) {
        Random random = new Random(seed);
        boolean privileged = setting.cpl != 0 || random.nextInt(8) == 0;
        byte[] code = new RandomCode(random, setting.codeSize)
                .wildProgram(4 + random.nextInt(20), Subject.COUNTER, privileged, Handlers.END_VECTOR);
        // At the page's end, so that code crosses it, as often as not.
        int at = random.nextBoolean() ? Subject.CODE + random.nextInt(16) : Subject.CODE + 0x1000 - random.nextInt(100);
        Scene.build(reference, setting, seed, code, at);
        Scene.build(translated, setting, seed, code, at);
        String program =
                what + " at " + Integer.toHexString(at) + ": " + HexFormat.of().formatHex(code);
        long start = reference.state().cycle;
        for (long cycle = start; cycle < start + MAX_CYCLES && !reference.ended(); ) {
            cycle += 1 + random.nextInt(random.nextBoolean() ? 8 : 400);
            reference.runTo(cycle);
            translated.runTo(cycle);
            if (!reference.isLike(translated)) {
                assertEquals(reference.registers(), translated.registers(), program);
                throw new AssertionError(reference.difference(translated) + ": " + program);
            }
            if (random.nextInt(6) == 0) {
                reference.cpu().intr().set(true);
                translated.cpu().intr().set(true);
            }
        }
        assertEquals(reference.state().cycle, translated.state().cycle, program);
    }
}
