package org.ring0.core.debug.symbol;

import java.util.ArrayList;
import java.util.List;

/**
 * The call frame information of a program, from .eh_frame (Linux Standard Base, Core 5.0, 10.6) and .debug_frame (DWARF 5,
 * 6.4): which rules lead from a function to its caller where no frame pointer does. What is kept is where descriptions lie;
 * one is read again when somebody asks.
 */
final class FrameTable {
    /** How many descriptions before an address are looked at: those of a sound file do not overlap. */
    private static final int OVERLAPPING = 8;

    private final boolean is64;
    private final List<FrameSection.Piece> pieces = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Nothing is known. */
    FrameTable() {
        is64 = false;
    }

    FrameTable(ElfFile elf) {
        is64 = elf.is64();
        add(elf, ".eh_frame", true);
        add(elf, ".debug_frame", false);
        pieces.sort((a, b) -> Long.compareUnsigned(a.low(), b.low()));
    }

    /** What could not be read. */
    List<String> notes() {
        return notes;
    }

    private void add(ElfFile elf, String name, boolean isEhFrame) {
        try {
            ElfFile.Section found = elf.find(name);
            if (found != null) {
                new FrameSection(elf, found, isEhFrame).index(pieces);
            }
        } catch (SymbolException e) {
            notes.add("%s is left out: the file with the symbols %s".formatted(name, e.getMessage()));
        }
    }

    /** The caller of a frame whose code is at a link-time address. */
    Unwinding caller(long address, FrameRegisters registers) {
        FrameSection.Piece piece = at(address);
        if (piece == null) {
            return new Unwinding.Unknown();
        }
        try {
            FrameDescription function = piece.description();
            FrameRow row = FrameProgram.rowAt(function, is64, address);
            if (row.rule(function.header().returnAddress) instanceof FrameRule.Undefined) {
                return new Unwinding.Outermost();
            }
            CallFrame caller = registers.caller(row);
            return caller.knows(CallFrame.RIP)
                    ? new Unwinding.Caller(caller, function.header().interrupts)
                    : new Unwinding.Lost("the call frame information does not say where the return address is");
        } catch (SymbolException e) {
            return new Unwinding.Lost("the call frame information " + e.getMessage());
        }
    }

    private FrameSection.Piece at(long address) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(pieces.get(middle).low(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low - 1; i >= Math.max(0, low - OVERLAPPING); i--) {
            if (Long.compareUnsigned(address, pieces.get(i).high()) < 0) {
                return pieces.get(i);
            }
        }
        return null;
    }
}
