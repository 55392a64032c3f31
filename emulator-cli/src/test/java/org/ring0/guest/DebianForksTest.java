package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.ring0.embed.GuestTime.guestSeconds;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ring0.embed.Vm;
import org.ring0.embed.VmBuilder;
import org.ring0.junit.Boot;
import org.ring0.junit.BootOnce;
import org.ring0.junit.Ring0;

/** Fifty tests of a user space, each on its own fork of one Debian that was booted once; see docs/performance.md. */
@ExtendWith(Ring0.class)
@Boot(memory = "512M", setup = DebianForksTest.Shell.class, failOn = "BUG|Oops|[Pp]anic")
@BootOnce(until = "ready> $", guestSeconds = 100)
@Execution(ExecutionMode.CONCURRENT)
class DebianForksTest {
    private static final Debian DEBIAN = Debian.AMD64;
    private static final String INIT = """
        #!/bin/busybox sh
        b=/bin/busybox
        $b mount -t proc proc /proc
        PS1='ready> ' exec $b sh
        """;

    /** A shell on COM1. */
    static final class Shell implements Boot.Setup {
        @Override
        public void prepare(VmBuilder machine) {
            try {
                machine.kernel("linux", Files.readAllBytes(DEBIAN.kernel()))
                        .commandLine("console=ttyS0 " + Debian.OPTIONS)
                        .module("", DEBIAN.initrd(INIT));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeAll
    static void needsItsKernel() throws IOException {
        DEBIAN.kernel();
    }

    @RepeatedTest(50)
    void shellCalculatesAndStartsPrograms(Vm vm, RepetitionInfo repetition) {
        int n = repetition.getCurrentRepetition();
        vm.serial()
                .send("/bin/busybox uname -m; echo $((%1$d * %1$d)) >/number; /bin/busybox cat /number; echo /num*\n"
                        .formatted(n));
        vm.serial().expect("^" + DEBIAN.machine() + "$", guestSeconds(10));
        assertEquals(
                n * n,
                Integer.parseInt(vm.serial().expect("^\\d+$", guestSeconds(1)).group()));
        vm.serial().expect("^/number$", guestSeconds(1));
        assertFalse(vm.serial().output().contains("Linux version"), "the boot is the first machine's");
    }
}
