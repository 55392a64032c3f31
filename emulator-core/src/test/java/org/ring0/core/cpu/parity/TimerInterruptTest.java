package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.core.time.Timer;

/** A timer interrupt arrives after the same instruction on every engine, whatever cycle it is due at. */
class TimerInterruptTest {
    private static final long RAM = 0x10_0000;
    private static final long LOG = 0x4_0000;
    private static final int STRIKES = 600;
    private static final int VECTOR = 0x40;
    private static final int ACKNOWLEDGE = 0x20;
    /** About as long as the program's loop: each strike comes one cycle later in it than the last. */
    private static final int FIRST_DELAY = 150;

    private static final long ENOUGH = 10_000_000;

    /** What a run leaves: where each strike came, and a hash over everything. */
    private record Outcome(int[] struckAt, String digest) {}

    private static Outcome run(Function<Cpu, Engine> engines) {
        try (FlatMachine m = new FlatMachine(RAM, engines)) {
            Timer timer = m.machine.scheduler().timer(() -> m.cpu.intr().set(true));
            m.cpu.connectInterruptSource(() -> {
                m.cpu.intr().set(false);
                return VECTOR;
            });
            m.machine.ports().map(PortRange.of(ACKNOWLEDGE, 1), new IoDevice() {
                private int delay = FIRST_DELAY;

                @Override
                public int read(int offset) {
                    return 0xff;
                }

                @Override
                public void write(int offset, int value) {
                    timer.arm(m.machine.clock().now() + delay++);
                }
            });
            m.load("timer");
            StopReason reason = m.machine.run(Budget.ofInstructions(ENOUGH));
            assertInstanceOf(StopReason.Halted.class, reason);
            int[] struckAt = new int[STRIKES];
            Arrays.setAll(struckAt, n -> (int) m.dword(LOG + 4 * n));
            return new Outcome(struckAt, m.machine.digest());
        }
    }

    private static void assertSame(Outcome expected, Outcome actual) {
        for (int n = 0; n < STRIKES; n++) {
            int strike = n;
            assertEquals(
                    Integer.toHexString(expected.struckAt[n]),
                    Integer.toHexString(actual.struckAt[n]),
                    () -> "strike " + strike);
        }
        assertEquals(expected.digest, actual.digest);
    }

    @Test
    void programIsStruckNearlyEverywhere() {
        Set<Integer> places = new HashSet<>();
        Arrays.stream(run(Interpreter::new).struckAt).forEach(places::add);
        assertTrue(places.size() > 30, places::toString);
    }

    @ParameterizedTest
    @EnumSource
    void itComesAfterTheSameInstructionWheneverCodeIsTranslated(Timing timing) {
        Outcome interpreted = run(Interpreter::new);
        boolean seeded = timing == Timing.ERRATIC || timing == Timing.FLUSHED;
        for (long seed = 1; seed <= (seeded ? 4 : 1); seed++) {
            long fixed = seed;
            assertSame(interpreted, run(cpu -> timing.engine(cpu, fixed)));
        }
    }

    @Test
    void itComesAfterTheSameInstructionHoweverFastTheThreadIs() {
        assertSame(run(Interpreter::new), run(cpu -> new Interpreter(cpu, new Translator(cpu, MemoryAccess.best()))));
    }
}
