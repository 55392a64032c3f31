package org.ring0.core.debug;

import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
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
    private static final int PRESENT = 1;
    private static final int LARGE = 1 << 7;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    /** Bits 20 to 13 of a 4 MiB page's entry are bits 39 to 32 of its address (PSE-36). */
    private static final long PSE36 = 0x1f_e000;

    private final CpuState state;
    private final AddressSpace memory;

    public LinearMemory(CpuState state, AddressSpace memory) {
        this.state = state;
        this.memory = memory;
    }

    /** The physical address behind a linear one, or {@link #UNMAPPED}. */
    public long physical(long linear) {
        if ((state.cr0 & ControlBits.CR0_PG) == 0) {
            return linear & 0xffff_ffffL;
        }
        if (state.isLongMode()) {
            return walk(state.cr3 & FRAME, linear, 4);
        }
        long low = linear & 0xffff_ffffL;
        if ((state.cr4 & ControlBits.CR4_PAE) == 0) {
            return twoLevels(low);
        }
        long pointer = state.pdpte[(int) (low >> 30)];
        return (pointer & PRESENT) == 0 ? UNMAPPED : walk(pointer & FRAME, low, 2);
    }

    /** Tables of 512 entries of 8 bytes; a large page can be met at every level but the fourth. */
    private long walk(long top, long linear, int levels) {
        long table = top;
        for (int level = levels - 1; ; level--) {
            int shift = PAGE_SHIFT + 9 * level;
            long entry = entry(table + (linear >>> shift & 0x1ff) * 8, 8);
            if ((entry & PRESENT) == 0) {
                return UNMAPPED;
            }
            if (level == 0 || level < 3 && (entry & LARGE) != 0) {
                long offset = (1L << shift) - 1;
                return entry & FRAME & ~offset | linear & offset;
            }
            table = entry & FRAME;
        }
    }

    private long twoLevels(long linear) {
        long directory = entry((state.cr3 & 0xffff_f000L) + (linear >> 22) * 4, 4);
        if ((directory & PRESENT) == 0) {
            return UNMAPPED;
        }
        if ((directory & LARGE) != 0 && (state.cr4 & ControlBits.CR4_PSE) != 0) {
            return directory & 0xffc0_0000L | (directory & PSE36) << 19 | linear & 0x3f_ffff;
        }
        long page = entry((directory & 0xffff_f000L) + (linear >> 12 & 0x3ff) * 4, 4);
        return (page & PRESENT) == 0 ? UNMAPPED : page & 0xffff_f000L | linear & 0xfff;
    }

    /** Tables that lie in a device are none. */
    private long entry(long physical, int size) {
        Region region = memory.find(memory.gated(physical));
        return region == null || region.readBacking() == Region.NONE ? 0 : memory.read(physical, size);
    }
}
