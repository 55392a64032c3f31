package org.ring0.core.debug.symbol;

import java.util.ArrayList;
import java.util.List;

/**
 * The head of one unit of .debug_line (DWARF 5, 6.2.4, and the same section of versions 2 to 4): how its program is coded,
 * and the files that it speaks of.
 */
final class LineHeader {
    private static final long DWARF64 = 0xffff_ffffL;
    private static final int FIRST_VERSION = 2;
    private static final int LAST_VERSION = 5;
    private static final int DW_LNCT_PATH = 1;
    private static final int DW_LNCT_DIRECTORY_INDEX = 2;

    /** Where names of version 5 may lie. */
    record Texts(ByteReader lineStrings, ByteReader strings) {}

    private record Form(long content, int form) {}

    private record NamedFile(String name, long directory) {}

    final int minimumLength;
    final int maximumOperations;
    final int lineBase;
    final int lineRange;
    final int opcodeBase;
    final int[] operandCounts;
    /** The program, from its first opcode to the end of the unit. */
    final ByteReader program;

    private final int version;
    private final boolean is64;
    private final ByteReader tables;

    private LineHeader(ByteReader unit, boolean is64) throws SymbolException {
        this.is64 = is64;
        version = unit.u16();
        if (version < FIRST_VERSION || version > LAST_VERSION) {
            throw new SymbolException("has line numbers of DWARF version %d".formatted(version));
        }
        if (version == LAST_VERSION) {
            unit.skip(2); // address_size, segment_selector_size
        }
        ByteReader rest = unit.part(unit.number(is64 ? 8 : 4));
        program = unit;
        minimumLength = rest.u8();
        maximumOperations = version >= 4 ? Math.max(1, rest.u8()) : 1;
        rest.skip(1); // default_is_stmt
        lineBase = (byte) rest.u8();
        lineRange = rest.u8();
        opcodeBase = rest.u8();
        if (lineRange == 0 || opcodeBase == 0) {
            throw new SymbolException("has damaged line numbers");
        }
        operandCounts = new int[opcodeBase];
        for (int i = 1; i < opcodeBase; i++) {
            operandCounts[i] = rest.u8();
        }
        tables = rest;
    }

    /** The unit that a reader is at; the reader goes on behind it, also if it cannot be understood. Null: not understood. */
    static LineHeader next(ByteReader section) throws SymbolException {
        long length = section.u32();
        boolean is64 = length == DWARF64;
        ByteReader unit = section.part(is64 ? section.u64() : length);
        try {
            return new LineHeader(unit, is64);
        } catch (SymbolException e) {
            return null;
        }
    }

    /** The name of a file by the number that the program uses. */
    String fileName(long number, Texts texts) throws SymbolException {
        ByteReader from = tables.at(tables.position());
        if (version == LAST_VERSION) {
            entry(from, texts, -1);
        } else {
            oldDirectory(from, -1);
        }
        NamedFile file = version == LAST_VERSION ? entry(from, texts, number) : oldFile(from, number);
        if (file == null) {
            return "?";
        }
        if (file.directory == 0 || file.name.startsWith("/")) {
            return file.name;
        }
        ByteReader again = tables.at(tables.position());
        String directory = version == LAST_VERSION
                ? nameOf(entry(again, texts, file.directory))
                : oldDirectory(again, file.directory);
        return directory == null ? file.name : directory + "/" + file.name;
    }

    private static String nameOf(NamedFile entry) {
        return entry == null ? null : entry.name;
    }

    /** Reads all directories of version 4 or older, which count from 1; answers one of them or null. */
    private static String oldDirectory(ByteReader from, long wanted) throws SymbolException {
        String found = null;
        long n = 1;
        for (String name = from.name(); !name.isEmpty(); name = from.name()) {
            found = n++ == wanted ? name : found;
        }
        return found;
    }

    private static NamedFile oldFile(ByteReader from, long wanted) throws SymbolException {
        long n = 1;
        for (String name = from.name(); !name.isEmpty(); name = from.name()) {
            NamedFile file = new NamedFile(name, from.uleb());
            from.uleb();
            from.uleb();
            if (n++ == wanted) {
                return file;
            }
        }
        return null;
    }

    /** Reads all of a table of version 5, whose entries count from 0; answers one of them or null. */
    private NamedFile entry(ByteReader from, Texts texts, long wanted) throws SymbolException {
        List<Form> format = new ArrayList<>();
        for (int count = from.u8(); count > 0; count--) {
            format.add(new Form(from.uleb(), (int) from.uleb()));
        }
        NamedFile found = null;
        long count = from.uleb();
        for (long n = 0; n != count && !format.isEmpty(); n++) {
            int before = from.left();
            NamedFile entry = entry(from, format, n == wanted ? texts : null);
            if (from.left() == before) {
                throw new SymbolException("has damaged line numbers"); // forms without bytes could go on for ever
            }
            found = n == wanted ? entry : found;
        }
        return found;
    }

    /** @param texts null: nobody wants the name */
    private NamedFile entry(ByteReader from, List<Form> format, Texts texts) throws SymbolException {
        String name = "?";
        long directory = 0;
        for (Form part : format) {
            if (part.content == DW_LNCT_PATH && texts != null) {
                name = LineForms.text(from, part.form, is64, texts);
            } else if (part.content == DW_LNCT_DIRECTORY_INDEX) {
                directory = LineForms.number(from, part.form, is64);
            } else {
                LineForms.skip(from, part.form, is64);
            }
        }
        return new NamedFile(name, directory);
    }
}
