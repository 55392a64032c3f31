package org.ring0.core.cpu.mmu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.CodePages;
import org.ring0.core.time.VirtualClock;

/**
 * Linear memory: paging, the TLB and the way to RAM or to a device (SDM Vol. 3A, chapter 4). Segmentation has happened
 * before. The unmarked accesses run at the present privilege (user at CPL 3), the {@code System} ones as supervisor
 * whatever the CPL: descriptor tables, the TSS, interrupt stacks. Any of them may throw {@code CpuException.pf}; none has
 * changed anything then. Outside IA-32e mode linear addresses lie below 4 GiB; an access that runs past that wraps
 * to 0. In it one that is not canonical is #GP(0), if segmentation has not said so before.
 *
 * <p>Whoever changes what a translation depends on calls a flush: CR0, CR3, CR4, EFER and the breakpoints in DR0 to DR7.
 */
public final class Mmu {
    static final ValueLayout.OfShort WORD = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt DWORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong QWORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final CpuState state;
    private final MemorySegment host;
    private final Tlbs tlbs;
    private final Tlb user;
    private final Tlb supervisor;
    private final TlbMiss miss;
    private final AddressSpaces others;
    /** Whether the supervisor's TLB may have pages of the user: no SMAP, or EFLAGS.AC. */
    private boolean userPagesOpen = true;

    public Mmu(CpuState state, AddressSpace memory, VirtualClock clock) {
        this.state = state;
        this.host = memory.host();
        this.tlbs = new Tlbs(host.address());
        this.user = tlbs.user();
        this.supervisor = tlbs.supervisor();
        this.miss = new TlbMiss(state, memory, clock, tlbs);
        this.others = new AddressSpaces(tlbs);
        memory.codePages().addListener(new CodePages.Listener() {
            @Override
            public void codeWritten(long backing, int length) {}

            @Override
            public void codePageAdded(long backingPage) {
                user.forbidWrites(backingPage);
                supervisor.forbidWrites(backingPage);
                others.forbidWrites(backingPage);
            }
        });
        memory.onChange(this::flushAll);
    }

    /** The translations of accesses to data at CPL 3. */
    public Tlb userTlb() {
        return user;
    }

    /** The translations of accesses to data at CPL 0 to 2, and of the CPU's own at any CPL. */
    public Tlb supervisorTlb() {
        return supervisor;
    }

    /** The state whose CR0, CR3, CR4, EFER and CPL decide. */
    public CpuState state() {
        return state;
    }

    private Tlb tlb() {
        return state.cpl == 3 ? user : supervisor;
    }

