package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ring0.testing.GuestPackages;

/**
 * Images with syslinux as the boot loader, made with the tools of its packages and mtools: a FAT floppy, a FAT hard disk with
 * a master boot record, and a CD with isolinux.
 */
final class Images {
    private static final String MODULES = "/usr/lib/syslinux/modules/bios/";
    private static final int SECTOR = 512;
    private static final int HEADS = 16;
    private static final int SECTORS_PER_TRACK = 63;
    private static final int CYLINDERS = 32;
    private static final int PARTITION_ENTRY = 446;
    private static final byte FAT16_BELOW_32_MIB = 4;
    private static final int TOOL_SECONDS = 60;

    private final Path folder;
    private final List<Path> files;

    /**
     * @param folder where images are built
     * @param configuration the content of syslinux.cfg
     * @param files what else is in the root folder
     */
    Images(Path folder, String configuration, List<Path> files) throws Exception {
        this.folder = folder;
        this.files = new ArrayList<>(files);
        this.files.add(Files.writeString(folder.resolve("syslinux.cfg"), configuration));
    }

    /** A module of syslinux. */
    static Path module(String name) {
        return GuestPackages.file(MODULES + name, "syslinux-common");
    }

    Path image(Medium medium) throws Exception {
        return switch (medium) {
            case FLOPPY -> floppy();
            case DISK -> disk();
            case CDROM -> cdrom();
        };
    }

    private Path floppy() throws Exception {
        Path image = folder.resolve("floppy.img");
        run("mtools", "mformat", "-C", "-i", image, "-f", "1440", "::");
        copyFiles(image.toString());
        run("syslinux", "syslinux", "--install", image);
        return image;
    }

    /** One active partition that starts at the second track, as partitioning programs of the time made it. */
    private Path disk() throws Exception {
        Path image = folder.resolve("disk.img");
        byte[] bootCode = Files.readAllBytes(GuestPackages.file("/usr/lib/syslinux/mbr/mbr.bin", "syslinux-common"));
        int sectors = CYLINDERS * HEADS * SECTORS_PER_TRACK;
        ByteBuffer mbr = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        mbr.put(0, bootCode);
        mbr.position(PARTITION_ENTRY);
        mbr.put((byte) 0x80).put((byte) 1).put((byte) 1).put((byte) 0);
        mbr.put(FAT16_BELOW_32_MIB)
                .put((byte) (HEADS - 1))
                .put((byte) SECTORS_PER_TRACK)
                .put((byte) (CYLINDERS - 1));
        mbr.putInt(SECTORS_PER_TRACK).putInt(sectors - SECTORS_PER_TRACK);
        mbr.putShort(SECTOR - 2, (short) 0xaa55);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) sectors * SECTOR);
            file.write(mbr.array());
        }
        int start = SECTORS_PER_TRACK * SECTOR;
        String partition = image + "@@" + start;
        run(
                "mtools",
                "mformat",
                "-i",
                partition,
                "-h",
                HEADS,
                "-s",
                SECTORS_PER_TRACK,
                "-T",
                sectors - SECTORS_PER_TRACK,
                "-H",
                SECTORS_PER_TRACK,
                "::");
        copyFiles(partition);
        run("syslinux", "syslinux", "--offset", start, "--install", image);
        return image;
    }

    private void copyFiles(String image) throws Exception {
        List<Object> command = new ArrayList<>(List.of("mcopy", "-i", image));
        command.addAll(files);
        command.add("::");
        run("mtools", command.toArray());
    }

    private Path cdrom() throws Exception {
        Path root = Files.createDirectory(folder.resolve("cd"));
        List<Path> content = new ArrayList<>(files);
        content.add(GuestPackages.file("/usr/lib/ISOLINUX/isolinux.bin", "isolinux"));
        content.add(module("ldlinux.c32"));
        for (Path file : content) {
            Files.copy(file, root.resolve(file.getFileName()));
        }
        Path image = folder.resolve("cd.iso");
        run(
                "xorriso",
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-o",
                image,
                "-b",
                "isolinux.bin",
                "-c",
                "boot.cat",
                "-no-emul-boot",
                "-boot-load-size",
                "4",
                "-boot-info-table",
                root);
        return image;
    }

    private void run(String debianPackage, Object... command) throws Exception {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        GuestPackages.tool(words.getFirst(), debianPackage);
        Path log = folder.resolve("tool.log");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("MTOOLS_SKIP_CHECK", "1");
        Process process = builder.start();
        if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertEquals(0, process.waitFor(), () -> words + "\n" + read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
