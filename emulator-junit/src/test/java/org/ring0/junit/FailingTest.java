package org.ring0.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.ring0.embed.GuestTime.guestMillis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.ring0.core.machine.StopReason;
import org.ring0.embed.Vm;
import org.ring0.embed.VmBuilder;

/** What happens when a test of a kernel fails: such a test is run inside of this one. */
class FailingTest {
    @TempDir
    Path folder;

    /** Only run from here. */
    @ExtendWith(Ring0.class)
    static class Failing {
        static final List<Vm> machines = new ArrayList<>();

        @BeforeAll
        static void onlyInside() {
            Assumptions.assumeTrue(Boolean.getBoolean("ring0.failing"));
        }

        @Test
        void waitsForNothing(@Boot(kernel = KernelTest.KERNEL, memory = "16M") Vm vm) {
            machines.add(vm);
            vm.serial().expect("never", guestMillis(5));
        }

        @Test
        @Limit(instructions = 10_000)
        void goesTooFar(@Boot(kernel = KernelTest.KERNEL, memory = "16M") Vm vm) {
            vm.serial().expect("never", guestMillis(5));
        }

        @Test
        void wantsWhatIsNotThere(@Boot(kernel = "no-such-kernel") Vm vm) {}

        @Test
        void wantsNothing(@Boot Vm vm) {}

        @Test
        @Limit(guestSeconds = -1)
        void mayNotRun(@Boot(kernel = KernelTest.KERNEL, memory = "16M") Vm vm) {}

        @Test
        void saysNothing(Vm vm) {}

        @Test
        void succeeds(@Boot(kernel = KernelTest.KERNEL, memory = "16M") Vm vm) {}
    }

    /** What the platform tells. */
    private static final class Listener implements TestExecutionListener {
        final List<String> failures = new ArrayList<>();
        final List<ReportEntry> entries = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(cause -> failures.add(test.getDisplayName() + " " + cause.getMessage()));
        }

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            entries.add(entry);
        }
    }

    @Test
    void leavesWhatItsMachineShowed() throws Exception {
        Listener listener = run();
        Path left = folder.resolve(Failing.class.getName().replace('$', '_')).resolve("waitsForNothing");
        Path machine = Files.list(left).findFirst().orElseThrow();
        assertEquals("init: ready\n", Files.readString(machine.resolve("com1.log")));
        assertEquals((byte) 'P', Files.readAllBytes(machine.resolve("screen.png"))[1]);
        assertTrue(Files.readString(machine.resolve("registers.txt")).contains("EIP"));
        String autopsy = Files.readString(machine.resolve("autopsy.txt"));
        assertTrue(autopsy.contains("\nstack:\n  #0  0010"), autopsy);
        assertTrue(autopsy.contains("\n      (a frame pointer of 0 ends it)\n"), autopsy);
        assertTrue(Files.exists(machine.resolve("screen.txt")));
        assertTrue(listener.entries.stream()
                .anyMatch(entry -> entry.getKeyValuePairs().containsValue(left.toString())));
        assertEquals(2, Files.list(left.getParent()).count(), "tests that leave something");
        assertThrows(
                IllegalStateException.class, () -> Failing.machines.getLast().run());
    }

    @Test
    void tellsHowTheRunEnded() {
        List<String> failures = run().failures;
        assertEquals(6, failures.size(), failures::toString);
        assertTrue(has(failures, "wantsNothing", "@Boot names no kernel and no image"));
        assertTrue(has(failures, "mayNotRun", "a limit must be more than nothing: @", "guestSeconds=-1.0"));
        assertTrue(has(failures, "saysNothing", "@Boot is missing on the parameter, the method and the class"));
        assertTrue(has(failures, "waitsForNothing", "COM1 did not show 'never': the budget is spent: guest time"));
        assertTrue(has(failures, "goesTooFar", "COM1 did not show 'never': the budget is spent: instructions"));
        assertTrue(has(failures, "wantsWhatIsNotThere", "the kernel no-such-kernel does not exist"));
    }

    private static boolean has(List<String> failures, String... parts) {
        return failures.stream().anyMatch(failure -> Arrays.stream(parts).allMatch(failure::contains));
    }

    /** Only run from here: what comes before its test fails. */
    @ExtendWith(Ring0.class)
    static class FailingBefore {
        @BeforeAll
        static void onlyInside() {
            Failing.onlyInside();
        }

        @BeforeEach
        void isNotReady(@Boot(kernel = KernelTest.KERNEL, memory = "16M") Vm vm) {
            vm.serial().expect("init: ready", guestMillis(5));
            throw new IllegalStateException("before");
        }

        @Test
        void isNotReached() {}
    }

    @Test
    void leavesItsMachineToGoOnFrom() throws Exception {
        Listener listener = run(FailingBefore.class);
        assertEquals(List.of("isNotReached() before"), listener.failures);
        try (Stream<Path> files = Files.walk(folder)) {
            Path saved = files.filter(file -> file.endsWith("machine.ring0"))
                    .findFirst()
                    .orElseThrow();
            VmBuilder machine = Vm.builder()
                    .kernel(Path.of(KernelTest.KERNEL))
                    .memory("16M")
                    .from(saved);
            try (Vm vm = machine.build()) {
                vm.serial().send("exit\n");
                assertEquals(new StopReason.DebugExit(0), vm.run());
            }
        }
    }

    private Listener run() {
        return run(Failing.class);
    }

    private Listener run(Class<?> failing) {
        System.setProperty("ring0.failing", "true");
        try {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(failing))
                    .configurationParameter(Artifacts.FOLDER, folder.toString())
                    .configurationParameter(Artifacts.SNAPSHOT, Boolean.toString(failing != Failing.class))
                    .build();
            Listener listener = new Listener();
            LauncherFactory.create().execute(request, listener);
            return listener;
        } finally {
            System.clearProperty("ring0.failing");
        }
    }
}
