package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.devices.board.ExpansionBus;

/** What becomes of a program's own cards in snapshots and forks. */
class CardTest {
    private static final int PORT = 0x300;

    /** Remembers a byte, and tells nobody. */
    private static class Notepad implements IoDevice {
        int note;

        @Override
        public int read(int offset) {
            return note;
        }

        @Override
        public void write(int offset, int value) {
            note = value;
        }

        static void plugInto(ExpansionBus bus) {
            bus.ports(PortRange.of(PORT, 1), new Notepad());
        }
    }

    /** Remembers a byte with the machine. */
    private static final class Notebook extends Notepad implements Device<Notebook.State> {
        record State(int note) {}

        @Override
        public State save() {
            return new State(note);
        }

        @Override
        public void restore(State state) {
            note = state.note;
        }

        @Override
        public State powerOn() {
            return new State(7);
        }

        static void plugInto(ExpansionBus bus) {
            bus.ports(PortRange.of(PORT, 1), bus.add("notebook", new Notebook()));
        }
    }

    @Test
    void cardWithAStateIsCarriedAndThenGoesItsOwnWay(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("noted.ring0");
        VmBuilder machine = Guest.ECHO.machine().expansion(Notebook::plugInto);
        try (Vm vm = machine.build()) {
            assertEquals(7, vm.ports().in(PORT, 1), "reset with the machine");
            vm.ports().out(PORT, 0x5a, 1);
            try (Vm fork = vm.fork()) {
                assertEquals(0x5a, fork.ports().in(PORT, 1));
                assertEquals(vm.digest(), fork.digest());
                fork.ports().out(PORT, 1, 1);
                assertEquals(0x5a, vm.ports().in(PORT, 1));
            }
            try (VmSnapshot snapshot = vm.snapshot()) {
                snapshot.save(file);
            }
        }
        machine.from(file);
        try (Vm loaded = machine.build()) {
            assertEquals(0x5a, loaded.ports().in(PORT, 1));
        }
        VmBuilder without = Guest.ECHO.machine().from(file);
        assertEquals(
                "the snapshot is of another machine, with 'notebook'",
                assertThrows(VmException.class, without::build).getMessage());
    }

    @Test
    void cardThatKeepsItsStateToItselfIsNamed() {
        try (Vm vm = Guest.ECHO.machine().expansion(Notepad::plugInto).build()) {
            String sentence = "the machine cannot be saved: the card CardTest.Notepad has not added its state"
                    + " (ExpansionBus.add), nor said that it has none (stateless)";
            assertEquals(sentence, assertThrows(VmException.class, vm::snapshot).getMessage());
            assertEquals(sentence, assertThrows(VmException.class, vm::fork).getMessage());
        }
        IoDevice nameless = new Notepad() {};
        try (Vm vm = Guest.ECHO
                .machine()
                .expansion(bus -> bus.ports(PortRange.of(PORT, 1), nameless))
                .build()) {
            String sentence = assertThrows(VmException.class, vm::fork).getMessage();
            assertEquals("the machine cannot be saved: the card CardTest has", sentence.substring(0, 50));
        }
    }

    @Test
    void cardWithoutAStateIsPluggedInAgain() {
        VmBuilder machine = Guest.ECHO
                .machine()
                .expansion(bus -> {
                    bus.ports(PortRange.of(PORT, 1), new HypercallPort(ignored -> {}));
                    bus.stateless();
                })
                .hypercalls((vm, function) -> 0);
        try (Vm vm = machine.build();
                Vm fork = vm.fork()) {
            assertEquals(Hypercall.PRESENT & 0xff, fork.ports().in(PORT, 1));
            assertEquals(Hypercall.PRESENT, fork.ports().in(Hypercall.PORT, 4));
        }
    }

    @Test
    void placesThatAreNotThereAreSentences() {
        assertEquals(
                "a device cannot be plugged in: PCI has no interrupt pin 5",
                assertThrows(
                                VmException.class,
                                () -> Guest.ECHO
                                        .machine()
                                        .expansion(bus -> bus.pciInterrupt(3, 5))
                                        .build())
                        .getMessage());
        assertEquals(
                "a device cannot be plugged in: there is no free PCI slot 2",
                assertThrows(
                                VmException.class,
                                () -> Guest.ECHO
                                        .machine()
                                        .expansion(bus -> bus.pciInterrupt(2, 1))
                                        .build())
                        .getMessage());
    }
}
