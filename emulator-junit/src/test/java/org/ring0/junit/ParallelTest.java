package org.ring0.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.ring0.embed.GuestTime.guestMillis;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.ring0.embed.Vm;

/** Tests of kernels in parallel: they are run inside of this one. */
class ParallelTest {
    private static final int THREADS = 4;

    /** Only run from here: no test ends before as many are running. */
    @ExtendWith(Ring0.class)
    @Boot(kernel = KernelTest.KERNEL, memory = "16M")
    @BootOnce(until = "init: ready", guestSeconds = 1)
    @Execution(ExecutionMode.CONCURRENT)
    static class AtOnce {
        private static final CyclicBarrier all = new CyclicBarrier(THREADS);

        @BeforeAll
        static void onlyInside() {
            Assumptions.assumeTrue(Boolean.getBoolean("ring0.parallel"));
        }

        @RepeatedTest(2 * THREADS)
        void forkHasTheMachineToItself(Vm vm) throws Exception {
            assertEquals(0, vm.memory().read32(0x30_0000), "another test's");
            vm.memory().write32(0x30_0000, 1);
            all.await(1, TimeUnit.MINUTES);
            vm.serial().send("help\n");
            vm.serial().expect("commands: help exit panic", guestMillis(20));
        }
    }

    private static TestExecutionSummary run(Class<?>... tests) {
        System.setProperty("ring0.parallel", "true");
        try {
            LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                    .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                    .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                    .configurationParameter(
                            "junit.jupiter.execution.parallel.config.fixed.parallelism", Integer.toString(THREADS));
            for (Class<?> test : tests) {
                request.selectors(selectClass(test));
            }
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherDiscoveryRequest built = request.build();
            LauncherFactory.create().execute(built, listener);
            return listener.getSummary();
        } finally {
            System.clearProperty("ring0.parallel");
        }
    }

    private static void assertAllSucceed(TestExecutionSummary summary, int tests) {
        assertTrue(summary.getFailures().isEmpty(), () -> summary.getFailures().toString());
        assertEquals(tests, summary.getTestsSucceededCount());
    }

    @Test
    void forksOfOneMachineAreTestedAtOnce() {
        assertAllSucceed(run(AtOnce.class), 2 * THREADS);
    }

    @Test
    void classesWithMachinesOfTheirOwnRunBesideForks() {
        assertAllSucceed(run(KernelTest.class, ForkTest.class), 25);
    }
}
