package org.ring0.devices.storage.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The first bytes of a file and its length: all that recognising it takes. Bytes beyond the end read as zero. */
final class ImageHead {
    /** Up to the end of the primary volume descriptor of ISO 9660. */
    private static final int LENGTH = 0x8800;

    private final Path path;
    private final long length;
    private final byte[] bytes;

    private ImageHead(Path path, long length, byte[] bytes) {
        this.path = path;
        this.length = length;
        this.bytes = bytes;
    }

    /**
     * Reads the head of a file.
     *
     * @throws ImageException if it is missing, a directory or another non-file, empty or not readable
     */
    static ImageHead of(Path path) throws ImageException {
        if (Files.isDirectory(path)) {
            throw new ImageException(path + " is a directory, not an image");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new ImageException(path + " is not a regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            ImageHead head = new ImageHead(path, Files.size(path), in.readNBytes(LENGTH));
            if (head.length == 0) {
                throw new ImageException(path + " is empty");
            }
            return head;
        } catch (NoSuchFileException e) {
            throw new ImageException(path + " does not exist");
        } catch (AccessDeniedException e) {
            throw new ImageException(path + " cannot be read: permission denied");
        } catch (IOException e) {
            throw new ImageException(path + " cannot be read: " + e.getMessage());
        }
    }

    Path path() {
        return path;
    }

    /** Bytes of the whole file. */
    long length() {
        return length;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int u8(int offset) {
        return offset >= 0 && offset < bytes.length ? bytes[offset] & 0xff : 0;
    }

    int u16(int offset) {
        return u8(offset) | u8(offset + 1) << 8;
    }

    long u32(int offset) {
        return u16(offset) | (long) u16(offset + 2) << 16;
    }

    long u64(int offset) {
        return u32(offset) | u32(offset + 4) << 32;
    }

    /** Whether these ASCII characters are at {@code offset}. */
    boolean has(int offset, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (u8(offset + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The refusal of a file that ends before its content does. */
    ImageException cutShort(String what) {
        return new ImageException(path + " is cut short: " + what);
    }
}
