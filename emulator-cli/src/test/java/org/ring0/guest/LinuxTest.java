package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.testing.GuestPackages;

/** The kernel of Debian's installer for i386, started directly, and a user space of the installer's own busybox. */
class LinuxTest {
    private static final String FOLDER = "/usr/lib/debian-installer/images/12/i386/text/debian-installer/i386/";
    private static final String PACKAGE = "debian-installer-12-netboot-i386";
    private static final String BUSYBOX = "bin/busybox";
    private static final Set<String> USER_SPACE =
            Set.of(BUSYBOX, "lib/ld-linux.so.2", "lib/i386-linux-gnu/ld-linux.so.2", "lib/i386-linux-gnu/libc.so.6");
    private static final String INIT = """
        #!/bin/busybox sh
        b=/bin/busybox
        $b mount -t proc proc /proc
        echo 'user space'
        $b uname -a
        $b cat /proc/cpuinfo
        $b sha256sum /bin/busybox
        $b poweroff -f
        """;
    /** Without what only takes time: tests of ciphers, the search for ISA cards, the check of the kernel's own certificate. */
    private static final String COMMAND_LINE =
            "console=ttyS0 cryptomgr.notests noisapnp" + " initcall_blacklist=load_system_certificate_list";

    private static final Pattern COMPLAINT =
            Pattern.compile("BUG|WARNING|Oops|Call Trace|[Pp]anic|unchecked MSR|nobody cared"
                    + "|ACPI (BIOS )?(Error|Warning)|MTRRs? .*(blank|disabled)");
    private static final long GUEST_SECONDS = 100;

    @Test
    void debianReachesUserSpaceAndPowersOff() throws Exception {
        byte[] kernel = Files.readAllBytes(GuestPackages.file(FOLDER + "linux", PACKAGE));
        Map<String, NewcArchive.File> userSpace = userSpace();
        byte[] initrd = new NewcArchive()
                .directories("bin", "dev", "lib", "lib/i386-linux-gnu", "proc")
                .characterDevice("dev/console", 5, 1)
                .files(userSpace)
                .program("init", INIT)
                .bytes();
        PcConfig config = Guests.pc()
                .withMemory(64 * PcConfig.MIB)
                .withKernel(new PcConfig.Kernel(
                        new BootFile("linux", kernel), COMMAND_LINE, List.of(new BootFile("initrd", initrd))));
        try (GuestPc pc = new GuestPc(config)) {
            StopReason reason = pc.run(GUEST_SECONDS * config.frequency());
            String log = pc.serial();
            assertInstanceOf(StopReason.PoweredOff.class, reason, pc::report);
            assertFalse(COMPLAINT.matcher(log).find(), log);
            assertTrue(log.matches("(?s).*tsc: Detected (99\\.9|100\\.0)\\d\\d MHz.*"), log);
            assertTrue(log.matches("(?s).*\nuser space\r\nLinux \\(none\\) 6\\.1\\.\\S+ .*i686 GNU/Linux\r\n.*"), log);
            assertTrue(log.contains("vendor_id\t: GenuineIntel\r\n"), log);
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(userSpace.get(BUSYBOX).content());
            assertTrue(log.contains(HexFormat.of().formatHex(digest) + "  /bin/busybox\r\n"), log);
        }
    }

    private static Map<String, NewcArchive.File> userSpace() throws Exception {
        Path installer = GuestPackages.file(FOLDER + "initrd.gz", PACKAGE);
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(installer)))) {
            Map<String, NewcArchive.File> files = NewcArchive.read(in, USER_SPACE);
            assertEquals(USER_SPACE, files.keySet());
            return files;
        }
    }
}
