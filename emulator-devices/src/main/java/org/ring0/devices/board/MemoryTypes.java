package org.ring0.devices.board;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.ModelSpecificRegisters;

/**
 * What firmware writes to the memory type range registers (SDM Vol. 3A, "Memory Type Range Registers"): RAM is write-back, the
 * VGA's window and the PCI hole are uncacheable, ROM is write-protected. Our BIOS does the same, in {@code mtrr.asm}.
 */
final class MemoryTypes {
    private static final long WRITE_PROTECTED = 0x0505_0505_0505_0505L;
    private static final long WRITE_BACK = 0x0606_0606_0606_0606L;
    private static final int UNCACHEABLE_TYPE = 0;
    private static final int WRITE_BACK_TYPE = 6;
    private static final int ENABLE_FIXED = 1 << 10;
    private static final int ENABLE = 1 << 11;
    private static final int VALID = 1 << 11;
    /** The fixed ranges below A0000h: one of 64 KiB units, one of 16 KiB units. */
    private static final int FIXED_OF_BASE_MEMORY = 2;

    private static final int FIXED_OF_VGA = 1;

    private MemoryTypes() {}

    /** Does nothing on a CPU without the registers. */
    static void set(Cpu cpu) {
        if (!cpu.model().has(Feature.MTRR)) {
            return;
        }
        ModelSpecificRegisters msr = cpu.state().msr;
        for (int i = 0; i < ModelSpecificRegisters.FIXED_MTRRS; i++) {
            boolean base = i < FIXED_OF_BASE_MEMORY;
            boolean vga = i < FIXED_OF_BASE_MEMORY + FIXED_OF_VGA;
            msr.mtrrFixed[i] = base ? WRITE_BACK : vga ? 0 : WRITE_PROTECTED;
        }
        long hole = PcMemoryMap.FOUR_GIB - PcMemoryMap.RAM_BELOW_HOLE;
        long physical = (1L << cpu.model().physicalBits()) - 1;
        msr.mtrrVariable[0] = PcMemoryMap.RAM_BELOW_HOLE | UNCACHEABLE_TYPE;
        msr.mtrrVariable[1] = physical & -hole | VALID;
        msr.mtrrDefType = ENABLE | ENABLE_FIXED | WRITE_BACK_TYPE;
    }
}
