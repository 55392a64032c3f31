package org.ring0.core.cpu.fpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.core.cpu.fpu.SimdFormat.DOUBLE;
import static org.ring0.core.cpu.fpu.SimdFormat.SINGLE;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Java's arithmetic answers, it answers what the exact units do, and no exception is lost. */
class QuickArithmeticTest {
    private static final int PAIRS = 40_000;
    private static final int UNTOUCHED = Mxcsr.RESET;
    private static final int INEXACT_BEFORE = Mxcsr.RESET | FloatExceptions.PE;

    private interface Quick {
        long apply(long a, long b, int ease);
    }

    private enum Case {
        ADD(QuickDouble::add, QuickSingle::add, Addition::add),
        SUBTRACT(QuickDouble::subtract, QuickSingle::subtract, Addition::subtract),
        MULTIPLY(QuickDouble::multiply, QuickSingle::multiply, Multiplication::multiply),
        DIVIDE(QuickDouble::divide, QuickSingle::divide, Division::divide),
        ROOT(
                (a, b, ease) -> QuickDouble.squareRoot(b, ease),
                (a, b, ease) -> QuickSingle.squareRoot(b, ease),
                (unit, sigA, seA, sigB, seB) -> SquareRoot.squareRoot(unit, sigB, seB));

        private final Quick onDoubles;
        private final Quick onSingles;
        private final SimdUnit.Operation exact;

        Case(Quick onDoubles, Quick onSingles, SimdUnit.Operation exact) {
            this.onDoubles = onDoubles;
            this.onSingles = onSingles;
            this.exact = exact;
        }
    }

    /** Numbers of all kinds, many with few bits or at the ends of the range. */
    private static long number(SplittableRandom random, SimdFormat f) {
        int fraction = f == SimdFormat.DOUBLE ? 52 : 23;
        long bits = random.nextLong() & f.mask;
        return switch (random.nextInt(8)) {
            case 0 -> bits & f.sign;
            case 1 -> bits & ~(-1L >>> 12 & (1L << fraction - 3) - 1);
            case 2 -> bits & ~f.infinity | random.nextLong(3) << fraction;
            case 3 -> bits & ~f.infinity | f.infinity - (random.nextLong(3) << fraction);
            case 4 -> bits & f.sign | f.infinity >> 1 & f.infinity | random.nextLong(5);
            case 5, 6 -> bits & ~f.infinity | (f.infinity >> 1 & f.infinity) + (random.nextLong(40) - 20 << fraction);
            default -> bits;
        };
    }

    @ParameterizedTest
    @EnumSource
    void aQuickAnswerIsTheExactUnits(Case tested) {
        SplittableRandom random = new SplittableRandom(4711);
        int answers = 0;
        for (int n = 0; n < PAIRS; n++) {
            SimdFormat f = n % 2 == 0 ? SimdFormat.DOUBLE : SimdFormat.SINGLE;
            Quick quick = f == SimdFormat.DOUBLE ? tested.onDoubles : tested.onSingles;
            long b = number(random, f);
            long a = tested == Case.ROOT ? b : number(random, f);
            int mxcsr = random.nextBoolean() ? UNTOUCHED : INEXACT_BEFORE;
            long answer = quick.apply(a, b, Mxcsr.ease(mxcsr));
            if (answer == QuickDouble.NO_ANSWER) {
                continue;
            }
            answers++;
            SimdUnit unit = new SimdUnit();
            unit.begin(mxcsr);
            String what = "%s %s %x %x".formatted(tested, f, a, b);
            assertEquals(unit.compute(tested.exact, f, a, b), answer, what);
            assertEquals(0, unit.exceptions & ~(mxcsr & FloatExceptions.PE), what);
        }
        assertTrue(answers > PAIRS / 8, "answers: " + answers);
    }

    @ParameterizedTest
    @EnumSource
    void anotherRoundingIsNotJavas(Case tested) {
        for (int rounding = 1; rounding < 4; rounding++) {
            int ease = Mxcsr.ease(INEXACT_BEFORE | rounding << Mxcsr.RC_SHIFT);
            long one = Double.doubleToRawLongBits(1);
            assertEquals(QuickDouble.NO_ANSWER, tested.onDoubles.apply(one, one, ease));
        }
    }

    /** A conversion or comparison with what it must equal; the unit has started. */
    private interface Slow {
        long apply(SimdUnit unit, long a, long b);
    }

