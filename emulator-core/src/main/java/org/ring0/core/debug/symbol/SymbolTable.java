package org.ring0.core.debug.symbol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Symbols that name code and data, by address: those of an ELF file (gabi 4.1, "Symbol Table"), or of a map. */
final class SymbolTable {
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_DYNSYM = 11;
    private static final int STT_OBJECT = 1;
    private static final int STT_FUNC = 2;
    private static final int STT_NOTYPE = 0;
    /** From here on section numbers mean something else. */
    private static final int SHN_LORESERVE = 0xff00;
    /** How many symbols before an address are looked at: of those that overlap, some are too short. */
    private static final int OVERLAPPING = 32;

    /** A symbol; what lies behind {@code end} is not its own. */
    record Symbol(long start, long end, int rank, long name) {}

    private final List<Symbol> symbols;
    private final ByteReader names;

    /**
     * Symbols from anywhere.
     *
     * @param symbols in any order; their names are positions of zero-terminated text
     */
    SymbolTable(List<Symbol> symbols, ByteReader names) {
        this.symbols = symbols;
        this.names = names;
        symbols.sort((a, b) -> {
            int byAddress = Long.compareUnsigned(a.start, b.start);
            return byAddress != 0 ? byAddress : Integer.compare(a.rank, b.rank);
        });
    }

    static SymbolTable of(ElfFile elf) throws SymbolException {
        ElfFile.Section table = elf.ofType(SHT_SYMTAB);
        table = table != null ? table : elf.ofType(SHT_DYNSYM);
        if (table == null || table.link() < 0 || table.link() >= elf.sections().size()) {
            return new SymbolTable(new ArrayList<>(), new ByteReader(new byte[0]));
        }
        List<Symbol> symbols = new ArrayList<>();
        ByteReader entries = elf.content(table);
        int size = elf.is64() ? 24 : 16;
        while (entries.left() >= size) {
            add(symbols, elf, entries.part(size));
        }
        return new SymbolTable(symbols, elf.content(elf.sections().get(table.link())));
    }

    private static void add(List<Symbol> symbols, ElfFile elf, ByteReader entry) throws SymbolException {
        long name = entry.u32();
        int info;
        int section;
        long value;
        long size;
        if (elf.is64()) {
            info = entry.u8();
            entry.skip(1);
            section = entry.u16();
            value = entry.u64();
            size = entry.u64();
        } else {
            value = entry.u32();
            size = entry.u32();
            info = entry.u8();
            entry.skip(1);
            section = entry.u16();
        }
        int type = info & 15;
        boolean names = type == STT_FUNC || type == STT_OBJECT || type == STT_NOTYPE;
        if (!names
                || name == 0
                || section == 0
                || section >= SHN_LORESERVE
                || section >= elf.sections().size()) {
            return;
        }
        ElfFile.Section home = elf.sections().get(section);
        long end = size != 0 ? value + size : home.address() + home.size();
        int rank = 2 * (type == STT_FUNC ? 2 : type == STT_OBJECT ? 1 : 0) + (info >> 4 != 0 ? 1 : 0);
        symbols.add(new Symbol(value, end, rank, name));
    }

    boolean isEmpty() {
        return symbols.isEmpty();
    }

    /** What an address is part of, as a place without a line; a bare one where nothing is known. */
    Place at(long address) {
        int low = 0;
        int high = symbols.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(symbols.get(middle).start, address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low - 1; i >= Math.max(0, low - OVERLAPPING); i--) {
            Symbol symbol = symbols.get(i);
            if (Long.compareUnsigned(address, symbol.end) < 0) {
                return new Place(address, name(symbol), address - symbol.start, null, 0);
            }
        }
        return Place.unknown(address);
    }

    /** The address of a symbol by its name; empty if there is none. */
    OptionalLong find(String name) {
        return symbols.stream()
                .filter(symbol -> names.holds(symbol.name, name))
                .max(Comparator.comparingInt(Symbol::rank))
                .map(symbol -> OptionalLong.of(symbol.start))
                .orElseGet(OptionalLong::empty);
    }

    private String name(Symbol symbol) {
        try {
            return names.at(symbol.name).name();
        } catch (SymbolException e) {
            return "?";
        }
    }
}
