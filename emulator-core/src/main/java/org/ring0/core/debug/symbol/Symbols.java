package org.ring0.core.debug.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the addresses of a program are called, which lines of its source they come from, and how its functions find back to
 * their callers: the symbol table of an ELF file, with DWARF's line numbers of versions 2 to 5 and call frame information if it has
 * them; or a map such as Linux's System.map, which has names only. Names are those of the file, not demangled. Lines and frames are read when they are asked for first. For one thread.
 */
public final class Symbols {
    /** Nothing is known. */
    public static final Symbols NONE = new Symbols(null, 0, List.of());

    /** A file with symbols, at the addresses that it was linked for. */
    private static final class Program {
        final ElfFile elf;
        final boolean is64;
        final SymbolTable table;
        private LineTable lines;
        private FrameTable frames;

        /** @param elf null: names are all there is */
        Program(ElfFile elf, boolean is64, SymbolTable table) {
            this.elf = elf;
            this.is64 = is64;
            this.table = table;
        }

        LineTable lines() {
            if (lines == null) {
                lines = elf == null ? new LineTable() : new LineTable(elf);
            }
            return lines;
        }

        FrameTable frames() {
            if (frames == null) {
                frames = elf == null ? new FrameTable() : new FrameTable(elf);
            }
            return frames;
        }

        long masked(long address) {
            return is64 ? address : address & 0xffff_ffffL;
        }
    }

    private final Program program;
    private final long moved;
    private final List<String> remarks;

    private Symbols(Program program, long moved, List<String> remarks) {
        this.program = program;
        this.moved = moved;
        this.remarks = remarks;
    }

    /** Whether a file is an ELF file, whose symbols {@link #read} may find. */
    public static boolean recognises(byte[] file) {
        return ElfFile.recognises(file);
    }

    /**
     * Reads a linked ELF file of 32 or 64 bits, or a map of symbols.
     *
     * @throws SymbolException if it is neither, or is damaged where the symbols are
     */
    public static Symbols read(byte[] file) throws SymbolException {
        if (ElfFile.recognises(file)) {
            ElfFile elf = ElfFile.read(file);
            return new Symbols(new Program(elf, elf.is64(), SymbolTable.of(elf)), 0, List.of());
        }
        if (!SymbolMap.recognises(file)) {
            throw new SymbolException("is not an ELF file, nor a map of symbols such as System.map");
        }
        SymbolMap map = SymbolMap.read(file);
        return new Symbols(new Program(null, map.is64(), map.table()), 0, List.of());
    }

    /** The same for a program that lies elsewhere than it was linked for. */
    public Symbols moved(long distance) {
        return new Symbols(program, distance, remarks);
    }

    /** The same with something that users should know. */
    public Symbols remarked(String sentence) {
        List<String> more = new ArrayList<>(remarks);
        more.add(sentence);
        return new Symbols(program, moved, List.copyOf(more));
    }

    /** Whether addresses of the program have 64 bits. */
    public boolean is64() {
        return program != null && program.is64;
    }

    /** Whether there is neither a symbol nor a line. */
    public boolean isEmpty() {
        return program == null || program.table.isEmpty() && program.lines().isEmpty();
    }

    /** What is known of a linear address. */
    public Place at(long address) {
        if (program == null) {
            return Place.unknown(address);
        }
        long linked = program.masked(address - moved);
        Place place = program.lines().complete(program.table.at(linked));
        return new Place(address, place.symbol(), place.offset(), place.file(), place.line());
    }

    /** What is known of the instruction that a return address lies behind. */
    public Place before(long returnAddress) {
        Place call = at(returnAddress - 1);
        return new Place(
                returnAddress, call.symbol(), call.symbol() == null ? 0 : call.offset() + 1, call.file(), call.line());
    }

    /** The address of a symbol by its name. */
    public OptionalLong find(String name) {
        OptionalLong found = program == null ? OptionalLong.empty() : program.table.find(name);
        return found.isPresent() ? OptionalLong.of(program.masked(found.getAsLong() + moved)) : found;
    }

    /**
     * The caller of a function, by call frame information.
     *
     * @param frame of the function
     * @param at the linear address of an instruction of it: of the call if it has called, else of the next one
     * @param wordSize of addresses, 4 or 8; of a program of the other kind nothing is known
     */
    public Unwinding caller(CallFrame frame, long at, int wordSize, CallFrame.Memory memory) {
        if (program == null || wordSize != (program.is64 ? 8 : 4)) {
            return new Unwinding.Unknown();
        }
        FrameRegisters registers = new FrameRegisters(frame, memory, program.is64, moved);
        return program.frames().caller(program.masked(at - moved), registers);
    }

    /** Sentences about what could not be read of the file, as far as somebody has asked for it, and other remarks. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(remarks);
        if (program != null) {
            notes.addAll(program.lines == null ? List.of() : program.lines.notes());
            notes.addAll(program.frames == null ? List.of() : program.frames.notes());
        }
        return notes;
    }
}
