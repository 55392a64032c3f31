package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** Who may use a port: IOPL, and the permission bitmap of the TSS (SDM Vol. 1, 19.5). */
public final class PortAccess {
    /** Where a 32-bit TSS holds the offset of its bitmap. */
    static final int MAP_BASE = 0x66;

    private PortAccess() {}

    /**
     * Checks IN, OUT, INS or OUTS of {@code size} bytes.
     *
     * @throws CpuException #GP(0)
     */
    public static void check(Cpu cpu, int port, int size) {
        CpuState s = cpu.state();
        if (!s.isProtected() || !s.isVirtual8086() && s.cpl <= s.iopl()) {
            return;
        }
        Segment tr = s.tr;
        boolean is32 = (tr.attributes & Descriptor.TYPE_32) != 0;
        if (!is32 || tr.limit < MAP_BASE + 1) {
            throw CpuException.gp(0);
        }
        Mmu mmu = cpu.mmu();
        long byteOffset = mmu.readSystem(tr.base + MAP_BASE, 2) + port / 8;
        // Two bytes are always read, so that the map must have one more than it has ports for.
        if (byteOffset + 1 > tr.limit) {
            throw CpuException.gp(0);
        }
        long bits = mmu.readSystem(tr.base + byteOffset, 2) >>> (port & 7);
        if ((bits & (1 << size) - 1) != 0) {
            throw CpuException.gp(0);
        }
    }
}
