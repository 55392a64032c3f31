package org.ring0.core.debug.symbol;

/**
 * An address, and what is known of it.
 *
 * @param address linear
 * @param symbol the function or object that it is part of, or null
 * @param offset bytes from the symbol's start
 * @param file the source file, or null
 * @param line in that file, from 1; 0 without a file
 */
public record Place(long address, String symbol, long offset, String file, int line) {
    /** An address of which nothing is known. */
    public static Place unknown(long address) {
        return new Place(address, null, 0, null, 0);
    }

    Place withLine(String newFile, int newLine) {
        return new Place(address, symbol, offset, newFile, newLine);
    }

    /** An address in hexadecimal, as long as it needs to be. */
    public static String hex(long address) {
        return (address >>> 32 == 0 ? "%08x" : "%016x").formatted(address);
    }

    /** The address in hexadecimal, and what is known of it behind it. */
    @Override
    public String toString() {
        String name = name();
        return name.isEmpty() ? hex(address) : hex(address) + " " + name;
    }

    /** What is known of it, such as {@code main+0x12 (kernel.c:34)}; empty for nothing. */
    public String name() {
        String text = symbol == null ? "" : symbol + (offset == 0 ? "" : "+0x" + Long.toHexString(offset));
        if (file == null) {
            return text;
        }
        return (text.isEmpty() ? "" : text + " ") + "(" + file + ":" + line + ")";
    }
}
