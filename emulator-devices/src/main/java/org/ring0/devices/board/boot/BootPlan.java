package org.ring0.devices.board.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.ring0.core.device.BusMemory;

/**
 * Everything that a boot protocol leaves in memory and registers, worked out and checked before the machine runs. It is
 * carried out after every reset.
 *
 * @param pieces what goes where, none overlapping another, all of it in RAM
 * @param entry the CPU's registers
 * @param video the graphics mode, or null for the text screen
 * @param otherwise what to carry out if bytes of this turn out to be damaged, or null if they cannot
 */
public record BootPlan(List<Piece> pieces, Entry entry, VideoMode video, BootPlan otherwise) {
    private static final int ZEROS = 0x1_0000;

    /** Where the bytes of pieces come from. */
    interface Source {
        /** How many bytes there are. */
        int length();

        /**
         * Copies some of them into memory.
         *
         * @throws IOException if they turn out to be damaged
         */
        void copy(int offset, int length, BusMemory memory, long physical) throws IOException;

        /**
         * Every piece has been copied.
         *
         * @throws IOException if what was copied turns out to be damaged
         */
        default void finish() throws IOException {}
    }

    /** Bytes at hand. */
    record Bytes(byte[] bytes) implements Source {
        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public void copy(int offset, int length, BusMemory memory, long physical) {
            memory.writeMemory(physical, bytes, offset, length);
        }
    }

    /**
     * A stretch of memory: bytes of a file, then zeros.
     *
     * @param physical where
     * @param source the bytes
     * @param offset of the first one in {@code source}
     * @param length how many
     * @param memorySize bytes in memory, at least {@code length}
     */
    record Piece(long physical, Source source, int offset, int length, long memorySize) {
        static Piece of(long physical, byte[] content) {
            return new Piece(physical, new Bytes(content), 0, content.length, content.length);
        }

        long end() {
            return physical + memorySize;
        }

        /** The same elsewhere. */
        Piece moved(long distance) {
            return new Piece(physical + distance, source, offset, length, memorySize);
        }
    }

    /**
     * The descriptor table of a flat start, and what is loaded from it.
     *
     * @param base its address
     * @param limit its last byte
     * @param code the selector in CS
     * @param data the selector in the other segment registers
     */
    public record Gdt(int base, int limit, int code, int data) {
        /** A kernel that is promised none: GDTR is as after a reset, the selectors are anything. */
        public static final Gdt NONE = new Gdt(0, 0xffff, 0x08, 0x10);
    }

    /** How the CPU starts. */
    public sealed interface Entry {
        /** Protected mode, flat 4 GiB segments, paging and interrupts off. */
        record Flat32(int eip, int eax, int ebx, int esi, Gdt gdt) implements Entry {
            Flat32(int eip, int eax, int ebx) {
                this(eip, eax, ebx, 0, Gdt.NONE);
            }
        }

        /**
         * 64-bit mode with interrupts off.
         *
         * @param rip where
         * @param rsi the only register with a meaning
         * @param gdt with a 64-bit code segment
         * @param pageTables the PML4 table's address
         */
        record Long64(long rip, long rsi, Gdt gdt, long pageTables) implements Entry {}
    }

    public BootPlan {
        pieces = List.copyOf(pieces);
    }

    BootPlan(List<Piece> pieces, Entry entry, VideoMode video) {
        this(pieces, entry, video, null);
    }

    /** A start with the text screen. */
    BootPlan(List<Piece> pieces, Entry entry) {
        this(pieces, entry, null);
    }

    BootPlan orElse(BootPlan other) {
        return new BootPlan(pieces, entry, video, other);
    }

    /** Writes the pieces, once, and tells which plan's they are: this one's, or those of the other. */
    public BootPlan load(BusMemory memory) {
        try {
            write(memory);
            return this;
        } catch (IOException damaged) {
            if (otherwise == null) {
                throw new UncheckedIOException(damaged);
            }
            return otherwise.load(memory);
        }
    }

    private void write(BusMemory memory) throws IOException {
        byte[] zeros = new byte[ZEROS];
        for (Piece piece : pieces) {
            piece.source.copy(piece.offset, piece.length, memory, piece.physical);
            for (long at = piece.physical + piece.length; at < piece.end(); at += ZEROS) {
                memory.writeMemory(at, zeros, 0, (int) Math.min(ZEROS, piece.end() - at));
            }
        }
        for (Piece piece : pieces) {
            piece.source.finish();
        }
    }
}
