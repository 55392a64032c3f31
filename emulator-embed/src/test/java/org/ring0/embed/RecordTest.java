package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.nio.file.Files;
import java.nio.file.Path;
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
