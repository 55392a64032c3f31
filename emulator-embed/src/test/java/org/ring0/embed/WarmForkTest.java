package org.ring0.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.ring0.embed.GuestTime.guestMillis;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.InterruptObserver;
import org.ring0.core.io.PortObserver;
import org.ring0.core.machine.StopReason;

/** Forks that go on with what closed ones have left: nothing of those is to be seen but that their code is translated. */
class WarmForkTest {
    private static final int STEPS = 100_000;
    private static final int PATIENCE = 2_000;
    private static final byte[] JUMP_TO_ITSELF = {(byte) 0xeb, (byte) 0xfe};

    private static VmSnapshot looping() {
        try (Vm vm = Guest.LOOP.machine().forForks(true).build()) {
            vm.breakpoints().add(0x9000);
            assertInstanceOf(StopReason.Breakpoint.class, vm.run());
            return vm.snapshot();
        }
    }

    private static long translated(Vm vm) {
        return vm.machine().statistics().engine().translated();
    }

    /** Until most of what is executed is translated: the loop is more than one region. */
    private static void runUntilTranslated(Vm vm) {
        for (int n = 0; n < PATIENCE; n++) {
            long before = translated(vm);
            vm.step(STEPS);
            if (translated(vm) - before > STEPS * 3 / 4) {
                return;
            }
        }
        fail("was never translated");
    }

    private static String digestAfter(Vm vm, long steps) {
        vm.step(steps);
        return vm.digest();
    }

    @Test
    void codeOfAClosedForkIsTranslatedInTheNext() {
        try (VmSnapshot snapshot = looping()) {
            try (Vm first = snapshot.start()) {
                runUntilTranslated(first);
            }
            try (Vm second = snapshot.start()) {
                assertEquals(0, translated(second), "counts of its own");
                second.step(1_000);
                assertTrue(translated(second) > 500, () -> translated(second) + " of 1000");
                try (Vm cold = snapshot.start()) {
                    assertEquals(digestAfter(second, STEPS), digestAfter(cold, STEPS + 1_000));
                }
            }
        }
    }

    @Test
    void codeThatAClosedForkHasChangedIsAsItWasInTheNext() {
        try (VmSnapshot snapshot = looping()) {
            String straight;
            try (Vm first = snapshot.start()) {
                runUntilTranslated(first);
            }
            try (Vm second = snapshot.start()) {
                straight = digestAfter(second, STEPS);
            }
            try (Vm changed = snapshot.start()) {
                changed.linear().write(0x9000, JUMP_TO_ITSELF);
                changed.step(STEPS);
                assertEquals(0x9000, changed.registers().linearIp());
            }
            for (int n = 0; n < 3; n++) {
                try (Vm next = snapshot.start()) {
                    assertEquals(straight, digestAfter(next, STEPS));
                }
            }
        }
    }

    @Test
    void nothingThatWasAttachedToAClosedForkIsLeft() {
        List<Object> told = new ArrayList<>();
        try (Vm origin = Guest.ECHO.machine().forForks(true).build()) {
            origin.serial().expect("ready$", guestSeconds(5));
            origin.runFor(guestMillis(10));
            try (VmSnapshot snapshot = origin.snapshot()) {
                try (Vm first = snapshot.start()) {
                    first.breakpoints().add(0x7c00);
                    first.observers().add(new PortObserver() {
                        @Override
                        public void written(int port, int value, int size) {
                            told.add(port);
                        }
                    });
                    first.observers().add((InterruptObserver) (vector, cause, error) -> told.add(vector));
                    first.machine().cpus().getFirst().recordBranches(true);
                    first.serial().send("abc");
                    first.runFor(guestMillis(100));
                    first.serial().send("lost");
                    assertTrue(told.size() > 3);
                }
                told.clear();
                try (Vm second = snapshot.start()) {
                    assertEquals(origin.digest(), second.digest());
                    assertTrue(second.breakpoints().isEmpty());
                    assertNull(second.machine().cpus().getFirst().branches());
                    for (Vm each : List.of(origin, second)) {
                        each.serial().send("xyz");
                        each.runFor(guestMillis(100));
                    }
                    assertEquals("xyz", second.serial().output());
                    assertEquals(origin.digest(), second.digest());
                    assertEquals(List.of(), told);
                }
            }
        }
    }

    @Test
    void forksInParallelGoTheSameWay() {
        try (VmSnapshot snapshot = looping()) {
            List<String> digests = IntStream.range(0, 40)
                    .parallel()
                    .mapToObj(n -> {
                        try (Vm fork = snapshot.start()) {
                            if (n % 3 == 0) {
                                fork.linear().write(0x9000, JUMP_TO_ITSELF);
                                fork.step(STEPS);
                                return "";
                            }
                            return digestAfter(fork, STEPS);
                        }
                    })
                    .distinct()
                    .toList();
            assertEquals(2, digests.size(), digests::toString);
        }
    }

    @Test
    void forkOfAForkIsWarmAsWell() {
        try (VmSnapshot snapshot = looping()) {
            VmSnapshot later;
            try (Vm first = snapshot.start()) {
                runUntilTranslated(first);
                later = first.snapshot();
            }
            try (later;
                    Vm second = later.start()) {
                second.step(1_000);
                assertTrue(translated(second) > 500, () -> translated(second) + " of 1000");
            }
        }
    }

    /** Each fork is of another moment, and of a machine that has changed its code in between. */
    @Test
    void nextForkOfARunningMachineIsWarm() {
        try (Vm vm = Guest.LOOP.machine().build()) {
            vm.breakpoints().add(0x9000);
            assertInstanceOf(StopReason.Breakpoint.class, vm.run());
            vm.breakpoints().remove(0x9000);
            try (Vm first = vm.fork()) {
                runUntilTranslated(first);
            }
            vm.step(1_000);
            try (Vm second = vm.fork();
                    Vm cold = vm.fork();
                    Vm ofTheSecond = second.fork()) {
                assertEquals(vm.digest(), second.digest());
                second.step(1_000);
                assertTrue(translated(second) > 500, () -> translated(second) + " of 1000");
                assertEquals(digestAfter(second, STEPS), digestAfter(cold, STEPS + 1_000));
                assertEquals(second.digest(), digestAfter(ofTheSecond, STEPS + 1_000));
            }
            byte[] code = vm.linear().read(0x9000, JUMP_TO_ITSELF.length);
            vm.linear().write(0x9000, JUMP_TO_ITSELF);
            try (Vm stuck = vm.fork()) {
                stuck.step(STEPS);
                assertEquals(0x9000, stuck.registers().linearIp());
            }
            vm.linear().write(0x9000, code);
            try (Vm third = vm.fork()) {
                assertEquals(digestAfter(third, STEPS), digestAfter(vm, STEPS));
            }
        }
    }

    @Test
    void forksOutliveTheirParent() {
        Vm fork;
        try (Vm vm = Guest.LOOP.machine().build()) {
            vm.fork().close();
            fork = vm.fork();
        }
        try (fork;
                Vm child = fork.fork()) {
            assertEquals(digestAfter(fork, STEPS), digestAfter(child, STEPS));
        }
    }
}
