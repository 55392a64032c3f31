package org.ring0.core.debug.symbol;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the addresses of a program are called, and which lines of its source they come from: the symbol table of an ELF file,
 * and its DWARF line numbers of versions 2 to 5 if it has them. Names are those of the file, not demangled. The lines are
 * read when they are asked for first. For one thread.
 */
public final class Symbols {
    /** Nothing is known. */
    public static final Symbols NONE = new Symbols(null, null);

    private final ElfFile elf;
    private final SymbolTable table;
    private LineTable lines;

    private Symbols(ElfFile elf, SymbolTable table) {
        this.elf = elf;
        this.table = table;
    }

    /** Whether a file is one that {@link #read} may understand. */
    public static boolean recognises(byte[] file) {
        return ElfFile.recognises(file);
    }

    /**
     * Reads a linked ELF file of 32 or 64 bits.
     *
     * @throws SymbolException if it is none, or is damaged where the symbols are
     */
    public static Symbols read(byte[] file) throws SymbolException {
        ElfFile elf = ElfFile.read(file);
        return new Symbols(elf, SymbolTable.of(elf));
    }

    /** Whether there is neither a symbol nor a line. */
    public boolean isEmpty() {
        return elf == null || table.isEmpty() && lines().isEmpty();
    }

    /** What is known of a linear address. */
    public Place at(long address) {
        return elf == null ? Place.unknown(address) : lines().complete(table.at(address));
    }

    /** What is known of the instruction that a return address lies behind. */
    public Place before(long returnAddress) {
        Place call = at(returnAddress - 1);
        return new Place(
                returnAddress, call.symbol(), call.symbol() == null ? 0 : call.offset() + 1, call.file(), call.line());
    }

    /** The address of a symbol by its name. */
    public OptionalLong find(String name) {
        return elf == null ? OptionalLong.empty() : table.find(name);
    }

    /** Sentences about what could not be read of the file, as far as somebody has asked for it. */
    public List<String> notes() {
        return lines == null ? List.of() : List.copyOf(lines.notes());
    }

    private LineTable lines() {
        if (lines == null) {
            lines = new LineTable(elf);
        }
        return lines;
    }
}
