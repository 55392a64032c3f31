package org.ring0.devices.board.boot;

import java.util.List;
import org.ring0.core.device.BusMemory;

/**
 * Everything that a boot protocol leaves in memory and registers, worked out and checked before the machine runs. It is
 * carried out after every reset.
 *
 * @param pieces what goes where, none overlapping another, all of it in RAM
 * @param entry the CPU's registers
 * @param video the graphics mode, or null for the text screen
 */
public record BootPlan(List<Piece> pieces, Entry entry, VideoMode video) {
    private static final int ZEROS = 0x1_0000;

    /**
     * A stretch of memory: bytes of a file, then zeros.
     *
     * @param physical where
     * @param source the bytes
     * @param offset of the first one in {@code source}
     * @param length how many
     * @param memorySize bytes in memory, at least {@code length}
     */
    public record Piece(long physical, byte[] source, int offset, int length, long memorySize) {
        static Piece of(long physical, byte[] content) {
            return new Piece(physical, content, 0, content.length, content.length);
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

    /** A start with the text screen. */
    BootPlan(List<Piece> pieces, Entry entry) {
        this(pieces, entry, null);
    }

    /** Writes the pieces. */
    public void load(BusMemory memory) {
        byte[] zeros = new byte[ZEROS];
        for (Piece piece : pieces) {
            memory.writeMemory(piece.physical, piece.source, piece.offset, piece.length);
            for (long at = piece.physical + piece.length; at < piece.end(); at += ZEROS) {
                memory.writeMemory(at, zeros, 0, (int) Math.min(ZEROS, piece.end() - at));
            }
        }
    }
}
