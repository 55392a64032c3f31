package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.machine.StopReason;

/** Breakpoints of the host, in code that is hot already. */
class BreakpointTest {
    private static final long CALLED = 0x9000;
    /** XOR, ROL, RET, JMP, INC, MOV, IMUL, MOV, CALL. */
    private static final long INSTRUCTIONS_OF_A_ROUND = 9;

    private static Vm hot(EngineChoice engine) {
        Vm vm = Guest.LOOP.machine().engine(engine).build();
        vm.step(4_000_000);
        return vm;
    }

    @ParameterizedTest
    @EnumSource
    void everyRoundStopsOnce(EngineChoice engine) {
        try (Vm vm = hot(engine)) {
            vm.breakpoints().add(CALLED);
            assertEquals(new StopReason.Breakpoint(CALLED), vm.run());
            long round = vm.registers().get(Register.RCX);
            long instructions = vm.instructions();
            for (int i = 1; i <= 100; i++) {
                assertEquals(new StopReason.Breakpoint(CALLED), vm.run());
                assertEquals(round + i, vm.registers().get(Register.RCX));
                assertEquals(instructions + i * INSTRUCTIONS_OF_A_ROUND, vm.instructions());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void removedOneStopsNoMore(EngineChoice engine) {
        try (Vm vm = hot(engine)) {
            assertTrue(vm.breakpoints().add(CALLED));
            vm.run();
            assertTrue(vm.breakpoints().remove(CALLED));
            assertInstanceOf(StopReason.BudgetSpent.class, vm.step(1_000_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void guestCannotTell(EngineChoice engine) {
        String straight;
        long end = 4_100_000;
        try (Vm vm = hot(engine)) {
            vm.step(end - vm.instructions());
            straight = vm.digest();
        }
        try (Vm vm = hot(engine)) {
            vm.breakpoints().add(CALLED);
            int stops = 0;
            while (vm.step(end - vm.instructions()) instanceof StopReason.Breakpoint) {
                stops++;
            }
            assertEquals(100_000 / INSTRUCTIONS_OF_A_ROUND, stops, 1);
            assertEquals(straight, vm.digest());
        }
    }
}
