package org.ring0.core.debug.symbol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One section of call frame information: .eh_frame or .debug_frame, which differ in how entries point to their headers. */
final class FrameSection {
    private static final long DWARF64 = 0xffff_ffffL;

    /** A piece of code that has a description, and where that lies: from behind its pointer to its header to its end. */
    record Piece(long low, long high, FrameSection section, int header, int start, int end) {
        FrameDescription description() throws SymbolException {
            return section.description(header, section.content.at(start).part((long) end - start));
        }
    }

    private final ElfFile elf;
    private final boolean isEhFrame;
    private final long address;
    private final ByteReader content;
    /** By position; empty where one cannot be understood. */
    private final Map<Integer, Optional<FrameHeader>> headers = new HashMap<>();

    FrameSection(ElfFile elf, ElfFile.Section section, boolean isEhFrame) throws SymbolException {
        this.elf = elf;
        this.isEhFrame = isEhFrame;
        address = section.address();
        content = elf.content(section);
    }

    /** Finds all descriptions, as far as the section can be understood. */
    void index(List<Piece> pieces) {
        try {
            ByteReader next = content.at(0);
            while (next.left() > 0) {
                index(next, pieces);
            }
        } catch (SymbolException e) {
            // The section is cut short: what came before is sound.
        }
    }

    private void index(ByteReader next, List<Piece> pieces) throws SymbolException {
        Entry entry = entry(next);
        if (entry.content.left() == 0) {
            return; // A terminator; in a file that was linked from several there may be several.
        }
        try {
            long header = pointer(entry);
            if (header < 0) {
                return;
            }
            int start = entry.content.position();
            FrameDescription code = description((int) header, entry.content);
            // The linker leaves the descriptions of functions that it has dropped, at addresses that mean nothing.
            if (Long.compareUnsigned(code.low(), code.high()) < 0 && elf.isLoaded(code.low())) {
                pieces.add(new Piece(code.low(), code.high(), this, (int) header, start, next.position()));
            }
        } catch (SymbolException e) {
            // It cannot be understood: its code has no description.
        }
    }

    /** An entry without its length, and whether it is in the 64-bit format. */
    private record Entry(ByteReader content, boolean wide) {}

    /** The next entry; the reader goes on behind it. */
    private static Entry entry(ByteReader next) throws SymbolException {
        long length = next.u32();
        boolean wide = length == DWARF64;
        return new Entry(next.part(wide ? next.u64() : length), wide);
    }

    /** Where the header of an entry lies; negative if it is a header itself. */
    private long pointer(Entry entry) throws SymbolException {
        int at = entry.content.position();
        boolean wide = entry.wide && !isEhFrame;
        long pointer = entry.content.number(wide ? 8 : 4);
        if (pointer == (isEhFrame ? 0 : wide ? -1 : DWARF64)) {
            return -1;
        }
        long header = isEhFrame ? at - pointer : pointer;
        content.at(header);
        return header;
    }

    private FrameDescription description(int header, ByteReader entry) throws SymbolException {
        FrameHeader known = headers.computeIfAbsent(header, this::header)
                .orElseThrow(() -> new SymbolException("has damaged call frame information"));
        return FrameDescription.read(known, entry, elf.is64(), address);
    }

    private Optional<FrameHeader> header(int position) {
        try {
            Entry entry = entry(content.at(position));
            return pointer(entry) < 0 ? Optional.of(new FrameHeader(entry.content, elf.is64())) : Optional.empty();
        } catch (SymbolException e) {
            return Optional.empty();
        }
    }
}