    private static void agrees(SimdFormat f, Quick quick, Slow slow) {
        SplittableRandom random = new SplittableRandom(815);
        int answers = 0;
        for (int n = 0; n < PAIRS; n++) {
            long a = number(random, f);
            long b = n % 3 == 0 ? a ^ random.nextLong(2) : number(random, f);
            int mxcsr = random.nextBoolean() ? UNTOUCHED : INEXACT_BEFORE;
            long answer = quick.apply(a, b, Mxcsr.ease(mxcsr));
            if (answer != QuickDouble.NO_ANSWER) {
                answers++;
                SimdUnit unit = new SimdUnit();
                unit.begin(mxcsr);
                String what = "%x %x".formatted(a, b);
                assertEquals(slow.apply(unit, a, b), answer, what);
                assertEquals(0, unit.exceptions & ~(mxcsr & FloatExceptions.PE), what);
            }
        }
        assertTrue(answers > PAIRS / 40, "answers: " + answers);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void conversionsToIntegersAreTheExactUnits(int size) {
        agrees(DOUBLE, (a, b, ease) -> QuickDouble.truncate(a, size, ease), integer(DOUBLE, size, true));
        agrees(DOUBLE, (a, b, ease) -> QuickDouble.round(a, size, ease), integer(DOUBLE, size, false));
        agrees(SINGLE, (a, b, ease) -> QuickSingle.truncate(a, size, ease), integer(SINGLE, size, true));
        agrees(SINGLE, (a, b, ease) -> QuickSingle.round(a, size, ease), integer(SINGLE, size, false));
    }

    private static Slow integer(SimdFormat f, int size, boolean chop) {
        return (u, a, b) -> {
            long result = SimdConversion.toInteger(u, f, a, size, chop);
            return size == 4 ? (int) result : result;
        };
    }

    @Test
    void conversionsFromIntegersAndBetweenFormatsAreTheExactUnits() {
        agrees(
                DOUBLE,
                (a, b, ease) -> QuickDouble.fromInteger(a >> b, ease),
                (u, a, b) -> SimdConversion.fromInteger(u, DOUBLE, a >> b));
        agrees(
                DOUBLE,
                (a, b, ease) -> QuickSingle.fromInteger(a >> b, ease),
                (u, a, b) -> SimdConversion.fromInteger(u, SINGLE, a >> b));
        agrees(
                DOUBLE,
                (a, b, ease) -> QuickDouble.toSingle(a, ease),
                (u, a, b) -> SimdConversion.convert(u, DOUBLE, SINGLE, a));
        agrees(
                SINGLE,
                (a, b, ease) -> QuickSingle.toDouble(a, ease),
                (u, a, b) -> SimdConversion.convert(u, SINGLE, DOUBLE, a));
    }

    @Test
    void choicesAndComparisonsAreTheExactUnits() {
        agrees(DOUBLE, QuickDouble::minimum, (u, a, b) -> SimdArithmetic.minimum(u, DOUBLE, a, b));
        agrees(DOUBLE, QuickDouble::maximum, (u, a, b) -> SimdArithmetic.maximum(u, DOUBLE, a, b));
        agrees(SINGLE, QuickSingle::minimum, (u, a, b) -> SimdArithmetic.minimum(u, SINGLE, a, b));
        agrees(SINGLE, QuickSingle::maximum, (u, a, b) -> SimdArithmetic.maximum(u, SINGLE, a, b));
        for (int predicate = 0; predicate < 8; predicate++) {
            int p = predicate;
            agrees(
                    DOUBLE,
                    (a, b, ease) -> QuickDouble.compare(a, b, p),
                    (u, a, b) -> SimdComparison.compare(u, DOUBLE, a, b, p));
            agrees(
                    SINGLE,
                    (a, b, ease) -> QuickSingle.compare(a, b, p),
                    (u, a, b) -> SimdComparison.compare(u, SINGLE, a, b, p));
        }
    }

    @Test
    void aPairIsTwoSingles() {
        long two = 0x4000_0000L;
        long three = 0x4040_0000L;
        assertEquals(0x40c0_0000_4080_0000L, QuickSingle.multiplyPair(two | three << 32, two | two << 32, Mxcsr.EASY));
        assertEquals(QuickDouble.NO_ANSWER, QuickSingle.addPair(two | 1L << 32, two, Mxcsr.EASY));
    }
}
