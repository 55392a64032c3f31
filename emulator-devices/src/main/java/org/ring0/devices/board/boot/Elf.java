package org.ring0.devices.board.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The program headers of an ELF file for the x86 (System V ABI, gabi 4.1, chapters 4 and 5), 32 and 64 bit.
 *
 * @param is64 ELFCLASS64
 * @param entry e_entry, a virtual address
 * @param segments PT_LOAD entries that occupy memory
 * @param notes PT_NOTE entries
 */
record Elf(boolean is64, long entry, List<Segment> segments, List<Segment> notes) {
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64 = 2;
    private static final int HEADER_32 = 52;
    private static final int HEADER_64 = 64;
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;
    private static final int ET_REL = 1;
    private static final int ET_CORE = 4;
    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int NOTE_HEADER = 12;
    private static final int MAX_SEGMENTS = 1024;

    record Segment(long offset, long virtual, long physical, long fileSize, long memorySize) {
        boolean holds(long address, long base) {
            return address >= base && address - base < memorySize;
        }
    }

    static boolean recognises(BootFile file) {
        return (int) file.u32(0) == MAGIC;
    }

    /** Reads the headers; everything that they point to lies within the file. */
    static Elf of(BootFile file) throws BootException {
        return of(file, file.length());
    }

    /** Reads the headers of a file of which only the begin is at hand; what they point to lies within its {@code length} bytes. */
    static Elf of(BootFile file, long length) throws BootException {
        boolean is64 = file.u8(4) == CLASS_64;
        int header = is64 ? HEADER_64 : HEADER_32;
        if (!file.has(0, header)) {
            throw file.refuse("is cut short: the header of an ELF file has %d bytes, the file %d"
                    .formatted(header, file.length()));
        }
        int machine = file.u16(18);
        if (file.u8(5) == 1 && machine == EM_X86_64 && !is64) {
            throw file.refuse("is an ELF file with 32-bit addresses for x86-64 (x32), which no kernel is");
        }
        if (file.u8(5) != 1 || machine != (is64 ? EM_X86_64 : EM_386)) {
            throw file.refuse("is an ELF file for another machine (e_machine %d), not for the x86"
                    .formatted(file.u8(5) == 1 ? machine : Integer.reverseBytes(machine) >>> 16));
        }
        int type = file.u16(16);
        if (type == ET_REL || type == ET_CORE) {
            throw file.refuse(type == ET_REL ? "is an ELF object file, not yet linked" : "is an ELF core dump");
        }
        long table = is64 ? file.u64(32) : file.u32(28);
        int entrySize = file.u16(is64 ? 54 : 42);
        int count = file.u16(is64 ? 56 : 44);
        if (entrySize < (is64 ? 56 : 32) || !file.has(table, (long) entrySize * count)) {
            throw file.refuse("is cut short: its program headers lie beyond its end");
        }
        if (count > MAX_SEGMENTS) {
            throw file.refuse("has more than %d program headers".formatted(MAX_SEGMENTS));
        }
        List<Segment> segments = new ArrayList<>();
        List<Segment> notes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * entrySize;
            Segment segment = is64 ? segment64(file, at) : segment32(file, at);
            if (file.u32(at) == PT_LOAD && segment.memorySize != 0) {
                check(file, segment, length);
                segments.add(segment);
            } else if (file.u32(at) == PT_NOTE && file.has(segment.offset, segment.fileSize)) {
                notes.add(segment);
            }
        }
        if (segments.isEmpty()) {
            throw file.refuse("has nothing to load");
        }
        return new Elf(is64, is64 ? file.u64(24) : file.u32(24), segments, notes);
    }

    private static Segment segment32(BootFile file, long at) {
        return new Segment(file.u32(at + 4), file.u32(at + 8), file.u32(at + 12), file.u32(at + 16), file.u32(at + 20));
    }

    private static Segment segment64(BootFile file, long at) {
        return new Segment(
                file.u64(at + 8), file.u64(at + 16), file.u64(at + 24), file.u64(at + 32), file.u64(at + 40));
    }

    private static void check(BootFile file, Segment segment, long length) throws BootException {
        if (!BootFile.lies(segment.offset, segment.fileSize, length)) {
            throw file.refuse("is cut short: a segment lies beyond its end");
        }
        if (Long.compareUnsigned(segment.fileSize, segment.memorySize) > 0) {
            throw file.refuse("has a segment that is larger in the file than in memory");
        }
    }

    /** Adds the segments, {@code moved} bytes above their physical addresses. */
    void load(BootPlan.Source file, long moved, MemoryPlanner planner) throws BootException {
        for (Segment s : segments) {
            planner.add(new BootPlan.Piece(s.physical + moved, file, (int) s.offset, (int) s.fileSize, s.memorySize));
        }
    }

    /** Whether the segments follow each other in the file. */
    boolean isInOrder() {
        long end = 0;
        for (Segment s : segments) {
            if (s.offset < end) {
                return false;
            }
            end = s.offset + s.fileSize;
        }
        return true;
    }

    /** The lowest physical address. */
    long lowest() {
        return segments.stream().mapToLong(Segment::physical).min().orElse(0);
    }

    /** Where the last segment ends. */
    long highest() {
        return segments.stream().mapToLong(s -> s.physical + s.memorySize).max().orElse(0);
    }

    /** Whether a physical address lies in what is loaded. */
    boolean holdsPhysical(long address) {
        return segments.stream().anyMatch(s -> s.holds(address, s.physical));
    }

    /** The number that a note of this owner and type holds, in 4 or 8 bytes (gabi 4.1, "Note Section"). */
    OptionalLong note(BootFile file, String owner, int type) {
        for (Segment s : notes) {
            long end = s.offset + s.fileSize;
            for (long at = s.offset; at + NOTE_HEADER <= end; ) {
                long name = at + NOTE_HEADER;
                long descriptor = name + padded(file.u32(at));
                long size = file.u32(at + 4);
                if (file.u32(at + 8) == type && size >= 4 && hasName(file, name, file.u32(at), owner)) {
                    return OptionalLong.of(size >= 8 ? file.u64(descriptor) : file.u32(descriptor));
                }
                at = descriptor + padded(size);
            }
        }
        return OptionalLong.empty();
    }

    private static boolean hasName(BootFile file, long at, long size, String name) {
        boolean equal = size == name.length() + 1 && file.u8(at + name.length()) == 0;
        for (int i = 0; equal && i < name.length(); i++) {
            equal = file.u8(at + i) == name.charAt(i);
        }
        return equal;
    }

    private static long padded(long size) {
        return size + 3 & ~3L;
    }

    /** The entry point as a physical address below 4 GiB: e_entry is virtual, but physical in many kernels' files. */
    int physicalEntry(BootFile file) throws BootException {
        for (Segment s : segments) {
            if (s.holds(entry, s.virtual)) {
                return (int) (entry - s.virtual + s.physical);
            }
        }
        for (Segment s : segments) {
            if (s.holds(entry, s.physical)) {
                return (int) entry;
            }
        }
        throw file.refuse("has its entry point, %x, outside everything that it loads".formatted(entry));
    }
}
