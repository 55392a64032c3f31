package org.ring0.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.ring0.embed.GuestTime.guestSeconds;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ring0.core.machine.StopReason;
import org.ring0.embed.Vm;
import org.ring0.embed.VmBuilder;

/** Tests of a kernel, as its authors would write them. */
@ExtendWith(Ring0.class)
@Boot(kernel = KernelTest.KERNEL, memory = "16M")
@Limit(guestSeconds = 10)
@Execution(ExecutionMode.CONCURRENT)
class KernelTest {
    static final String KERNEL = "../docs/samples/junit/src/test/resources/kernel.bin";

    private Vm prepared;

    @BeforeEach
    void waitUntilItIsReady(Vm vm) {
        prepared = vm;
        vm.serial().expect("init: ready", guestSeconds(1));
    }

    @Test
    void kernelObeysItsKeyboard(Vm vm) {
        vm.type("help\n");
        vm.serial().expect("^commands: help exit panic$", guestSeconds(1));
    }

    @Test
    void kernelObeysItsSerialLine(Vm vm) {
        vm.serial().send("exit\n");
        assertEquals(new StopReason.DebugExit(0), vm.run());
    }

    @Test
    void oneTestHasOneMachine(Vm vm) {
        assertSame(prepared, vm);
    }

    @Test
    void anotherDescriptionIsAnotherMachine(Vm vm, @Boot(kernel = KERNEL, memory = "32M", failOn = "panic") Vm other) {
        assertNotSame(vm, other);
        other.serial().send("panic\n");
        assertEquals(new StopReason.ForbiddenOutput("panic", "panic: asked for"), other.run());
    }

    @Test
    void machineCanBeFinishedByTheTest(VmBuilder machine) {
        StringBuilder printed = new StringBuilder();
        try (Vm vm = machine.serial(0, value -> printed.append((char) value)).build()) {
            vm.serial().expect("init", guestSeconds(1));
        }
        assertEquals("init", printed.toString());
    }
}
