package org.ring0.core.debug.symbol;

import java.util.ArrayList;
import java.util.List;

/**
 * A map of symbols as text, one a line: address, type, name. Linux's System.map and /proc/kallsyms are such, and what nm
 * prints. The letters of types are nm's; symbols of no address (A, U, N, per-CPU offsets) are left out.
 */
final class SymbolMap {
    private static final String CODE = "tTwWi";
    private static final String DATA = "dDbBrRvVgGsSu";
    /** The last symbol of a map is said to be no longer than a page. */
    private static final long LAST = 4096;
    /** A text that has other lines among its first ones is no map. */
    private static final int HEAD = 16;
    /** What is linked here and below is counted from elsewhere: Linux's per-CPU data. */
    private static final String FIRST_CODE = "_text";

    private final byte[] text;
    private final List<Line> lines = new ArrayList<>();
    private boolean wide;
    private int strange;

    /** A symbol; its name is at a position. Of one address, code comes first, and names like _text come last. */
    private record Line(long address, int rank, int name) {}

    private SymbolMap(byte[] file) {
        text = file.clone();
        for (int at = 0; at < text.length; ) {
            int end = at;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            line(at, end);
            at = end + 1;
        }
    }

    /** Whether a file begins like a map. */
    static boolean recognises(byte[] file) {
        int end = 0;
        for (int n = 0; n < HEAD && end < file.length; n++) {
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            end++;
        }
        SymbolMap head = new SymbolMap(java.util.Arrays.copyOf(file, Math.min(end, file.length)));
        return head.strange == 0 && !head.lines.isEmpty();
    }

    /** Whether its addresses have 64 bits. */
    boolean is64() {
        return wide;
    }

    static SymbolMap read(byte[] file) {
        return new SymbolMap(file);
    }

    SymbolTable table() {
        // Names end where the reader finds a zero byte.
        byte[] names = java.util.Arrays.copyOf(text, text.length + 1);
        ByteReader reader = new ByteReader(names);
        lines.stream()
                .filter(line -> reader.holds(line.name, FIRST_CODE))
                .findFirst()
                .ifPresent(first -> lines.removeIf(line -> Long.compareUnsigned(line.address, first.address) < 0));
        lines.sort((a, b) -> Long.compareUnsigned(a.address, b.address));
        List<SymbolTable.Symbol> symbols = new ArrayList<>();
        long end = lines.isEmpty() ? 0 : lines.getLast().address + LAST;
        for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            symbols.add(new SymbolTable.Symbol(line.address, end, line.rank, line.name));
            if (i > 0 && lines.get(i - 1).address != line.address) {
                end = line.address;
            }
        }
        return new SymbolTable(symbols, reader);
    }

    /** Reads a line; spaces behind a name become zero bytes, as its end. */
    private void line(int start, int end) {
        int at = start;
        long address = 0;
        while (at < end && Character.digit(text[at], 16) >= 0) {
            address = address << 4 | Character.digit(text[at++], 16);
        }
        int digits = at - start;
        int type = at + 1;
        int name = at + 3;
        boolean isLine = (digits == 8 || digits == 16)
                && name < end
                && text[at] == ' '
                && isLetter(text[type])
                && text[at + 2] == ' ';
        if (!isLine || !endName(name, end)) {
            boolean undefined = start == end || text[start] == ' ' || text[start] == '\r';
            strange += undefined ? 0 : 1;
            return;
        }
        wide |= digits == 16;
        int code = CODE.indexOf(text[type]);
        if (code >= 0 || DATA.indexOf(text[type]) >= 0) {
            int rank = (code >= 0 ? 4 : 0) + (text[name] == '_' ? 0 : 2) + (Character.isUpperCase(text[type]) ? 1 : 0);
            lines.add(new Line(address, rank, name));
        }
    }

    private static boolean isLetter(byte value) {
        return value >= 'a' && value <= 'z' || value >= 'A' && value <= 'Z';
    }

    /** Whether the line's rest is a name, and at most a module's name in brackets behind it. */
    private boolean endName(int name, int end) {
        int at = name;
        while (at < end && text[at] > ' ') {
            at++;
        }
        int behind = at;
        while (behind < end && text[behind] <= ' ' && text[behind] >= 0) {
            behind++;
        }
        if (at == name || behind < end && text[behind] != '[') {
            return false;
        }
        if (at < text.length) {
            text[at] = 0;
        }
        return true;
    }
}
