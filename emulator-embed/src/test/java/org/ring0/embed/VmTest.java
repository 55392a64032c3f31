package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.embed.GuestTime.guestMillis;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.InterruptObserver;
import org.ring0.core.io.PortObserver;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.core.memory.MmioObserver;
import org.ring0.devices.video.Frame;

/** What a program can do with a machine. */
class VmTest {
    @Test
    void serialLineIsExpectedAndSentTo() {
        try (Vm vm = Guest.ECHO.machine().build()) {
            vm.serial().expect("^echo: (\\w+)$", guestSeconds(5));
            vm.serial().send("abc\r");
            assertEquals("abc", vm.serial().expect("[a-c]+$", guestSeconds(1)).group());
            vm.serial().send("q");
            assertEquals(new StopReason.DebugExit(0), vm.run());
            assertEquals("echo: ready\r\nabc\r\n", vm.serial().output());
        }
    }

    @Test
    void expectationsPassTextInTheOrderInWhichItWasPrinted() {
        try (Vm vm = Guest.ECHO.machine().build()) {
            vm.serial().expect("ready", guestSeconds(5));
            vm.serial().send("one two\rten\r");
            vm.runFor(guestMillis(100));
            assertEquals("two", vm.serial().expect("t\\w+", Duration.ZERO).group());
            assertEquals("ten", vm.serial().expect("t\\w+", Duration.ZERO).group());
            assertThrows(UnmetExpectation.class, () -> vm.serial().expect("one", guestMillis(10)));
        }
    }

    @Test
    void unmetExpectationTellsWhatTheGuestShowed() {
        try (Vm vm = Guest.ECHO.machine().build()) {
            UnmetExpectation unmet =
                    assertThrows(UnmetExpectation.class, () -> vm.serial().expect("never", guestSeconds(2)));
            assertEquals(
                    "COM1 did not show 'never': the budget is spent: guest time; it showed\necho: ready\r\n",
                    unmet.getMessage());
            assertInstanceOf(StopReason.BudgetSpent.class, unmet.reason());
        }
    }

    @Test
    void screenShowsWhatIsTyped() {
        try (Vm vm = Guest.ECHO.machine().build()) {
            vm.screen().expect("^echo: ready", guestSeconds(5));
            vm.type("Good day");
            vm.screen().expect("^Good day$", guestSeconds(2));
            assertTrue(vm.screen().text().contains("Good day\n"));
            assertEquals(720, vm.screen().frame().width());
            assertEquals((byte) 'P', vm.screen().png()[1]);
            vm.keyboard().press("ret,q");
            assertEquals(new StopReason.DebugExit(0), vm.run());
        }
    }

    @Test
    void displayIsShownInGuestTime() {
        List<Frame> frames = new ArrayList<>();
        try (Vm vm = Guest.LOOP.machine().display(guestMillis(20), frames::add).build()) {
            vm.runFor(guestMillis(101));
        }
        assertEquals(5, frames.size());
    }

    @Test
    void guestCallsItsHost() {
        List<String> calls = new ArrayList<>();
        VmBuilder machine = Guest.ECHO.machine().hypercalls((vm, function) -> {
            calls.add(function + ":" + Long.toHexString(vm.registers().get(Register.RBX)));
            return 0x5555;
        });
        try (Vm vm = machine.build()) {
            vm.serial().expect("ready", guestSeconds(5));
            vm.serial().send("h");
            vm.runFor(guestMillis(50));
            assertEquals(List.of("7:1234"), calls);
            assertEquals(0x5555, vm.memory().read32(0x504));
            assertEquals(Hypercall.PRESENT, vm.ports().in(Hypercall.PORT, 4));
        }
    }

    @Test
    void registersAndMemoryAreReadAndWritten() {
        try (Vm vm = Guest.LOOP.machine().build()) {
            vm.breakpoints().add(0x9000);
            assertEquals(new StopReason.Breakpoint(0x9000), vm.run());
            assertEquals(0x9000, vm.registers().linearIp());
            assertEquals(1, vm.registers().get(Register.RCX));
            vm.registers().set(Register.RCX, 41);
            vm.registers().set(Register.RBX, 0x1_0000_0007L);
            assertEquals(7, vm.registers().get(Register.RBX), "32 bits outside of 64-bit mode");
            // JMP $ in place of the code behind the breakpoint.
            vm.linear().write(0x9000, (byte) 0xeb, (byte) 0xfe);
            vm.breakpoints().remove(0x9000);
            vm.step(1000);
            assertEquals(0x9000, vm.registers().linearIp());
            assertEquals(41, vm.registers().get(Register.RCX));
            assertEquals(0xfeeb, vm.memory().read16(0x9000));
            assertThrows(IllegalArgumentException.class, () -> vm.registers().set(Register.CR0, 1));
        }
    }

