package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.machine.StopReason;

/** Machines that are recorded, and replayed. */
class RecordTest {
    @TempDir
    private Path folder;

    /** Answers the digest. */
    private String record(Path file) {
        try (Vm vm = Guest.ECHO.machine().record(file).build()) {
            vm.serial().expect("ready", guestSeconds(5));
            vm.type("typed");
            vm.screen().expect("typed", guestSeconds(2));
            vm.reset();
            vm.serial().expect("ready", guestSeconds(5));
            vm.mouse().move(3, 4, 0);
            vm.serial().send("abc\r");
            vm.serial().expect("abc", guestSeconds(1));
            vm.serial().send("q");
            assertEquals(new StopReason.DebugExit(0), vm.run());
            return vm.digest();
        }
    }

    @Test
    void replayShowsWhatTheRecordedMachineShowed() {
        Path file = folder.resolve("echo.rec");
        String digest = record(file);
        for (EngineChoice engine : EngineChoice.values()) {
            try (Vm vm = Guest.ECHO.machine().engine(engine).replay(file).build()) {
                vm.serial().send("ignored");
                StopReason reason = vm.run();
                assertInstanceOf(StopReason.Replayed.class, reason, reason::sentence);
                assertEquals(digest, vm.digest());
                assertEquals(
                        "echo: ready\r\necho: ready\r\nabc\r\n",
                        vm.serial().output().replace("typed", ""));
            }
        }
    }

    /** Its page fault leaves traces in memory, which outlast a reset. */
    private static VmBuilder crashing() {
        return Vm.builder().memory("16M").kernel(Path.of("../emulator-cli/src/test/resources/guest/triplefault.elf"));
    }

    /** IVT entry 2 set to 0:7C12h; CLI, HLT; there, 5 to the debug-exit port, IRET. */
    private static VmBuilder halting() {
        byte[] code = HexFormat.of().parseHex("31c08ed8c7060800127cc7060a000000faf4b005e6f4cf");
        byte[] floppy = Arrays.copyOf(code, 1_474_560);
        floppy[510] = 0x55;
        floppy[511] = (byte) 0xaa;
        return Vm.builder().memory("4M").floppy(floppy);
    }

    private void assertReplayed(Supplier<VmBuilder> machine, Consumer<Vm> course) {
        Path file = folder.resolve("course.rec");
        String digest;
        long instructions;
        try (Vm vm = machine.get().record(file).build()) {
            course.accept(vm);
            digest = vm.digest();
            instructions = vm.instructions();
        }
        for (EngineChoice engine : EngineChoice.values()) {
            try (Vm vm = machine.get().engine(engine).replay(file).build()) {
                StopReason reason = vm.run();
                assertInstanceOf(StopReason.Replayed.class, reason, reason::sentence);
                assertEquals(digest, vm.digest());
                assertEquals(instructions, vm.instructions());
            }
        }
    }

    @Test
    void resetAfterATripleFaultComesAfterItInAReplayToo() {
        assertReplayed(RecordTest::crashing, vm -> {
            assertInstanceOf(StopReason.TripleFault.class, vm.run());
            vm.reset();
        });
        assertReplayed(RecordTest::crashing, vm -> {
            assertInstanceOf(StopReason.TripleFault.class, vm.run());
            vm.reset();
            assertInstanceOf(StopReason.TripleFault.class, vm.run());
            // A CPU that is not reset shuts down once more.
            assertInstanceOf(StopReason.TripleFault.class, vm.run());
            vm.reset();
            vm.step(1_000);
        });
    }

    @Test
    void replayGoesOnWhereTheProgramWentOnThoughTheGuestHadEnded() {
        assertReplayed(Guest.ECHO::machine, vm -> {
            vm.serial().expect("ready", guestSeconds(5));
            vm.serial().send("q");
            assertEquals(new StopReason.DebugExit(0), vm.run());
            vm.step(1_000);
            vm.reset();
            vm.serial().expect("ready", guestSeconds(5));
        });
    }

    @Test
    void buttonsAreRecorded() {
        assertReplayed(RecordTest::halting, vm -> {
            vm.reset();
            assertInstanceOf(StopReason.Halted.class, vm.run());
            vm.powerButton();
            assertInstanceOf(StopReason.Halted.class, vm.run());
            // Only an NMI wakes this guest, if nobody resets it.
            vm.nmiButton();
            assertEquals(new StopReason.DebugExit(5), vm.run());
            vm.reset();
            assertInstanceOf(StopReason.Halted.class, vm.run());
        });
    }

    @Test
    void forksMeanwhileAreNotRecordedAndChangeNothing() {
        assertReplayed(Guest.ECHO::machine, vm -> {
            vm.serial().expect("ready", guestSeconds(5));
            try (Vm fork = vm.fork()) {
                fork.serial().send("fork\r");
                fork.serial().expect("fork", guestSeconds(1));
                fork.reset();
                fork.step(10_000);
            }
            vm.serial().send("abc\r");
            vm.serial().expect("abc", guestSeconds(1));
        });
    }

    @Test
    void recordingOfAnotherMachineIsRefused() {
        Path file = folder.resolve("echo.rec");
        record(file);
        VmException other = assertThrows(
                VmException.class, () -> Guest.LOOP.machine().replay(file).build());
        assertTrue(other.getMessage().contains("the recording is of another machine: its image in floppy A"));
        VmException none = assertThrows(
                VmException.class,
                () -> Guest.ECHO.machine().record(folder.resolve("no/folder")).build());
        assertTrue(none.getMessage().contains("cannot be written"), none::getMessage);
        assertTrue(Files.exists(file));
    }
}
