package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.testing.GuestPackages;

/** Debian's installer for an architecture: its kernel, its RAM disk, and small user spaces of programs from there. */
enum Debian {
    I386(
            "i386",
            "i686",
            CpuModel.P6,
            Set.of("lib/ld-linux.so.2", "lib/i386-linux-gnu/ld-linux.so.2", "lib/i386-linux-gnu/libc.so.6")),
    AMD64(
            "amd64",
            "x86_64",
            CpuModel.X86_64_V2,
            Set.of(
                    "lib64/ld-linux-x86-64.so.2",
                    "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
                    "lib/x86_64-linux-gnu/libc.so.6"));

    /** Without what only takes time: tests of ciphers, the search for ISA cards, the check of the kernel's own certificate. */
    static final String OPTIONS = "cryptomgr.notests noisapnp initcall_blacklist=load_system_certificate_list";

    /** What no log may have. */
    static final Pattern COMPLAINT = Pattern.compile("BUG|WARNING|Oops|Call Trace|[Pp]anic|unchecked MSR|nobody cared"
            + "|ACPI (BIOS )?(Error|Warning)|MTRRs? .*(blank|disabled)");

    private static final String BUSYBOX = "bin/busybox";
    /** A module that needs no other. */
    private static final String MODULE = "nls_utf8.ko";

    private final String architecture;
    private final String machine;
    private final CpuModel cpu;
    private final Set<String> libraries;

    Debian(String architecture, String machine, CpuModel cpu, Set<String> libraries) {
        this.architecture = architecture;
        this.machine = machine;
        this.cpu = cpu;
        this.libraries = libraries;
    }

    private Path file(String name) {
        return GuestPackages.file(
                "/usr/lib/debian-installer/images/12/%1$s/text/debian-installer/%1$s/%2$s"
                        .formatted(architecture, name),
                "debian-installer-12-netboot-" + architecture);
    }

    /** What uname calls the machine. */
    String machine() {
        return machine;
    }

    Path kernel() {
        return file("linux");
    }

    /** A PC that can run it. */
    PcConfig pc() {
        return on(Guests.pc());
    }

    /** The PC with what it takes to run it. */
    PcConfig on(PcConfig pc) {
        return Guests.withCpu(pc, cpu).withMemory(128 * PcConfig.MIB);
    }

    /** The installer's RAM disk, not compressed: the kernel takes both, and the guest has less to do. */
    byte[] installer() throws Exception {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file("initrd.gz")))) {
            return in.readAllBytes();
        }
    }

    /** A PC that starts the kernel directly. */
    PcConfig started(PcConfig pc, String commandLine, byte[] initrd) throws Exception {
        BootFile file = new BootFile("linux", Files.readAllBytes(kernel()));
        return pc.withKernel(new PcConfig.Kernel(file, commandLine, List.of(new BootFile("initrd", initrd))));
    }

    /** A RAM disk with busybox, a module {@code /nls_utf8.ko}, and this script as its {@code init}. */
    byte[] initrd(String init) throws Exception {
        return new NewcArchive()
                .directories("bin", "dev", "lib", "lib64", "lib/i386-linux-gnu", "lib/x86_64-linux-gnu", "proc")
                .characterDevice("dev/console", 5, 1)
                .characterDevice("dev/null", 1, 3)
                .characterDevice("dev/zero", 1, 5)
                .files(userSpace())
                .program("init", init)
                .bytes();
    }

    private Map<String, NewcArchive.File> userSpace() throws Exception {
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file("initrd.gz"))))) {
            Map<String, NewcArchive.File> files = new TreeMap<>();
            NewcArchive.read(in, this::isUsed)
                    .forEach((name, file) -> files.put(name.endsWith(MODULE) ? MODULE : name, file));
            assertEquals(libraries.size() + 2, files.size(), files.keySet()::toString);
            return files;
        }
    }

    private boolean isUsed(String name) {
        return name.equals(BUSYBOX) || libraries.contains(name) || name.endsWith("/" + MODULE);
    }
}
