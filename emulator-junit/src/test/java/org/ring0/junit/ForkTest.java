package org.ring0.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.embed.GuestTime.guestMillis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ring0.embed.Vm;

/** Tests on forks of one machine. */
@ExtendWith(Ring0.class)
@Boot(kernel = KernelTest.KERNEL, memory = "16M")
@BootOnce(until = "init: ready", guestSeconds = 1)
@Execution(ExecutionMode.CONCURRENT)
class ForkTest {
    private static final Set<Long> starts = ConcurrentHashMap.newKeySet();

    @RepeatedTest(20)
    void everyTestGoesOnFromTheSameMoment(Vm vm) {
        starts.add(vm.instructions());
        assertEquals(1, starts.size());
        assertTrue(vm.instructions() > 0);
        assertEquals(0, vm.memory().read32(0x30_0000), "another test's");
        vm.memory().write32(0x30_0000, 1);
        vm.serial().send("help\n");
        vm.serial().expect("commands: help exit panic", guestMillis(20));
        assertFalse(vm.serial().output().contains("init"));
    }
}
