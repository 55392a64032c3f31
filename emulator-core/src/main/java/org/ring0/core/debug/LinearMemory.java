package org.ring0.core.debug;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.Region;

/**
 * Linear addresses as a debugger reads them: through the guest's paging structures as they are in memory now (SDM Vol. 3A,
 * chapter 4), past every check of rights, and without leaving accessed or dirty bits, TLB entries or faults behind.
 */
public final class LinearMemory {
    /** What an address is translated to where nothing is mapped. */
    public static final long UNMAPPED = -1;

    private static final int PAGE_SHIFT = 12;
    /** Regions of memory are made of such pieces. */
    private static final int PART = 512;

    private static final int PRESENT = 1;
    private static final int LARGE = 1 << 7;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    /** Bits 20 to 13 of a 4 MiB page's entry are bits 39 to 32 of its address (PSE-36). */
    private static final long PSE36 = 0x1f_e000;

    private static final Visitor NOBODY = entry -> {};

    private final CpuState state;
    private final AddressSpace memory;

    /**
     * An entry that a walk has come by.
     *
     * @param table PML4, PDPT, PD or PT: 4 to 1
     * @param index in its table
     * @param physical where it lies, or {@link #UNMAPPED} for one that the CPU holds in a register (PAE's directory pointers)
     * @param raw its 4 or 8 bytes
     * @param width 4 or 8
     * @param page whether it maps a page, if it is present, rather than pointing to a table
     */
    public record Entry(int table, int index, long physical, long raw, int width, boolean page) {
        /** Bit P. */
        public boolean isPresent() {
            return (raw & PRESENT) != 0;
        }
    }

    /** Is shown the entries of a walk. */
    private interface Visitor {
        void meets(Entry entry);
    }

    public LinearMemory(CpuState state, AddressSpace memory) {
        this.state = state;
        this.memory = memory;
    }

    /** The physical address behind a linear one, or {@link #UNMAPPED}. */
    public long physical(long linear) {
        return state.isLongMode() && !LinearAddress.isCanonical(linear) ? UNMAPPED : physical(linear, NOBODY);
    }

    /** The entries that the translation of an address comes by, from the top; none without paging. */
    public List<Entry> walk(long linear) {
        List<Entry> entries = new ArrayList<>();
        physical(linear, entries::add);
        return entries;
    }

    private long physical(long linear, Visitor visitor) {
        if ((state.cr0 & ControlBits.CR0_PG) == 0) {
            return linear & 0xffff_ffffL;
        }
        if (state.isLongMode()) {
            return walk(state.cr3 & FRAME, linear, 4, visitor);
        }
        long low = linear & 0xffff_ffffL;
        if ((state.cr4 & ControlBits.CR4_PAE) == 0) {
            return twoLevels(low, visitor);
        }
        int index = (int) (low >> 30);
        long pointer = state.pdpte[index];
        visitor.meets(new Entry(3, index, UNMAPPED, pointer, 8, false));
        return (pointer & PRESENT) == 0 ? UNMAPPED : walk(pointer & FRAME, low, 2, visitor);
    }

    /** Tables of 512 entries of 8 bytes; a large page can be met at every level but the fourth. */
    private long walk(long top, long linear, int levels, Visitor visitor) {
        long table = top;
        for (int level = levels - 1; ; level--) {
            int shift = PAGE_SHIFT + 9 * level;
            int index = (int) (linear >>> shift & 0x1ff);
            long entry = entry(table + index * 8L, 8);
            boolean page = level == 0 || level < 3 && (entry & LARGE) != 0;
            visitor.meets(new Entry(level + 1, index, table + index * 8L, entry, 8, page));
            if ((entry & PRESENT) == 0) {
                return UNMAPPED;
            }
            if (page) {
                long offset = (1L << shift) - 1;
                return entry & FRAME & ~offset | linear & offset;
            }
            table = entry & FRAME;
        }
    }

    private long twoLevels(long linear, Visitor visitor) {
        long at = (state.cr3 & 0xffff_f000L) + (linear >> 22) * 4;
        long directory = entry(at, 4);
        boolean large = (directory & LARGE) != 0 && (state.cr4 & ControlBits.CR4_PSE) != 0;
        visitor.meets(new Entry(2, (int) (linear >> 22), at, directory, 4, large));
        if ((directory & PRESENT) == 0) {
            return UNMAPPED;
        }
        if (large) {
            return directory & 0xffc0_0000L | (directory & PSE36) << 19 | linear & 0x3f_ffff;
        }
        int index = (int) (linear >> 12 & 0x3ff);
        at = (directory & 0xffff_f000L) + index * 4L;
        long page = entry(at, 4);
        visitor.meets(new Entry(1, index, at, page, 4, true));
        return (page & PRESENT) == 0 ? UNMAPPED : page & 0xffff_f000L | linear & 0xfff;
    }

    /** Tables that lie in a device are none. */
    private long entry(long physical, int size) {
        return isMemory(physical) ? memory.read(physical, size) : 0;
    }

    private boolean isMemory(long physical) {
        Region region = memory.find(memory.gated(physical));
        return region != null && region.readBacking() != Region.NONE;
    }

    /** Copies bytes up to the first one that is not in memory that can be read without an effect; answers how many. */
    public int read(long linear, byte[] into) {
        int done = 0;
        while (done < into.length) {
            long at = linear + done;
            long physical = physical(at);
            if (physical == UNMAPPED || !isMemory(physical)) {
                return done;
            }
            // A region may end within a page.
            int part = (int) Math.min(into.length - done, PART - (at & PART - 1));
            memory.readMemory(memory.gated(physical), into, done, part);
            done += part;
        }
        return done;
    }
}
