package org.ring0.core.cpu.mmu;

import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.memory.AddressSpace;

/**
 * Linear memory: paging, the TLB and the way to RAM or to a device. Segmentation has happened before. The unmarked
 * accesses run at the present privilege (user at CPL 3), the {@code System} ones as supervisor whatever the CPL:
 * descriptor tables, the TSS, interrupt stacks. Any of them may throw {@code CpuException.pf}; none has changed anything then.
 */
public final class Mmu {
    private final CpuState state;
    private final AddressSpace memory;

    public Mmu(CpuState state, AddressSpace memory) {
        this.state = state;
        this.memory = memory;
    }

    public int read8(long linear) {
        return (int) memory.read(linear, 1);
    }

    public int read16(long linear) {
        return (int) memory.read(linear, 2);
    }

    public int read32(long linear) {
        return (int) memory.read(linear, 4);
    }

    public long read64(long linear) {
        return memory.read(linear, 8);
    }

    public void write8(long linear, int value) {
        memory.write(linear, value, 1);
    }

    public void write16(long linear, int value) {
        memory.write(linear, value, 2);
    }

    public void write32(long linear, int value) {
        memory.write(linear, value, 4);
    }

    public void write64(long linear, long value) {
        memory.write(linear, value, 8);
    }

    /** Faults exactly as a write of {@code size} bytes would, and changes nothing but accessed and dirty bits. */
    public void probeWrite(long linear, int size) {}

    /** Faults exactly as a read of {@code size} bytes would. */
    public void probeRead(long linear, int size) {}

    /** Zero-extended little-endian read of 1, 2, 4 or 8 bytes as supervisor. */
    public long readSystem(long linear, int size) {
        return memory.read(linear, size);
    }

    public void writeSystem(long linear, long value, int size) {
        memory.write(linear, value, size);
    }

    public void probeWriteSystem(long linear, int size) {}

    /**
     * Translates an instruction fetch: the bus address of {@code linear}, after the execute check.
     */
    public long fetchPhysical(long linear) {
        return memory.gated(linear);
    }

    /** Drops every translation, global ones too. */
    public void flushAll() {}

    /** Drops every translation but global ones: MOV to CR3. */
    public void flushNonGlobal() {}

    /** INVLPG. */
    public void invalidate(long linear) {}

    /** The state whose CR0, CR3, CR4, EFER and CPL decide. */
    public CpuState state() {
        return state;
    }
}
