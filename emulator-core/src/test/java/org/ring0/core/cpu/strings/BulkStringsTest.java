package org.ring0.core.cpu.strings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;

/**
 * A repeated string instruction that does many iterations at once leaves what the same machine leaves that is stopped after
 * each iteration, where nothing can be done at once: whatever faults, watches, interrupts or is overwritten on the way.
 */
class BulkStringsTest {
    private static final int SCENARIOS = Integer.getInteger("ring0.strings.scenarios", 600);
    private static final int MAX_CYCLES = 5_000;
    /** States are compared after each of this many slices, then after every so many. */
    private static final int OFTEN = 16;

    @ParameterizedTest
    @CsvSource({"false,1", "true,2"})
    void manyIterationsAtOnceAreTheSameAsOneByOne(boolean translated, long seed) {
        Function<Cpu, Engine> engine = translated
                ? cpu -> new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), 1))
                : Interpreter::new;
        Random random = new Random(seed);
        RandomScenarios scenarios = new RandomScenarios(random);
        try (StringMachine bulk = new StringMachine(engine);
                StringMachine single = new StringMachine(Interpreter::new)) {
            for (int n = 0; n < (translated ? SCENARIOS / 5 : SCENARIOS); n++) {
                Scenario scenario = scenarios.next();
                bulk.load(scenario);
                single.load(scenario);
                compare(bulk, single, random, "seed " + seed + " number " + n + ": " + scenario);
            }
        }
    }

    private static void compare(StringMachine bulk, StringMachine single, Random random, String what) {
        long start = bulk.state().cycle;
        int slice = new int[] {2, 40, 1000, MAX_CYCLES}[random.nextInt(4)];
        int cuts = 0;
        for (long cycle = start; cycle < start + MAX_CYCLES && !bulk.ended(); ) {
            if (random.nextInt(4) == 0) {
                bulk.cpu().intr().set(true);
                single.cpu().intr().set(true);
            }
            cycle += 1 + random.nextInt(slice);
            bulk.runTo(cycle);
            for (long one = single.state().cycle + 1; one <= cycle; one++) {
                single.runTo(one);
            }
            if (++cuts < OFTEN || cuts % OFTEN == 0) {
                same(bulk, single, what);
            }
        }
        same(bulk, single, what);
        assertEquals(single.digest(), bulk.digest(), what);
    }

    private static void same(StringMachine bulk, StringMachine single, String what) {
        if (!bulk.sameAs(single)) {
            assertEquals(single.registers(), bulk.registers(), what);
            assertEquals(single.deviceLog(), bulk.deviceLog(), what);
            throw new AssertionError("memory at %x or hidden state differs: %s"
                    .formatted(bulk.ram().mismatch(single.ram()), what));
        }
    }
}
