package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ring0.embed.GuestTime.guestMillis;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that go on from another one's state. */
class SnapshotTest {
    private static Vm booted() {
        Vm vm = Guest.ECHO.machine().forForks(true).build();
        vm.serial().expect("ready", guestSeconds(5));
        vm.runFor(guestMillis(10));
        return vm;
    }

    @Test
    void forkGoesOnAsItsOriginDoes() {
        try (Vm vm = booted();
                Vm fork = vm.fork()) {
            assertEquals(vm.digest(), fork.digest());
            for (Vm each : new Vm[] {vm, fork}) {
                each.serial().send("abc");
                each.runFor(guestMillis(50));
            }
            assertEquals(vm.digest(), fork.digest());
            fork.serial().send("d");
            fork.runFor(guestMillis(50));
            assertEquals("abcd", fork.serial().output());
            vm.runFor(guestMillis(50));
            assertNotEquals(vm.digest(), fork.digest());
            assertEquals(3, vm.memory().read16(0x500));
        }
    }

    @Test
    void snapshotOutlivesItsMachineAndItsForksOutliveIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ready.ring0");
        VmSnapshot snapshot;
        String digest;
        try (Vm vm = booted()) {
            snapshot = vm.snapshot();
            snapshot.save(file);
            digest = vm.digest();
        }
        Vm first = snapshot.start();
        snapshot.close();
        assertThrows(IllegalStateException.class, snapshot::start);
        try (first;
                Vm loaded = Guest.ECHO.machine().from(file).build()) {
            assertEquals(digest, first.digest());
            assertEquals(digest, loaded.digest());
            loaded.serial().send("x");
            loaded.serial().expect("x", guestMillis(100));
        }
        Files.write(file, new byte[100]);
        assertThrows(VmException.class, () -> Guest.ECHO.machine().from(file).build());
    }
}
