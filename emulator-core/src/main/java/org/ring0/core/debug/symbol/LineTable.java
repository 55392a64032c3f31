package org.ring0.core.debug.symbol;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a program by address. The rows of a large kernel would fill gigabytes; what is kept is where sequences begin,
 * and the program of one is executed again when somebody asks.
 */
final class LineTable {
    /** How many sequences before an address are looked at: those of a sound file do not overlap. */
    private static final int OVERLAPPING = 8;

    /** A piece of code without gaps, and where its rows are made. */
    private record Sequence(long low, long high, LineHeader unit, int program) {}

    private final List<Sequence> sequences = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final LineHeader.Texts texts;

    /** Nothing is known. */
    LineTable() {
        texts = null;
    }

    /** Reads the section as far as it can be understood; its damaged units have no lines. */
    LineTable(ElfFile elf) {
        texts = new LineHeader.Texts(content(elf, ".debug_line_str"), content(elf, ".debug_str"));
        ByteReader section = content(elf, ".debug_line");
        try {
            while (section.left() > 0) {
                LineHeader unit = LineHeader.next(section);
                if (unit != null) {
                    addSequences(elf, unit);
                }
            }
        } catch (SymbolException e) {
            // The section is cut short: what came before is sound.
        }
        sequences.sort((a, b) -> Long.compareUnsigned(a.low, b.low));
    }

    /** A section, or nothing if it is damaged: symbols are of use without lines. */
    private ByteReader content(ElfFile elf, String name) {
        try {
            return elf.content(name);
        } catch (SymbolException e) {
            notes.add("%s is left out: the file with the symbols %s".formatted(name, e.getMessage()));
            return new ByteReader(new byte[0]);
        }
    }

    private void addSequences(ElfFile elf, LineHeader unit) {
        try {
            ByteReader program = unit.program.at(unit.program.position());
            LineMachine machine = new LineMachine(unit, program);
            int start = machine.position();
            long low = -1;
            long high = 0;
            while (machine.nextRow()) {
                low = Long.compareUnsigned(machine.address, low) < 0 ? machine.address : low;
                high = Long.compareUnsigned(machine.address, high) > 0 ? machine.address : high;
                if (machine.ended) {
                    // The linker leaves the lines of functions that it has dropped, at addresses that mean nothing.
                    if (Long.compareUnsigned(low, high) < 0 && elf.isLoaded(low)) {
                        sequences.add(new Sequence(low, high, unit, start));
                    }
                    start = machine.position();
                    low = -1;
                    high = 0;
                }
            }
        } catch (SymbolException e) {
            // A damaged program has no further lines.
        }
    }

    /** What could not be read. */
    List<String> notes() {
        return notes;
    }

    boolean isEmpty() {
        return sequences.isEmpty();
    }

    /** Adds file and line to a place, if they are known. */
    Place complete(Place place) {
        int low = 0;
        int high = sequences.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(sequences.get(middle).low, place.address()) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low - 1; i >= Math.max(0, low - OVERLAPPING); i--) {
            if (Long.compareUnsigned(place.address(), sequences.get(i).high) < 0) {
                return complete(place, sequences.get(i));
            }
        }
        return place;
    }

    private Place complete(Place place, Sequence sequence) {
        try {
            LineMachine machine = new LineMachine(sequence.unit, sequence.unit.program.at(sequence.program));
            long file = 0;
            long line = 0;
            while (machine.nextRow() && Long.compareUnsigned(machine.address, place.address()) <= 0 && !machine.ended) {
                file = machine.file;
                line = machine.line;
            }
            return line <= 0 || line > Integer.MAX_VALUE
                    ? place
                    : place.withLine(sequence.unit.fileName(file, texts), (int) line);
        } catch (SymbolException e) {
            return place;
        }
    }
}
