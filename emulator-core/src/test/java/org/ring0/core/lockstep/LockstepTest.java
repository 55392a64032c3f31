package org.ring0.core.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.region.RegionCompiler;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.region.TranslatedRegion;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;

class LockstepTest {
    private static final int THRESHOLD = 5;

    private final List<String> notes = new ArrayList<>();

    private Lockstep<LoopMachine> lockstep(Function<Cpu, Engine> engine) {
        Supplier<Pair<LoopMachine>> pairs =
                () -> new Pair<>(LoopMachine.of("interpreter", Interpreter::new), LoopMachine.of("subject", engine));
        return new Lockstep<>(pairs.get(), pairs, notes::add);
    }

    private static Translator translator(Cpu cpu) {
        return Translator.immediate(cpu, MemoryAccess.best(), THRESHOLD);
    }

    private static StopReason.EnginesDiffer difference(StopReason reason) {
        return assertInstanceOf(StopReason.EnginesDiffer.class, reason);
    }

    /** An interpreter that does something wrong once so many instructions have retired. */
    private record Broken(Interpreter engine, Cpu cpu, long instruction, Consumer<Cpu> error) implements Engine {
        @Override
        public void run() {
            CpuState s = cpu.state();
            long limit = s.cycleLimit;
            long left = instruction - s.retired();
            if (left > 0 && left <= limit - s.cycle) {
                s.cycleLimit = s.cycle + left;
                engine.run();
                error.accept(cpu);
                s.cycleLimit = limit;
            }
            engine.run();
        }
    }

    private static Function<Cpu, Engine> broken(long instruction, Consumer<Cpu> error) {
        return cpu -> new Broken(new Interpreter(cpu), cpu, instruction, error);
    }

