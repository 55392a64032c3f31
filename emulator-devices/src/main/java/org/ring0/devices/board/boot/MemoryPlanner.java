package org.ring0.devices.board.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

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
        return place(content.length, from, align, at -> content);
    }

    /** As {@link #place}, for content that depends on where it lies. */
    long place(int length, long from, int align, LongFunction<byte[]> content) throws BootException {
        long at = placeIfRoom(length, from, align, content);
        if (at < 0) {
            throw kernel.refuse("and its modules do not fit into the machine's memory");
        }
        return at;
    }

    /** As {@link #place}; -1 if there is no room. */
    long placeIfRoom(int length, long from, int align, LongFunction<byte[]> content) throws BootException {
        long at = lowest(length, from, align);
        if (at >= 0) {
            add(BootPlan.Piece.of(at, content.apply(at)));
        }
        return at;
    }

    /** The lowest free usable address from {@code from} on with {@code length} bytes, a multiple of {@code align}; -1 if none. */
    long lowest(long length, long from, long align) {
        long at = align(from, align);
        while (at >= 0) {
            BootPlan.Piece in = inTheWay(at, length);
            if (in != null) {
                at = align(in.end(), align);
            } else if (memory.isUsable(at, length)) {
                return at < E820Map.FOUR_GIB ? at : -1;
            } else {
                long next = memory.usableFrom(at + 1, length);
                at = next < 0 ? -1 : align(next, align);
            }
        }
        return -1;
    }

    /** Finds the highest place for {@code content}, from {@code floor} on and below {@code ceiling}, and adds it; -1 if none. */
    long placeHigh(byte[] content, long floor, long ceiling, int align) throws BootException {
        long at = highest(content.length, floor, ceiling, align);
        if (at >= 0) {
            add(BootPlan.Piece.of(at, content));
        }
        return at;
    }

    /** The highest free usable address from {@code floor} on with {@code length} bytes below {@code ceiling}; -1 if none. */
    long highest(long length, long floor, long ceiling, long align) {
        for (E820Map.Entry entry : memory.entries().reversed()) {
            if (entry.type() != E820Map.Type.RAM || entry.base() >= E820Map.FOUR_GIB) {
                continue;
            }
            long at = alignDown(Math.min(entry.end(), ceiling) - length, align);
            for (BootPlan.Piece in = inTheWay(at, length); in != null; in = inTheWay(at, length)) {
                at = alignDown(in.physical() - length, align);
            }
            if (at >= Math.max(floor, entry.base())) {
                return at;
            }
        }
        return -1;
    }

    /** Places modules behind the kernel, or before it if there is no room, each on a page of its own. */
    List<PlacedModule> placeModules(List<BootFile> modules) throws BootException {
        long from = pieces.stream().mapToLong(BootPlan.Piece::end).reduce(MODULES_FROM, Math::max);
        List<PlacedModule> placed = new ArrayList<>();
        for (BootFile module : modules) {
            long behind = placeIfRoom(module.length(), from, PAGE, where -> module.content());
            long at = behind >= 0 ? behind : place(module.content(), MODULES_FROM, PAGE);
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

    private static long align(long address, long align) {
        return Math.ceilDiv(address, align) * align;
    }

    private static long alignDown(long address, long align) {
        return Math.floorDiv(address, align) * align;
    }
}