    @Test
    void observersSeePortsDevicesAndInterrupts() {
        List<Integer> exits = new ArrayList<>();
        List<Long> video = new ArrayList<>();
        List<Integer> vectors = new ArrayList<>();
        try (Vm vm = Guest.ECHO.machine().build()) {
            vm.serial().expect("ready", guestSeconds(5));
            vm.observers().add(new PortObserver() {
                @Override
                public void written(int port, int value, int size) {
                    if (port == 0xf4) {
                        exits.add(value);
                    }
                }
            });
            vm.observers().add(new MmioObserver() {
                @Override
                public void written(long physical, long value, int size) {
                    video.add(physical);
                }
            });
            InterruptObserver interrupts = (vector, origin, error) -> {
                if (origin == InterruptObserver.Origin.EXTERNAL) {
                    vectors.add(vector);
                }
            };
            vm.observers().add(interrupts);
            vm.runFor(guestSeconds(1));
            assertTrue(vectors.size() >= 18 && vectors.stream().allMatch(vector -> vector == 8), vectors::toString);
            vm.observers().remove(interrupts);
            vm.serial().send("xq");
            assertEquals(new StopReason.DebugExit(0), vm.run());
            assertEquals(List.of(0), exits);
            assertTrue(video.stream().anyMatch(at -> at >= 0xb_8000 && at < 0xc_0000), video::toString);
        }
    }

    @Test
    void limitEndsAllRunsTogether() {
        try (Vm vm = Guest.LOOP.machine().build()) {
            vm.limit(Budget.ofInstructions(1_000));
            vm.step(600);
            assertInstanceOf(StopReason.BudgetSpent.class, vm.run());
            assertEquals(1_000, vm.instructions());
            vm.limit(Budget.UNLIMITED);
            vm.step(1);
            assertEquals(1_001, vm.instructions());
        }
    }

    @Test
    void pauseFromAnotherThreadEndsARun() throws InterruptedException {
        try (Vm vm = Guest.LOOP.machine().build()) {
            Thread other = Thread.ofPlatform().start(vm::pause);
            assertEquals(new StopReason.Paused(), vm.run());
            other.join();
        }
    }

    @Test
    void forbiddenOutputEndsTheRun() {
        try (Vm vm = Guest.ECHO.machine().failOn("rea.y").build()) {
            StopReason.ForbiddenOutput reason = assertInstanceOf(StopReason.ForbiddenOutput.class, vm.run());
            assertEquals("rea.y", reason.pattern());
        }
    }

    @Test
    void sameRunsOnBothEnginesHaveTheSameDigest() {
        assertEquals(digest(EngineChoice.INTERPRETER), digest(EngineChoice.TRANSLATOR));
    }

    private static String digest(EngineChoice engine) {
        try (Vm vm = Guest.ECHO.machine().engine(engine).build()) {
            vm.serial().expect("ready", guestSeconds(5));
            vm.serial().send("some text\r");
            vm.runFor(guestMillis(200));
            return vm.digest();
        }
    }

    @Test
    void whatCannotBeHadIsSaidInOneSentence() {
        assertEquals(
                "memory must be whole mebibytes from 2M to 16384M",
                assertThrows(VmException.class, () -> Vm.builder().memory(1).build())
                        .getMessage());
        assertEquals(
                "'lots' is no size; write it as 64M or 1G",
                assertThrows(VmException.class, () -> Vm.builder().memory("lots"))
                        .getMessage());
        assertEquals(
                "the disk in memory is no whole number of sectors: 100 bytes",
                assertThrows(
                                VmException.class,
                                () -> Vm.builder().disk(new byte[100]).build())
                        .getMessage());
        assertEquals(
                "a device cannot be plugged in: ports 060h overlap 060h",
                assertThrows(
                                VmException.class,
                                () -> Vm.builder()
                                        .expansion(bus -> bus.ports(
                                                org.ring0.core.io.PortRange.of(0x60, 1),
                                                new HypercallPort(function -> {})))
                                        .build())
                        .getMessage());
    }

    @Test
    void closedMachineRefusesToRun() {
        Vm vm = Guest.LOOP.machine().build();
        vm.close();
        vm.close();
        assertThrows(IllegalStateException.class, vm::run);
        assertThrows(IllegalStateException.class, vm::digest);
    }
}
