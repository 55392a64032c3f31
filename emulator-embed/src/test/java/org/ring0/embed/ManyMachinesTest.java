package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many machines in one JVM. */
class ManyMachinesTest {
    private static final int MACHINES = 1_000;

    @Test
    void thousandMachinesAreOpenedAndClosedWithoutLeaks() throws IOException {
        VmBuilder machine = Vm.builder().memory("2M");
        run(machine, 20);
        long threads = Thread.getAllStackTraces().size();
        long maps = maps();
        long files = openFiles();
        run(machine, MACHINES);
        assertTrue(Thread.getAllStackTraces().size() < threads + 10, "threads are left");
        assertTrue(maps() < maps + 100, "memory mappings are left");
        assertTrue(openFiles() < files + 10, "files are left");
    }

    @Test
    void forksAndSnapshotsAreClosedWithoutLeaks() throws IOException {
        try (Vm vm = Vm.builder().memory("2M").forForks(true).build()) {
            vm.step(100);
            fork(vm, 10);
            long threads = Thread.getAllStackTraces().size();
            long maps = maps();
            long files = openFiles();
            fork(vm, 100);
            assertTrue(Thread.getAllStackTraces().size() < threads + 10, "threads are left");
            assertTrue(maps() < maps + 50, "memory mappings are left");
            assertTrue(openFiles() < files + 10, "files are left");
        }
    }

    private static void fork(Vm vm, int count) {
        for (int i = 0; i < count; i++) {
            try (VmSnapshot snapshot = vm.snapshot();
                    Vm first = snapshot.start();
                    Vm second = snapshot.start()) {
                first.step(100);
                second.step(100);
                assertEquals(200, second.instructions());
            }
        }
    }

    private static void run(VmBuilder machine, int count) {
        for (int i = 0; i < count; i++) {
            machine.engine(i % 10 == 0 ? EngineChoice.TRANSLATOR : EngineChoice.INTERPRETER);
            try (Vm vm = machine.build()) {
                vm.step(100);
                assertEquals(100, vm.instructions());
            }
        }
    }

    /** The files that this process has open, where the host tells them. */
    private static long openFiles() throws IOException {
        Path files = Path.of("/proc/self/fd");
        if (!Files.exists(files)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(files)) {
            return open.count();
        }
    }

    /** The host's mappings of this process, where it tells them. */
    private static long maps() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        return Files.exists(maps) ? Files.readAllLines(maps).size() : 0;
    }

    @Test
    void machinesInParallelKnowNothingOfEachOther() {
        List<String> digests = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> {
                    try (Vm vm = Guest.ECHO.machine().build()) {
                        vm.serial().expect("ready", guestSeconds(5));
                        vm.serial().send(i % 2 == 0 ? "even\r" : "odd\r");
                        vm.serial().expect(i % 2 == 0 ? "even" : "odd", guestSeconds(1));
                        return vm.digest();
                    }
                })
                .toList();
        assertEquals(2, digests.stream().distinct().count());
    }
}
