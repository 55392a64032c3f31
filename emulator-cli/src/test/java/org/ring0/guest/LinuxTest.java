package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.BootDevice;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.storage.image.Access;
import org.ring0.devices.storage.image.ImageOpener;
import org.ring0.testing.GuestPackages;

/** The kernels of Debian's installer, started directly and by boot loaders, and a user space of the installer's busybox. */
class LinuxTest {
    private static final int MEBIBYTES = 64;
    private static final String INIT = """
        #!/bin/busybox sh
        b=/bin/busybox
        $b mount -t proc proc /proc
        echo 'user space'
        $b uname -a
        $b uname -m
        $b cat /proc/cpuinfo
        $b dd if=/dev/zero bs=65536 count=%d 2>/dev/null | $b sha256sum
        $b insmod /nls_utf8.ko && $b cat /proc/modules
        $b poweroff -f
        """.formatted(MEBIBYTES * 16);
    /** For boots whose way is of interest and not their aim. */
    private static final String SHORT_INIT = """
        #!/bin/busybox sh
        /bin/busybox echo 'user space'
        /bin/busybox uname -a
        /bin/busybox uname -m
        /bin/busybox poweroff -f
        """;

    private static final int GUEST_SECONDS = 200;

    @TempDir
    Path folder;

    private static String log(GuestPc pc, PcConfig config) {
        StopReason reason = pc.run(GUEST_SECONDS * config.frequency());
        assertInstanceOf(StopReason.PoweredOff.class, reason, pc::report);
        return pc.serial();
    }

    private static void assertUserSpace(Debian debian, String log) {
        assertFalse(Debian.COMPLAINT.matcher(log).find(), log);
        // A screen breaks the long line.
        String lines = "(?s).*\nuser space\\s+Linux \\(none\\) 6\\.1\\.\\S+ .*Linux\\s+" + debian.machine() + "\\s.*";
        assertTrue(log.matches(lines), log);
    }

    @ParameterizedTest
    @EnumSource
    void userSpaceComputesLoadsAModuleAndPowersOff(Debian debian) throws Exception {
        PcConfig config = debian.started(debian.pc(), "console=ttyS0 " + Debian.OPTIONS, debian.initrd(INIT));
        try (GuestPc pc = new GuestPc(config)) {
            String log = log(pc, config);
            assertUserSpace(debian, log);
            assertTrue(log.matches("(?s).*tsc: Detected (99\\.9|100\\.0)\\d\\d MHz.*"), log);
            assertTrue(log.contains("vendor_id\t: GenuineIntel\r\n"), log);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(new byte[MEBIBYTES << 20]);
            assertTrue(log.contains(HexFormat.of().formatHex(digest) + "  -\r\n"), log);
            assertTrue(log.contains("\nnls_utf8 16384 0 - Live "), log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isolinuxStartsItWithTheScreenAsConsole(Debian debian) throws Exception {
        String configuration =
                "DEFAULT linux\nLABEL linux\nKERNEL linux\nINITRD initrd\nAPPEND " + Debian.OPTIONS + "\n";
        Path initrd = Files.write(folder.resolve("initrd"), debian.initrd(SHORT_INIT));
        Path image = new Images(folder, configuration, List.of(debian.kernel(), initrd)).image(Medium.CDROM);
        PcConfig config = Medium.CDROM.in(Bios.OWN.in(debian.pc()), image);
        try (GuestPc pc = new GuestPc(config)) {
            log(pc, config);
            assertUserSpace(debian, pc.screen());
            Path picture = folder.resolve("screen.png");
            pc.screenshot(picture);
            BufferedImage shown = ImageIO.read(picture.toFile());
            assertEquals(List.of(720, 400), List.of(shown.getWidth(), shown.getHeight()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void grubLoadsKernelAndRamDiskFromADisk(Debian debian) throws Exception {
        Path initrd = Files.write(folder.resolve("initrd"), debian.initrd(SHORT_INIT));
        Path disk = new Images(folder, "PROMPT 1\n", List.of(debian.kernel(), initrd)).image(Medium.DISK);
        PcConfig config = withGrub(Bios.OWN.in(debian.pc()), disk);
        try (GuestPc pc = new GuestPc(config)) {
            pc.awaitScreen("GNU GRUB  version 2\\.06[^¬]*executed automatically", 60);
            pc.press("c");
            pc.awaitScreen("^grub> *$", 5);
            command(pc, "linux", "/linux console=ttyS0 " + Debian.OPTIONS);
            command(pc, "initrd", "/initrd");
            pc.type("boot\n");
            assertUserSpace(debian, log(pc, config));
        }
    }

    /** What is typed before the next prompt would be lost. */
    private static void command(GuestPc pc, String name, String file) {
        pc.type(name + " (hd0,msdos1)" + file + "\n");
        pc.awaitScreen("(?s)" + name + " \\(hd0.*^grub> *$", 60);
    }

    private static PcConfig withGrub(PcConfig pc, Path disk) throws Exception {
        ImageOpener opener = new ImageOpener();
        Path rescue = GuestPackages.file("/usr/lib/grub-rescue/grub-rescue-cdrom.iso", "grub-rescue-pc");
        List<BlockBackend> disks = List.of(opener.disk(disk, Access.SNAPSHOT));
        return pc.withDrives(PcDrives.of(List.of(), disks, List.of(opener.cdrom(rescue))))
                .withBoot(List.of(BootDevice.CDROM), false);
    }
}
