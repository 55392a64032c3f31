package org.ring0.core.cpu.translator;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.ring0.core.cpu.mmu.Tlb;

/**
 * What of a machine is constant to its translated code, for one privilege: the TLB's arrays and the memory behind them.
 *
 * @param addend what is added to a linear address to make an address in {@code memory}
 * @param memory the machine's host memory, or the whole address space of the process with raw access
 * @param addressBits all bits that such an address may have: a mask that changes nothing, but tells HotSpot that a raw
 *     address lies in {@code memory}, so that it leaves out its own check
 */
public record MachineConstants(long[] readTag, long[] writeTag, long[] addend, MemorySegment memory, long addressBits) {
    /** More than any processor has, and few enough for the end of an access to lie below the end of the segment. */
    private static final long RAW_ADDRESS_BITS = (1L << 60) - 1;

    /** The accessor of single bytes. */
    public VarHandle byteAccess() {
        return GuestMemory.BYTE;
    }

    /** The accessor of words. */
    public VarHandle wordAccess() {
        return GuestMemory.WORD;
    }

    /** The accessor of dwords. */
    public VarHandle dwordAccess() {
        return GuestMemory.DWORD;
    }

    /** The accessor of qwords. */
    public VarHandle qwordAccess() {
        return GuestMemory.QWORD;
    }

    /** What quick regions call in place of the rest. */
    public QuickMemory quick() {
        return new QuickMemory(readTag, writeTag, addend, memory, addressBits);
    }

    static MachineConstants of(Tlb tlb, MemorySegment host, MemoryAccess access) {
        return switch (access) {
            case CHECKED -> new MachineConstants(tlb.readTag, tlb.writeTag, tlb.addend, host, -1);
            case RAW, DIRECT ->
                new MachineConstants(
                        tlb.readTag,
                        tlb.writeTag,
                        tlb.rawAddend,
                        MemorySegment.NULL.reinterpret(Long.MAX_VALUE),
                        RAW_ADDRESS_BITS);
        };
    }
}
