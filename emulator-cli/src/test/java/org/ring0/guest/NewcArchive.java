package org.ring0.guest;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * An initramfs: a cpio archive in the "newc" format (Linux, Documentation/driver-api/early-userspace/buffer-format.rst), made
 * from nothing or from another one's files.
 */
final class NewcArchive {
    private static final String MAGIC = "070701";
    private static final int FIELDS = 13;
    private static final int DIGITS = 8;
    private static final int HEADER = MAGIC.length() + FIELDS * DIGITS;
    private static final String TRAILER = "TRAILER!!!";
    private static final int DIRECTORY = 0040755;
    private static final int EXECUTABLE = 0100755;
    private static final int CHARACTER_DEVICE = 0020600;

    /** The fields of the header that are used, by position. */
    private static final int MODE = 1;

    private static final int SIZE = 6;
    private static final int NAME_SIZE = 11;

    /** A file as the archive has it; the content of a symbolic link is its target. */
    record File(int mode, byte[] content) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int inode;

    /** The files of an archive whose names are wanted. */
    static Map<String, File> read(InputStream in, Predicate<String> wanted) throws IOException {
        DataInputStream data = new DataInputStream(in);
        Map<String, File> files = new TreeMap<>();
        while (true) {
            String header = new String(data.readNBytes(HEADER), StandardCharsets.US_ASCII);
            if (!header.startsWith(MAGIC)) {
                throw new IOException("no header of a newc archive: " + header);
            }
            int nameSize = field(header, NAME_SIZE);
            String name = new String(data.readNBytes(nameSize), 0, nameSize - 1, StandardCharsets.UTF_8);
            data.skipNBytes(padding(HEADER + nameSize));
            if (name.equals(TRAILER)) {
                return files;
            }
            int size = field(header, SIZE);
            if (wanted.test(name)) {
                files.put(name, new File(field(header, MODE), data.readNBytes(size)));
            } else {
                data.skipNBytes(size);
            }
            data.skipNBytes(padding(size));
        }
    }

    private static int field(String header, int index) {
        int at = MAGIC.length() + index * DIGITS;
        return Integer.parseUnsignedInt(header.substring(at, at + DIGITS), 16);
    }

    NewcArchive directories(String... names) {
        for (String name : names) {
            entry(name, DIRECTORY, new byte[0], 0, 0);
        }
        return this;
    }

    NewcArchive characterDevice(String name, int major, int minor) {
        entry(name, CHARACTER_DEVICE, new byte[0], major, minor);
        return this;
    }

    NewcArchive program(String name, String text) {
        entry(name, EXECUTABLE, text.getBytes(StandardCharsets.UTF_8), 0, 0);
        return this;
    }

    NewcArchive files(Map<String, File> files) {
        files.forEach((name, file) -> entry(name, file.mode, file.content, 0, 0));
        return this;
    }

    byte[] bytes() {
        entry(TRAILER, 0, new byte[0], 0, 0);
        return out.toByteArray();
    }

    /** Inode, mode, user, group, links, time, size, the device's major and minor, the node's, the name's length, checksum. */
    private void entry(String name, int mode, byte[] content, int major, int minor) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int[] fields = {++inode, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, bytes.length, 0};
        StringBuilder header = new StringBuilder(MAGIC);
        for (int field : fields) {
            header.append("%08x".formatted(field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
        out.writeBytes(new byte[padding(out.size())]);
        out.writeBytes(content);
        out.writeBytes(new byte[padding(out.size())]);
    }

    private static int padding(int length) {
        return -length & 3;
    }
}
