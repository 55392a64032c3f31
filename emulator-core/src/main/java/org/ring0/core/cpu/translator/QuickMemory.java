package org.ring0.core.cpu.translator;

import java.lang.foreign.MemorySegment;
import org.ring0.core.cpu.mmu.Tlb;

/**
 * The memory accesses of quick regions: each is one call, so that the region is little code. Too large for C1 to inline,
 * which is the point.
 *
 * @param readTag the tags of {@link Tlb}, as the two that follow
 * @param memory where the addresses lie that {@code addend} makes
 * @param addressBits see {@link MachineConstants}
 */
public record QuickMemory(long[] readTag, long[] writeTag, long[] addend, MemorySegment memory, long addressBits) {
    static final String NAME = "org/ring0/core/cpu/translator/QuickMemory";

    /** In place of what was read: the interpreter must do it. If that is what was read, it need not, but may. */
    public static final long MISS = 0xffff_ffff_a5a5_a5a5L;

    /** The byte at a linear address, zero-extended, or {@link #MISS}. */
    public long read1(long linear) {
        int slot = Tlb.index(linear);
        if (readTag[slot] != (linear & Tlb.PAGE_MASK)) {
            return MISS;
        }
        return (byte) GuestMemory.BYTE.get(memory, addend[slot] + linear & addressBits) & 0xff;
    }

    /** As {@link #read1}, 2 bytes. */
    public long read2(long linear) {
        int slot = Tlb.index(linear);
        if (readTag[slot] != (linear + 1 & Tlb.PAGE_MASK)) {
            return MISS;
        }
        return (short) GuestMemory.WORD.get(memory, addend[slot] + linear & addressBits) & 0xffff;
    }

    /** As {@link #read1}, 4 bytes. */
    public long read4(long linear) {
        int slot = Tlb.index(linear);
        if (readTag[slot] != (linear + 3 & Tlb.PAGE_MASK)) {
            return MISS;
        }
        return (int) GuestMemory.DWORD.get(memory, addend[slot] + linear & addressBits) & 0xffff_ffffL;
    }

    /** As {@link #read1}, 8 bytes. */
    public long read8(long linear) {
        int slot = Tlb.index(linear);
        if (readTag[slot] != (linear + 7 & Tlb.PAGE_MASK)) {
            return MISS;
        }
        return (long) GuestMemory.QWORD.get(memory, addend[slot] + linear & addressBits);
    }

    /** Writes the low byte of a value to a linear address, unless the interpreter must do it. */
    public boolean write1(long linear, int value) {
        int slot = Tlb.index(linear);
        if (writeTag[slot] != (linear & Tlb.PAGE_MASK)) {
            return false;
        }
        GuestMemory.BYTE.set(memory, addend[slot] + linear & addressBits, (byte) value);
        return true;
    }

    /** As {@link #write1}, 2 bytes. */
    public boolean write2(long linear, int value) {
        int slot = Tlb.index(linear);
        if (writeTag[slot] != (linear + 1 & Tlb.PAGE_MASK)) {
            return false;
        }
        GuestMemory.WORD.set(memory, addend[slot] + linear & addressBits, (short) value);
        return true;
    }

    /** As {@link #write1}, 4 bytes. */
    public boolean write4(long linear, int value) {
        int slot = Tlb.index(linear);
        if (writeTag[slot] != (linear + 3 & Tlb.PAGE_MASK)) {
            return false;
        }
        GuestMemory.DWORD.set(memory, addend[slot] + linear & addressBits, value);
        return true;
    }

    /** As {@link #write1}, 8 bytes. */
    public boolean write8(long linear, long value) {
        int slot = Tlb.index(linear);
        if (writeTag[slot] != (linear + 7 & Tlb.PAGE_MASK)) {
            return false;
        }
        GuestMemory.QWORD.set(memory, addend[slot] + linear & addressBits, value);
        return true;
    }

    /** The address in {@code memory} of what is read, {@code last} bytes more than one, or {@link GuestMemory#MISS}. */
    public long readable(long linear, int last) {
        int slot = Tlb.index(linear);
        boolean hit = readTag[slot] == (linear + last & Tlb.PAGE_MASK);
        return hit ? addend[slot] + linear & addressBits : GuestMemory.MISS;
    }

    /** As {@link #readable}, of what is written. */
    public long writable(long linear, int last) {
        int slot = Tlb.index(linear);
        boolean hit = writeTag[slot] == (linear + last & Tlb.PAGE_MASK);
        return hit ? addend[slot] + linear & addressBits : GuestMemory.MISS;
    }
}
