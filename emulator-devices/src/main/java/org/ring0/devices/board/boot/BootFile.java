package org.ring0.devices.board.boot;

/**
 * A kernel or a module: its bytes, all of them hostile, and what it is called in error sentences and on command lines.
 *
 * @param name the file's name; of a module, the string that the kernel gets with it
 * @param content the whole file
 */
public record BootFile(String name, byte[] content) {
    int length() {
        return content.length;
    }

    /** Its bytes, for a plan. */
    BootPlan.Source source() {
        return new BootPlan.Bytes(content);
    }

    /** Whether {@code length} bytes from {@code offset} on lie within the file. */
    boolean has(long offset, long length) {
        return lies(offset, length, content.length);
    }

    /** Whether {@code length} bytes from {@code offset} on lie within {@code all} bytes. */
    static boolean lies(long offset, long length, long all) {
        return offset >= 0 && length >= 0 && offset <= all && length <= all - offset;
    }

    /** The byte at {@code offset}, or zero beyond the end. */
    int u8(long offset) {
        return has(offset, 1) ? content[(int) offset] & 0xff : 0;
    }

    int u16(long offset) {
        return u8(offset) | u8(offset + 1) << 8;
    }

    long u32(long offset) {
        return u16(offset) | (long) u16(offset + 2) << 16;
    }

    long u64(long offset) {
        return u32(offset) | u32(offset + 4) << 32;
    }

    BootException refuse(String what) {
        return new BootException(name + " " + what);
    }
}