    @Test
    void equalEnginesRunToTheEndOfTheBudget() {
        try (Lockstep<LoopMachine> lockstep = lockstep(cpu -> new Interpreter(cpu, translator(cpu)))) {
            StopReason reason = lockstep.run(Budget.ofInstructions(300_000));
            assertEquals(Budget.Kind.INSTRUCTIONS, ((StopReason.BudgetSpent) reason).kind());
            assertEquals(300_000, lockstep.leader().machine().retired());
            assertEquals(
                    lockstep.leader().machine().digest(),
                    lockstep.follower().machine().digest());
            assertTrue(lockstep.follower().machine().statistics().engine().translated() > 200_000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 77_777, 199_999, 200_000})
    void wrongRegisterIsFoundAtItsInstruction(long instruction) {
        try (Lockstep<LoopMachine> lockstep =
                lockstep(broken(instruction, cpu -> cpu.state().gpr[CpuState.RSI] ^= 0x40))) {
            StopReason.EnginesDiffer found = difference(lockstep.run(Budget.ofInstructions(200_000)));
            assertEquals(instruction, found.instruction());
            assertEquals("ESI", found.what());
            assertTrue(found.report().lines().anyMatch(line -> line.matches("\\* ESI +00000000 +00000040")));
            assertTrue(found.report().lines().anyMatch(line -> line.matches(" +interpreter +subject")));
        }
        assertEquals(1, notes.size());
    }

    @Test
    void wrongByteInMemoryIsFoundAtItsInstruction() {
        // Nothing reads the byte, so that no register ever differs; memory is looked at 131,072 instructions later.
        try (Lockstep<LoopMachine> lockstep =
                lockstep(broken(123_456, cpu -> cpu.memory().write(0x2345, 0x5a, 1)))) {
            StopReason.EnginesDiffer found = difference(lockstep.run(Budget.ofInstructions(1_000_000)));
            assertEquals(123_456, found.instruction());
            assertEquals("memory 00002345", found.what());
            assertTrue(found.report().contains("5A"), found::report);
        }
    }

    @Test
    void instructionsBeforeTheDifferenceAreNamed() {
        try (Lockstep<LoopMachine> lockstep = lockstep(broken(6_003, cpu -> cpu.state().gpr[CpuState.RBX]++))) {
            String report = difference(lockstep.run(Budget.UNLIMITED)).report();
            assertTrue(report.contains("6001  0000:00001000  40 "), report);
            assertTrue(report.contains("6003  0000:00001003  89 DF                         mov di,bx\n "), report);
        }
    }

    /** Translates properly, but for a bit that is wrong after every use of translated code. */
    private record WrongRegions(RegionCompiler compiler) implements RegionCompiler {
        @Override
        public Effort effort() {
            return compiler.effort();
        }

        @Override
        public long allowance() {
            return compiler.allowance();
        }

        @Override
        public Set<Integer> request(RegionRequest request) {
            return compiler.request(request);
        }

        @Override
        public int threshold() {
            return compiler.threshold();
        }

        @Override
        public TranslatedRegion poll() {
            TranslatedRegion ready = compiler.poll();
            return ready == null || ready.region() == null
                    ? ready
                    : new TranslatedRegion(
                            ready.request(),
                            ready.effort(),
                            wrong(ready.region()),
                            ready.spans(),
                            ready.entries(),
                            ready.sites());
        }

        private static Region wrong(Region region) {
            return new Region() {
                @Override
                public int run(CpuState s, int entry) {
                    long before = s.cycle;
                    int exit = region.run(s, entry);
                    s.gpr[CpuState.RDX] |= s.cycle != before ? 1 : 0;
                    return exit;
                }
            };
        }
    }

    @Test
    void wrongTranslationIsFoundAtTheEndOfTheBlockThatUsesItFirst() {
        try (Lockstep<LoopMachine> lockstep =
                lockstep(cpu -> new Interpreter(cpu, new WrongRegions(translator(cpu))))) {
            StopReason.EnginesDiffer found = difference(lockstep.run(Budget.UNLIMITED));
            assertEquals("EDX", found.what());
            assertEquals((THRESHOLD + 1) * LoopMachine.INSTRUCTIONS_A_ROUND, found.instruction(), found::report);
        }
    }

    @Test
    void inputsReachBothAtTheSameCycle() {
        try (Lockstep<LoopMachine> lockstep = lockstep(Interpreter::new)) {
            lockstep.post(side ->
                    side.state().gpr[CpuState.RBP] = side.machine().clock().now());
            lockstep.run(Budget.ofInstructions(10_000));
            lockstep.post(side ->
                    side.state().gpr[CpuState.RSI] = side.machine().clock().now());
            StopReason reason = lockstep.run(Budget.ofInstructions(10_000));
            assertInstanceOf(StopReason.BudgetSpent.class, reason);
            assertEquals(1, lockstep.follower().state().gpr[CpuState.RBP]);
            assertEquals(10_001, lockstep.follower().state().gpr[CpuState.RSI]);
        }
    }

    @Test
    void inputsAreRepeatedWhenADifferenceIsTraced() {
        try (Lockstep<LoopMachine> lockstep = lockstep(broken(15_000, cpu -> {
            // Wrong only if the input has come.
            cpu.state().gpr[CpuState.RSI] += cpu.state().gpr[CpuState.RBP];
        }))) {
            lockstep.run(Budget.ofInstructions(10_000));
            lockstep.post(side -> side.state().gpr[CpuState.RBP] = 1);
            assertEquals(15_000, difference(lockstep.run(Budget.UNLIMITED)).instruction());
        }
    }

    @Test
    void pauseFromOutsideLeavesBothAtTheSamePlace() {
        try (Lockstep<LoopMachine> lockstep = lockstep(Interpreter::new)) {
            lockstep.run(Budget.ofInstructions(12_345));
            lockstep.leader().machine().pause();
            assertInstanceOf(StopReason.Paused.class, lockstep.run(Budget.UNLIMITED));
            assertEquals(
                    lockstep.leader().machine().digest(),
                    lockstep.follower().machine().digest());
        }
    }

    @Test
    void differenceThatDoesNotComeAgainIsToldAsItWasMet() {
        int[] pairs = {0};
        try (Lockstep<LoopMachine> lockstep = lockstep(cpu -> pairs[0]++ == 0
                ? broken(5_000, broken -> broken.state().gpr[CpuState.RSI] = 1).apply(cpu)
                : new Interpreter(cpu))) {
            StopReason.EnginesDiffer found = difference(lockstep.run(Budget.UNLIMITED));
            assertTrue(found.report().startsWith("met once"), found::report);
            assertTrue(found.instruction() >= 5_000);
        }
    }
}
