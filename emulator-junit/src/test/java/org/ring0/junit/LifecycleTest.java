package org.ring0.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ring0.embed.GuestTime.guestMillis;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.machine.StopReason;
import org.ring0.embed.Vm;

/** How long a machine lives. */
@ExtendWith(Ring0.class)
@Boot(kernel = KernelTest.KERNEL, memory = "16M")
class LifecycleTest {
    private static final List<Vm> seen = new ArrayList<>();

    @AfterAll
    static void machinesOfTestsAreClosedBehindThem() {
        assertEquals(3, seen.size());
        seen.forEach(vm -> assertThrows(IllegalStateException.class, vm::run));
    }

    /** Arguments come first, machines behind them. */
    @ParameterizedTest
    @ValueSource(strings = {"help", "exit", "panic"})
    void everySetOfArgumentsHasAMachineOfItsOwn(String command, Vm vm) {
        seen.forEach(other -> assertNotSame(other, vm));
        seen.add(vm);
        vm.serial().expect("init: ready", guestSeconds(1));
        vm.serial().send(command + "\n");
        StopReason reason = vm.runFor(guestMillis(20));
        assertEquals(command.equals("exit"), reason.equals(new StopReason.DebugExit(0)), reason::sentence);
    }

    /** The tests of a class go on with one machine, one after the other. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class OfAClass {
        private final Vm ours;
        private Vm early;

        OfAClass(Vm vm) {
            ours = vm;
        }

        @BeforeAll
        void bootIt(Vm vm) {
            early = vm;
            vm.serial().expect("init: ready", guestSeconds(1));
        }

        @Test
        @Order(1)
        void machineOfTheConstructorIsThatOfBeforeAll() {
            assertSame(ours, early);
            ours.serial().send("help\n");
            ours.serial().expect("commands", guestSeconds(1));
        }

        @Test
        @Order(2)
        void nextTestFindsItAsItWasLeft(Vm own, Vm second) {
            assertNotSame(own, second);
            assertNotSame(ours, own);
            assertEquals("", own.serial().output());
            ours.serial().send("exit\n");
            assertEquals(new StopReason.DebugExit(0), ours.run());
        }
    }
}
