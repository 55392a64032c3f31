package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
        run(machine, MACHINES);
        assertTrue(Thread.getAllStackTraces().size() < threads + 10, "threads are left");
        assertTrue(maps() < maps + 100, "memory mappings are left");
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
