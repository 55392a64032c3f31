package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The section headers of an ELF kernel as Multiboot hands them over: the table, and behind it those sections that no segment
 * brings into memory, symbols and strings above all, with their addresses filled in.
 */
final class ElfSections {
    private static final int SHT_PROGBITS = 1;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_STRTAB = 3;
    private static final int SHF_ALLOC = 2;
    private static final int ALIGN = 16;

    private final BootFile kernel;
    private final boolean is64;
    private final long table;
    /** The fields of ELF's header that go with the table. */
    final int entrySize;

    final int count;
    final int namesIndex;

    private ElfSections(BootFile kernel, boolean is64) {
        this.kernel = kernel;
        this.is64 = is64;
        table = is64 ? kernel.u64(40) : kernel.u32(32);
        int fields = is64 ? 58 : 46;
        entrySize = kernel.u16(fields);
        count = kernel.u16(fields + 2);
        namesIndex = kernel.u16(fields + 4);
    }

    /** Returns null if the file has none, or none that can be right: a kernel can do without. */
    static ElfSections of(BootFile kernel, boolean is64) {
        ElfSections sections = new ElfSections(kernel, is64);
        return sections.isSound() ? sections : null;
    }

    private boolean isSound() {
        return count > 0
                && entrySize >= (is64 ? 64 : 40)
                && table > 0
                && kernel.has(table, (long) count * entrySize)
                && length() <= 2L * kernel.length() + (long) ALIGN * count;
    }

    /** Bytes of table and sections. A file whose sections overlap could claim any number. */
    private long length() {
        long length = (long) count * entrySize;
        for (int i = 0; i < count; i++) {
            length += isLeftOut(i) ? aligned(size(i)) : 0;
        }
        return aligned(length);
    }

    /** Brings all of it into free memory; returns its address, or -1 if there is no room for it. */
    long place(MemoryPlanner planner) throws BootException {
        return planner.placeIfRoom((int) length(), E820Map.ONE_MIB, ALIGN, this::content);
    }

    /** The table alone, after {@link #place} has said where the rest lies. */
    byte[] table(long at) {
        return java.util.Arrays.copyOf(content(at), count * entrySize);
    }

    private byte[] content(long at) {
        byte[] all = new byte[(int) length()];
        ByteBuffer buffer = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(0, kernel.content(), (int) table, count * entrySize);
        int offset = (int) aligned((long) count * entrySize);
        for (int i = 0; i < count; i++) {
            if (isLeftOut(i)) {
                int size = (int) size(i);
                buffer.put(offset, kernel.content(), (int) fileOffset(i), size);
                int address = i * entrySize + (is64 ? 16 : 12);
                if (is64) {
                    buffer.putLong(address, at + offset);
                } else {
                    buffer.putInt(address, (int) (at + offset));
                }
                offset += (int) aligned(size);
            }
        }
        return all;
    }

    private boolean isLeftOut(int i) {
        long header = table + (long) i * entrySize;
        int type = (int) kernel.u32(header + 4);
        boolean holdsData = type == SHT_PROGBITS || type == SHT_SYMTAB || type == SHT_STRTAB;
        boolean loaded = (kernel.u32(header + 8) & SHF_ALLOC) != 0
                || (is64 ? kernel.u64(header + 16) : kernel.u32(header + 12)) != 0;
        return holdsData && !loaded && size(i) > 0 && kernel.has(fileOffset(i), size(i));
    }

    private long fileOffset(int i) {
        long header = table + (long) i * entrySize;
        return is64 ? kernel.u64(header + 24) : kernel.u32(header + 16);
    }

    private long size(int i) {
        long header = table + (long) i * entrySize;
        return is64 ? kernel.u64(header + 32) : kernel.u32(header + 20);
    }

    private static long aligned(long length) {
        return length + ALIGN - 1 & -ALIGN;
    }
}
