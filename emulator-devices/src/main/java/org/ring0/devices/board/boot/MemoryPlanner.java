package org.ring0.devices.board.boot;

import java.util.ArrayList;
import java.util.List;

/** Keeps account of the memory that a boot protocol fills: everything in RAM, nothing twice. */
final class MemoryPlanner {
    private static final int PAGE = 0x1000;
    private static final long MODULES_FROM = 0x10_0000;

    private final BootFile kernel;
    private final E820Map memory;
    private final List<BootPlan.Piece> pieces = new ArrayList<>();

    MemoryPlanner(BootFile kernel, E820Map memory) {
        this.kernel = kernel;
        this.memory = memory;
    }

    List<BootPlan.Piece> pieces() {
        return pieces;
    }

    /** Adds what has its place already. */
    void add(BootPlan.Piece piece) throws BootException {
        if (!memory.isBackedByRam(piece.physical(), piece.memorySize())) {
            throw kernel.refuse("wants to be loaded at %x to %x, where the machine has no RAM"
                    .formatted(piece.physical(), piece.end()));
        }
        for (BootPlan.Piece other : pieces) {
            if (piece.physical() < other.end() && other.physical() < piece.end()) {
                throw kernel.refuse("has parts that overlap at %x".formatted(piece.physical()));
            }
        }
        pieces.add(piece);
    }

    /** Finds a place for {@code content}, from {@code from} upwards, a multiple of {@code align}, and adds it. */
    long place(byte[] content, long from, int align) throws BootException {
        long at = align(from, align);
        for (BootPlan.Piece in = inTheWay(at, content.length); in != null; in = inTheWay(at, content.length)) {
            at = align(in.end(), align);
        }
        if (!memory.isUsable(at, content.length)) {
            long next = memory.usableFrom(at + 1, content.length);
            if (next < 0) {
                throw kernel.refuse("and its modules do not fit into the machine's memory");
            }
            return place(content, next, align);
        }
        add(BootPlan.Piece.of(at, content));
        return at;
    }

    /** Finds the highest place for {@code content}, from {@code floor} on and below {@code ceiling}, and adds it; -1 if none. */
    long placeHigh(byte[] content, long floor, long ceiling, int align) throws BootException {
        for (E820Map.Entry entry : memory.entries().reversed()) {
            if (entry.type() != E820Map.Type.RAM || entry.base() >= E820Map.FOUR_GIB) {
                continue;
            }
            long at = Math.min(entry.end(), ceiling) - content.length & -align;
            for (BootPlan.Piece in = inTheWay(at, content.length); in != null; in = inTheWay(at, content.length)) {
                at = in.physical() - content.length & -align;
            }
            if (at >= Math.max(floor, entry.base())) {
                add(BootPlan.Piece.of(at, content));
                return at;
            }
        }
        return -1;
    }

    /** Places modules behind the kernel, each on a page of its own. */
    List<PlacedModule> placeModules(List<BootFile> modules) throws BootException {
        long from = pieces.stream().mapToLong(BootPlan.Piece::end).reduce(MODULES_FROM, Math::max);
        List<PlacedModule> placed = new ArrayList<>();
        for (BootFile module : modules) {
            long at = place(module.content(), from, PAGE);
            placed.add(new PlacedModule(at, at + module.length(), module.name()));
        }
        return placed;
    }

    private BootPlan.Piece inTheWay(long at, long length) {
        for (BootPlan.Piece piece : pieces) {
            if (at < piece.end() && piece.physical() < at + length) {
                return piece;
            }
        }
        return null;
    }

    private static long align(long address, int align) {
        return address + align - 1 & -align;
    }
}
