package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.embed.GuestTime.guestMillis;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.debug.autopsy.Autopsy;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortObserver;
import org.ring0.core.io.PortRange;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Timer;
import org.ring0.devices.board.ExpansionBus;
import org.ring0.devices.pci.BaseAddress;
import org.ring0.devices.pci.ConfigSpace;
import org.ring0.devices.pci.PciFunction;

/** The examples of docs/guide/embedding.md and of README.md: {@code GuideTest} holds them against each other. */
class GuideExamplesTest {
    private static final Path kernel = Path.of("../docs/samples/junit/src/test/resources/kernel.bin");

    private static final byte[] floppy = Guest.ECHO.floppy();

    @Test
    void kernelIsStartedAndTalkedTo() {
        try (Vm vm = Vm.builder().memory("64M").kernel(kernel).build()) {
            vm.serial().expect("init: ready", guestSeconds(5));
            vm.type("help\n");
            MatchResult commands = vm.serial().expect("^commands: (.*)$", guestSeconds(1));
            System.out.println("the kernel knows " + commands.group(1));
            vm.serial().send("exit\n");
            StopReason reason = vm.run();
            System.out.println(reason.sentence() + " after " + vm.instructions() + " instructions");
            assertEquals(new StopReason.DebugExit(0), reason);
        }
    }

    @Test
    void screenIsReadAndPhotographed(@TempDir Path folder) throws Exception {
        try (Vm vm = Vm.builder().memory("16M").floppy(floppy).build()) {
            vm.screen().expect("^echo: ready$", guestSeconds(10));
            vm.keyboard().press("a,b,shift-c");
            vm.screen().expect("^abC$", guestSeconds(2));
            vm.screen().screenshot(folder.resolve("screen.png"));
        }
        assertEquals((byte) 'P', Files.readAllBytes(folder.resolve("screen.png"))[1]);
    }

    @Test
    void runEndsForAReason() {
        List<String> log = new ArrayList<>();
        try (Vm vm = Vm.builder().kernel(kernel).failOn("panic").build()) {
            vm.limit(Budget.ofInstructions(50_000_000).withHostTime(Duration.ofMinutes(1)));
            vm.serial().send("panic\n");
            switch (vm.runFor(guestMillis(20))) {
                case StopReason.DebugExit(int value) -> log.add("exit code " + value);
                case StopReason.ForbiddenOutput(String pattern, String line) -> log.add("it said " + line);
                case StopReason.BudgetSpent spent -> log.add("still running");
                case StopReason reason -> log.add(reason.sentence());
            }
        }
        assertEquals(List.of("it said panic: asked for"), log);
    }

    @Test
    void breakpointLetsOneLookInside() {
        try (Vm vm = Vm.builder().memory("16M").floppy(floppy).build()) {
            vm.breakpoints().add(0x7c00);
            StopReason reason = vm.run();
            long stack = vm.registers().get(Register.RSP);
            byte[] code = vm.linear().read(vm.registers().linearIp(), 16);
            vm.registers().set(Register.RAX, 42);
            vm.memory().write16(0x500, 0x1234);
            assertEquals(new StopReason.Breakpoint(0x7c00), reason);
            assertEquals(0x31, code[0]);
            assertEquals(stack, vm.registers().get(Register.RSP));
        }
    }

    @Test
    void hangIsExplained() {
        try (Vm vm = Guest.LOOP.machine().build()) {
            StopReason reason = vm.runFor(Duration.ofMillis(200));
            HangDiagnosis hang = vm.hangDiagnosis();
            Autopsy autopsy = vm.autopsy();
            String text = hang.text() + autopsy.text();
            assertInstanceOf(StopReason.BudgetSpent.class, reason);
            assertTrue(text.contains("registers:"));
            assertEquals(vm.registers().isHalted(), hang.halted());
            assertEquals(vm.registers().linearIp(), autopsy.at().address());
        }
    }

    @Test
    void observersAreTold() {
        List<Integer> sent = new ArrayList<>();
        try (Vm vm = Vm.builder().memory("16M").floppy(floppy).build()) {
            vm.serial().onLine(line -> System.out.println("COM1: " + line));
            vm.observers().add(new PortObserver() {
                @Override
                public void written(int port, int value, int size) {
                    if (port == 0x3f8) {
                        sent.add(value);
                    }
                }
            });
            vm.serial().expect("ready", guestSeconds(10));
        }
        assertEquals((int) 'e', sent.getFirst());
    }

    @Test
    void hypercallReachesTheProgram() {
        List<String> asked = new ArrayList<>();
        Hypercall calls = (vm, function) -> {
            asked.add("function " + function + ", EBX " + vm.registers().get(Register.RBX));
            return 0x5555;
        };
        VmBuilder machine = Vm.builder().memory("16M").floppy(floppy).hypercalls(calls);
        try (Vm vm = machine.build()) {
            vm.serial().expect("ready", guestSeconds(10));
            vm.serial().send("hq");
            vm.run();
        }
        assertEquals(List.of("function 7, EBX 4660"), asked);
    }

