package org.ring0.core.debug.symbol;

/** Little-endian numbers and names from a part of a file, one behind the other. Nothing is read behind the part's end. */
final class ByteReader {
    /** Longer names are cut: nobody reads them, and a file could make any number of them. */
    static final int MAX_NAME = 160;

    private final byte[] bytes;
    private final int end;
    private int next;

    /** All of an array. */
    ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ByteReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.end = end;
        next = start;
    }

    /** The bytes from a position on, up to this reader's end. */
    ByteReader at(long position) throws SymbolException {
        if (position < 0 || position > end) {
            throw tooShort();
        }
        return new ByteReader(bytes, (int) position, end);
    }

    /** The next bytes as a part of their own; this reader goes on behind them. */
    ByteReader part(long length) throws SymbolException {
        if (length < 0 || length > end - next) {
            throw tooShort();
        }
        ByteReader part = new ByteReader(bytes, next, next + (int) length);
        next += (int) length;
        return part;
    }

    private static SymbolException tooShort() {
        return new SymbolException("is cut short or damaged");
    }

    /** Counted from the start of the array. */
    int position() {
        return next;
    }

    int left() {
        return end - next;
    }

    void skip(long count) throws SymbolException {
        part(count);
    }

    int u8() throws SymbolException {
        if (next == end) {
            throw tooShort();
        }
        return bytes[next++] & 0xff;
    }

    int u16() throws SymbolException {
        return (int) number(2);
    }

    long u32() throws SymbolException {
        return number(4);
    }

    long u64() throws SymbolException {
        return number(8);
    }

    /** A number of 1 to 8 bytes. */
    long number(int size) throws SymbolException {
        if (size > end - next) {
            throw tooShort();
        }
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes[next + i] & 0xff;
        }
        next += size;
        return value;
    }

    /** LEB128 without a sign (DWARF 5, 7.6); bits behind the 64th are lost. */
    long uleb() throws SymbolException {
        long value = 0;
        int shift = 0;
        int read;
        do {
            read = u8();
            value |= shift < Long.SIZE ? (long) (read & 0x7f) << shift : 0;
            shift += 7;
        } while ((read & 0x80) != 0);
        return value;
    }

    /** LEB128 with a sign. */
    long sleb() throws SymbolException {
        long value = 0;
        int shift = 0;
        int read;
        do {
            read = u8();
            value |= shift < Long.SIZE ? (long) (read & 0x7f) << shift : 0;
            shift += 7;
        } while ((read & 0x80) != 0);
        return shift < Long.SIZE && (read & 0x40) != 0 ? value | -1L << shift : value;
    }

    /** Text up to a zero byte, fit for a terminal. */
    String name() throws SymbolException {
        return name(MAX_NAME);
    }

    /** As {@link #name()}, but cut behind so many characters. */
    String name(int most) throws SymbolException {
        StringBuilder name = new StringBuilder();
        boolean cut = false;
        for (int read = u8(); read != 0; read = u8()) {
            if (name.length() < most) {
                name.append(read < ' ' || read >= 0x7f ? '?' : (char) read);
            } else {
                cut = true;
            }
        }
        return cut ? name.append("...").toString() : name.toString();
    }

    /** Whether exactly this text, in ASCII, stands at a position, with a zero byte behind it. */
    boolean holds(long position, String text) {
        return startsWith(position, text)
                && position + text.length() < end
                && bytes[(int) position + text.length()] == 0;
    }

    /** Whether this text, in ASCII, stands at a position. */
    boolean startsWith(long position, String text) {
        if (position < 0 || position > end - text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[(int) position + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** All bytes that are left. */
    byte[] rest() {
        byte[] rest = java.util.Arrays.copyOfRange(bytes, next, end);
        next = end;
        return rest;
    }
}