    public int read8(long linear) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        return tlb.readTag[i] == (linear & Tlb.PAGE_MASK)
                ? host.get(ValueLayout.JAVA_BYTE, linear + tlb.addend[i]) & 0xff
                : (int) miss.read(linear, 1, state.cpl == 3);
    }

    public int read16(long linear) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        return tlb.readTag[i] == (linear + 1 & Tlb.PAGE_MASK)
                ? host.get(WORD, linear + tlb.addend[i]) & 0xffff
                : (int) miss.read(linear, 2, state.cpl == 3);
    }

    public int read32(long linear) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        return tlb.readTag[i] == (linear + 3 & Tlb.PAGE_MASK)
                ? host.get(DWORD, linear + tlb.addend[i])
                : (int) miss.read(linear, 4, state.cpl == 3);
    }

    public long read64(long linear) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        return tlb.readTag[i] == (linear + 7 & Tlb.PAGE_MASK)
                ? host.get(QWORD, linear + tlb.addend[i])
                : miss.read(linear, 8, state.cpl == 3);
    }

    /** Zero-extended little-endian read of 1, 2, 4 or 8 bytes. */
    public long read(long linear, int size) {
        return switch (size) {
            case 1 -> read8(linear);
            case 2 -> read16(linear);
            case 4 -> read32(linear) & 0xffff_ffffL;
            default -> read64(linear);
        };
    }

    public void write8(long linear, int value) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        if (tlb.writeTag[i] == (linear & Tlb.PAGE_MASK)) {
            host.set(ValueLayout.JAVA_BYTE, linear + tlb.addend[i], (byte) value);
        } else {
            miss.write(linear, value, 1, state.cpl == 3);
        }
    }

    public void write16(long linear, int value) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        if (tlb.writeTag[i] == (linear + 1 & Tlb.PAGE_MASK)) {
            host.set(WORD, linear + tlb.addend[i], (short) value);
        } else {
            miss.write(linear, value, 2, state.cpl == 3);
        }
    }

    public void write32(long linear, int value) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        if (tlb.writeTag[i] == (linear + 3 & Tlb.PAGE_MASK)) {
            host.set(DWORD, linear + tlb.addend[i], value);
        } else {
            miss.write(linear, value, 4, state.cpl == 3);
        }
    }

    public void write64(long linear, long value) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        if (tlb.writeTag[i] == (linear + 7 & Tlb.PAGE_MASK)) {
            host.set(QWORD, linear + tlb.addend[i], value);
        } else {
            miss.write(linear, value, 8, state.cpl == 3);
        }
    }

    /** Writes the low 1, 2, 4 or 8 bytes of {@code value}. */
    public void write(long linear, long value, int size) {
        switch (size) {
            case 1 -> write8(linear, (int) value);
            case 2 -> write16(linear, (int) value);
            case 4 -> write32(linear, (int) value);
            default -> write64(linear, value);
        }
    }

    /** Faults exactly as a write of {@code size} bytes would, and changes nothing but accessed and dirty bits. */
    public void probeWrite(long linear, int size) {
        Tlb tlb = tlb();
        if (tlb.writeTag[Tlb.index(linear)] != (linear + size - 1 & Tlb.PAGE_MASK)) {
            miss.probe(linear, size, PageWalker.ACCESS_WRITE, state.cpl == 3);
        }
    }

    /** Faults exactly as a read of {@code size} bytes would. */
    public void probeRead(long linear, int size) {
        Tlb tlb = tlb();
        if (tlb.readTag[Tlb.index(linear)] != (linear + size - 1 & Tlb.PAGE_MASK)) {
            miss.probe(linear, size, 0, state.cpl == 3);
        }
    }

    /** The backing offset of {@code linear} if its page may be read without any further check, else -1. */
    public long readableBacking(long linear) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        return tlb.readTag[i] == (linear & Tlb.PAGE_MASK) ? linear + tlb.addend[i] : -1;
    }

    /** The backing offset of {@code linear} if instructions may be fetched from its page without any further check, else -1. */
    public long executableBacking(long linear) {
        Tlb tlb = tlbs.code(state.cpl == 3);
        int i = Tlb.index(linear);
        return tlb.executeTag[i] == (linear & Tlb.PAGE_MASK) ? linear + tlb.addend[i] : -1;
    }

    /** The backing offset of {@code linear} if its page may be written without any further check, else -1. */
    public long writableBacking(long linear) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        return tlb.writeTag[i] == (linear & Tlb.PAGE_MASK) ? linear + tlb.addend[i] : -1;
    }

    /** The backing offset of {@code linear} if its page may be written once {@code CodePages.written} is told, else -1. */
    public long codeBacking(long linear) {
        Tlb tlb = tlb();
        int i = Tlb.index(linear);
        return tlb.codeTag[i] == (linear & Tlb.PAGE_MASK) ? linear + tlb.addend[i] : -1;
    }

    /** Zero-extended little-endian read of 1, 2, 4 or 8 bytes as supervisor. */
    public long readSystem(long linear, int size) {
        return miss.readSystem(linear, size);
    }

    public void writeSystem(long linear, long value, int size) {
        miss.writeSystem(linear, value, size);
    }

    public void probeWriteSystem(long linear, int size) {
        miss.probeSystem(linear, size, PageWalker.ACCESS_WRITE);
    }

    public void probeReadSystem(long linear, int size) {
        miss.probeSystem(linear, size, 0);
    }

    /**
     * Translates an instruction fetch: the bus address of {@code linear}, after the execute check.
     */
    public long fetchPhysical(long linear) {
        Tlb tlb = tlbs.code(state.cpl == 3);
        int i = Tlb.index(linear);
        return tlb.executeTag[i] == (linear & Tlb.PAGE_MASK)
                ? tlb.physicalPage[i] | linear & ~Tlb.PAGE_MASK
                : miss.fetch(linear, state.cpl == 3);
    }

    /** Takes over what of the CPU's model paging depends on. */
    public void setModel(int physicalBits, boolean hugePages) {
        miss.setModel(physicalBits, hugePages);
        flushAll();
    }

    /**
     * Makes the TLB follow EFLAGS.AC, which under SMAP opens the user's pages to the supervisor. Engines call it before they
     * go on after anything that can have changed EFLAGS as a whole.
     */
    public void followAccessFlag() {
        boolean open = (state.cr4 & ControlBits.CR4_SMAP) == 0 || (state.systemFlags & Eflags.AC) != 0;
        if (userPagesOpen && !open) {
            supervisor.dropUserPages();
            others.dropUserPages();
        }
        userPagesOpen = open;
    }

    /** Drops every translation, of every address space, global ones too. */
    public void flushAll() {
        tlbs.each(Tlb::flushAll);
        others.forgetAll();
    }

    /** Drops every translation, of every address space, but global ones. */
    public void flushNonGlobal() {
        tlbs.each(Tlb::flushNonGlobal);
        others.forgetAll();
    }

    /**
     * MOV to CR3 with CR4.PCIDE: goes from one address space to another (PCID, bits 11 to 0 of CR3).
     *
     * @param keep bit 63 of what is written: what is known of the new one is still true
     */
    public void changeAddressSpace(int from, int to, boolean keep) {
        others.change(from, to, keep);
    }

    /** INVLPG: a page of the present address space, or a global one. */
    public void invalidate(long linear) {
        tlbs.each(tlb -> tlb.invalidate(linear));
    }

    /** INVPCID of one page of one address space. */
    public void invalidate(int pcid, long linear) {
        if (pcid == presentPcid()) {
            invalidate(linear);
        } else {
            others.invalidate(pcid, linear);
        }
    }

    /** INVPCID of one address space, but for global pages. */
    public void flushAddressSpace(int pcid) {
        if (pcid == presentPcid()) {
            tlbs.each(Tlb::flushNonGlobal);
        } else {
            others.forget(pcid);
        }
    }

    private int presentPcid() {
        return (state.cr4 & ControlBits.CR4_PCIDE) != 0 ? (int) state.cr3 & 0xfff : 0;
    }

    /**
     * Loads the four directory pointers of PAE paging from the table at {@code cr3}, as MOV to CR3 does.
     *
     * @throws org.ring0.core.cpu.state.CpuException #GP(0) where a reserved bit is set; none is loaded then
     */
    public void loadDirectoryPointers(long cr3) {
        miss.loadDirectoryPointers(cr3);
    }
}