    /** Two ports: how many ticks have passed, and how many until IRQ 5. */
    static final class TickCounter implements IoDevice {
        private final ClockDomain clock;
        private final Timer timer;

        TickCounter(ExpansionBus bus) {
            clock = bus.clock(1_000);
            timer = bus.scheduler().timer(bus.irq(5)::pulse);
        }

        @Override
        public int read(int offset) {
            return (int) clock.ticks() & 0xff;
        }

        @Override
        public void write(int offset, int value) {
            timer.arm(clock.cycleAfter(value));
        }
    }

    @Test
    void devicesOfOnesOwnArePluggedIn() {
        VmBuilder machine = Vm.builder().memory("16M").floppy(floppy);
        machine.expansion(bus -> bus.ports(PortRange.of(0x300, 2), new TickCounter(bus)));
        try (Vm vm = machine.build()) {
            vm.runFor(guestMillis(7));
            assertEquals(7, vm.ports().in(0x300, 1));
        }
    }

    /** A PCI function with one register: a write rings, and interrupts until it is read. Forks carry what it remembers. */
    static final class Doorbell implements PciFunction, MmioDevice, Device<Doorbell.State> {
        private final ConfigSpace config;
        private final IrqLine interrupt;
        private int rings;

        record State(byte[] config, int rings) {}

        Doorbell(ExpansionBus bus, int slot) {
            config = new ConfigSpace(0x1234, 0x0001, 0xff_0000, 0)
                    .writable(ConfigSpace.COMMAND, 2, ConfigSpace.COMMAND_MEMORY)
                    .initial(ConfigSpace.INTERRUPT_PIN, 1, 1)
                    .base(BaseAddress.memory(0x10, 4096, BaseAddress.Kind.MEMORY), bus.memoryWindow(4096, this));
            interrupt = bus.pciInterrupt(slot, 1);
        }

        @Override
        public int readConfig(int offset, int size) {
            return config.read(offset, size);
        }

        @Override
        public void writeConfig(int offset, int value, int size) {
            config.write(offset, value, size);
        }

        @Override
        public int read(int offset, int size) {
            int were = rings;
            rings = 0;
            interrupt.set(false);
            return were;
        }

        @Override
        public void write(int offset, int value, int size) {
            rings++;
            interrupt.set(true);
        }

        @Override
        public State save() {
            return new State(config.save(), rings);
        }

        @Override
        public void restore(State state) {
            config.restore(state.config);
            rings = state.rings;
        }

        @Override
        public State powerOn() {
            return new State(config.powerOn(), 0);
        }

        @Override
        public void settle() {
            config.settle();
            interrupt.set(rings > 0);
        }
    }

    @Test
    void pciFunctionRingsInTheMachineAndInItsFork() {
        VmBuilder machine = Vm.builder().memory("16M").floppy(floppy);
        machine.expansion(bus -> bus.pci(5, bus.add("doorbell", new Doorbell(bus, 5))));
        try (Vm vm = machine.build()) {
            vm.serial().expect("ready", guestSeconds(10));
            vm.ports().out(0xcf8, 0x8000_2800, 4);
            assertEquals(0x0001_1234, vm.ports().in(0xcfc, 4));
            vm.ports().out(0xcf8, 0x8000_283c, 4);
            assertEquals(0x010a, vm.ports().in(0xcfc, 2), "firmware has routed INTA# to IRQ 10");
            vm.ports().out(0xcf8, 0x8000_2810, 4);
            long register = vm.ports().in(0xcfc, 4) & 0xffff_fff0L;
            vm.ports().out(0xcf8, 0x8000_2804, 4);
            vm.ports().out(0xcfc, 2, 2);
            vm.memory().write8(register, 1);
            try (Vm fork = vm.fork()) {
                assertEquals(vm.digest(), fork.digest());
                for (Vm each : List.of(vm, fork)) {
                    assertTrue(isRequested(each, 10));
                    assertEquals(1, each.memory().read8(register));
                    assertFalse(isRequested(each, 10));
                }
            }
        }
    }

    /** Whether the second 8259A's interrupt request register has an IRQ. */
    private static boolean isRequested(Vm vm, int irq) {
        vm.ports().out(0xa0, 0x0a, 1);
        return (vm.ports().in(0xa0, 1) >> irq - 8 & 1) != 0;
    }

    @Test
    void anotherThreadPauses() throws Exception {
        try (Vm vm = Vm.builder().memory("16M").floppy(floppy).build()) {
            Thread runner = Thread.ofPlatform().start(vm::run);
            vm.pause();
            runner.join();
            System.out.println(vm.registers());
        }
    }
}
