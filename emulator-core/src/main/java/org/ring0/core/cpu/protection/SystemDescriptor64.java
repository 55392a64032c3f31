package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.LinearAddress;

/**
 * The upper halves of the sixteen-byte descriptors that LDTs, TSSs and call gates have in IA-32e mode (SDM Vol. 3A, 3.5.2,
 * 5.8.3.1 and 7.2.3): bits 63 to 32 of a base or an offset, and a type field that must be zero.
 */
final class SystemDescriptor64 {
    private static final int HALF = 8;
    private static final long UPPER_TYPE = 0x1fL << 40;

    private SystemDescriptor64() {}

    /** Whether the upper half lies within its table and has the type it must have. */
    static boolean isWhole(Cpu cpu, Descriptor lower) {
        return DescriptorTables.contains(cpu, lower.selector(), 2 * HALF) && (upper(cpu, lower) & UPPER_TYPE) == 0;
    }

    /** The base of an LDT or a TSS; a descriptor that is not whole or a base that is not canonical is #GP. */
    static long base(Cpu cpu, Descriptor lower) {
        long base = lower.base() | checkedUpper(cpu, lower) << 32;
        if (!LinearAddress.isCanonical(base)) {
            throw CpuException.gp(lower.errorCode(0));
        }
        return base;
    }

    /** The offset in a call gate; a descriptor that is not whole is #GP. */
    static long offset(Cpu cpu, Descriptor lower) {
        return lower.gateOffset() | checkedUpper(cpu, lower) << 32;
    }

    private static long checkedUpper(Cpu cpu, Descriptor lower) {
        if (!isWhole(cpu, lower)) {
            throw CpuException.gp(lower.errorCode(0));
        }
        return upper(cpu, lower);
    }

    private static long upper(Cpu cpu, Descriptor lower) {
        return cpu.mmu().readSystem(lower.linear() + HALF, HALF);
    }
}
