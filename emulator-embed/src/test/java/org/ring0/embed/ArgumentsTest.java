package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.ring0.core.io.PortObserver;
import org.ring0.core.machine.Budget;

/** What cannot be meant is refused where it is handed over, in a sentence. */
class ArgumentsTest {
    private static void refused(String sentence, Executable call) {
        assertEquals(
                sentence, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void builderRefusesWhatIsNoMachine() {
        VmBuilder machine = Vm.builder().memory("4M");
        refused("no size is given: it is null", () -> machine.memory((String) null));
        refused("no kernel is given: it is null", () -> machine.kernel((Path) null));
        refused("no floppy is given: it is null", () -> machine.floppy((byte[]) null));
        refused("no back end is given: it is null", () -> machine.serial(0, null));
        refused("there is no serial line 4: COM1 to COM4 are 0 to 3", () -> machine.serial(4, value -> {}));
        refused("a frequency is 1 to 4000000000 Hz, not 0", () -> machine.frequency(0));
        refused("a picture needs some time, not none", () -> machine.display(Duration.ZERO, frame -> {}));
        refused("'[' is no regular expression: unclosed character class", () -> machine.failOn("["));
    }

    @Test
    void machineRefusesWhatItCannotDo() {
        try (Vm vm = Guest.LOOP.machine().build()) {
            refused("no time can pass that is less than nothing: PT-1S", () -> vm.runFor(Duration.ofSeconds(-1)));
            refused(
                    "no time can pass that is less than nothing: PT-1S",
                    () -> vm.serial().expect("x", Duration.ofSeconds(-1)));
            refused("no time is given: it is null", () -> vm.runFor(null));
            refused(
                    "a budget is no less than nothing, not -1 instructions and 9223372036854775807 cycles",
                    () -> vm.step(-1));
            refused("there is no serial line -1: COM1 to COM4 are 0 to 3", () -> vm.serial(-1));
            refused("no observer is given: it is null", () -> vm.observers().add((PortObserver) null));
            refused("no observer is given: it is null", () -> vm.serial().onLine(null));
            refused("there are no -1 bytes to read", () -> vm.memory().read(0, -1));
            refused("no text is given: it is null", () -> vm.type(null));
            refused(
                    "'(' is no regular expression: unclosed group",
                    () -> vm.screen().await("(", guestSeconds(1)));
            vm.run(Budget.ofInstructions(0));
            assertEquals(0, vm.instructions());
        }
    }

    /** In the middle of an instruction there is no state that could be kept. */
    @Test
    void machineThatRunsIsNotForked() {
        List<String> sentences = new ArrayList<>();
        try (Vm vm = Guest.ECHO.machine().build()) {
            PortObserver observer = new PortObserver() {
                @Override
                public void written(int port, int value, int size) {
                    if (sentences.isEmpty()) {
                        List.<Executable>of(vm::fork, vm::snapshot, vm::digest, vm::close)
                                .forEach(this::refuse);
                    }
                }

                private void refuse(Executable call) {
                    try {
                        call.execute();
                        sentences.add("it was done");
                    } catch (Throwable e) {
                        sentences.add(e.getMessage());
                    }
                }
            };
            vm.observers().add(observer);
            vm.runFor(Duration.ofMillis(1));
            vm.observers().remove(observer);
            assertEquals(4, sentences.size(), sentences::toString);
            assertEquals(
                    List.of("the machine is running: pause it first"),
                    sentences.stream().distinct().toList());
            vm.serial().expect("ready", guestSeconds(5));
        }
    }

    @Test
    void closedMachineRefusesItsPorts() {
        Vm vm = Guest.LOOP.machine().build();
        Ports ports = vm.ports();
        vm.close();
        assertThrows(IllegalStateException.class, () -> ports.in(0x3da, 1));
    }

    /** A builder goes on to describe the next machine; those that it has built keep their description. */
    @Test
    void builderThatIsChangedChangesNoMachineThatIsBuilt() {
        VmBuilder machine = Guest.ECHO.machine().hypercalls((vm, function) -> 1);
        try (Vm vm = machine.build()) {
            vm.serial().expect("ready", guestSeconds(5));
            machine.hypercalls((other, function) -> 2).failOn("q");
            try (Vm fork = vm.fork()) {
                fork.serial().send("h");
                fork.runFor(Duration.ofMillis(50));
                assertEquals(1, fork.memory().read32(0x504));
            }
        }
    }
}
