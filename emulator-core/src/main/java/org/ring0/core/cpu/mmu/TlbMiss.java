package org.ring0.core.cpu.mmu;

import static org.ring0.core.cpu.mmu.PageWalker.ACCESS_FETCH;
import static org.ring0.core.cpu.mmu.PageWalker.ACCESS_IMPLICIT;
import static org.ring0.core.cpu.mmu.PageWalker.ACCESS_USER;
import static org.ring0.core.cpu.mmu.PageWalker.ACCESS_WRITE;

import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.CodePages;
import org.ring0.core.memory.Region;
import org.ring0.core.time.VirtualClock;

/**
 * What the TLB does not answer: first touches, accesses that cross a page, devices, stores to pages with code, and pages
 * under a data breakpoint, which never enter the TLB. An access that crosses is checked on both pages before any of it
 * happens.
 */
final class TlbMiss {
    private static final long LINEAR_MASK = 0xffff_ffffL;
    private static final int PAGE_SIZE = 1 << Tlb.PAGE_SHIFT;
    /** Bits of a directory pointer that are reserved, besides those beyond the physical address. */
    private static final long PDPTE_RESERVED = 0x1e6 | -1L << 52;

    private final CpuState state;
    private final AddressSpace memory;
    private final VirtualClock clock;
    private final CodePages codePages;
    private final Tlbs tlbs;
    private final Tlb supervisor;
    private final PagingStructures structures;
    private final PageWalker twoLevel;
    private final PageWalker pae;
    private final FourLevelWalker fourLevel;

    TlbMiss(CpuState state, AddressSpace memory, VirtualClock clock, Tlbs tlbs) {
        this.state = state;
        this.memory = memory;
        this.clock = clock;
        this.codePages = memory.codePages();
        this.tlbs = tlbs;
        supervisor = tlbs.supervisor();
        structures = new PagingStructures(state, memory);
        twoLevel = new TwoLevelWalker(structures);
        pae = new PaeWalker(structures);
        fourLevel = new FourLevelWalker(structures);
    }

    long read(long linear, int size, boolean asUser) {
        int access = asUser ? ACCESS_USER : 0;
        if (DataBreakpoints.armed(state)) {
            long value = readThrough(linear, size, access);
            DataBreakpoints.report(state, linear, size, false);
            return value;
        }
        return readThrough(linear, size, access);
    }

    /** The CPU's own reads: no data breakpoint sees them. */
    long readSystem(long linear, int size) {
        int i = Tlb.index(linear);
        if (supervisor.readTag[i] == (linear + size - 1 & Tlb.PAGE_MASK) && !isPreventedByAccess(i)) {
            return readHost(linear + supervisor.addend[i], size);
        }
        return readThrough(linear & linearMask(), size, ACCESS_IMPLICIT);
    }

    void write(long linear, long value, int size, boolean asUser) {
        Tlb tlb = tlbs.data(asUser);
        int i = Tlb.index(linear);
        if (tlb.codeTag[i] == (linear + size - 1 & Tlb.PAGE_MASK)) {
            writeCodePage(linear + tlb.addend[i], value, size);
            return;
        }
        writeThrough(linear, value, size, asUser ? ACCESS_WRITE | ACCESS_USER : ACCESS_WRITE);
        if (DataBreakpoints.armed(state)) {
            DataBreakpoints.report(state, linear, size, true);
        }
    }

    void writeSystem(long linear, long value, int size) {
        int i = Tlb.index(linear);
        if (supervisor.writeTag[i] == (linear + size - 1 & Tlb.PAGE_MASK) && !isPreventedByAccess(i)) {
            writeHost(linear + supervisor.addend[i], value, size);
            return;
        }
        if (supervisor.codeTag[i] == (linear + size - 1 & Tlb.PAGE_MASK) && !isPreventedByAccess(i)) {
            writeCodePage(linear + supervisor.addend[i], value, size);
            return;
        }
        writeThrough(linear & linearMask(), value, size, ACCESS_WRITE | ACCESS_IMPLICIT);
    }

    /** Whether an entry of the supervisor's TLB is there only because EFLAGS.AC was set, which counts for no implicit access. */
    private boolean isPreventedByAccess(int i) {
        return (state.cr4 & ControlBits.CR4_SMAP) != 0 && supervisor.isUserPage(i);
    }

    void probe(long linear, int size, int access, boolean asUser) {
        probe(linear, size, asUser ? access | ACCESS_USER : access);
    }

    void probeSystem(long linear, int size, int access) {
        probe(linear, size, access | ACCESS_IMPLICIT);
    }

    private void probe(long linear, int size, int access) {
        int i = Tlb.index(linear);
        long codePage = tlbs.data((access & ACCESS_USER) != 0).codeTag[i];
        if ((access & ACCESS_WRITE) != 0 && codePage == (linear + size - 1 & Tlb.PAGE_MASK)) {
            // No walk: whether an engine keeps code of a page must not decide whether changed tables are seen.
            return;
        }
        translate(linear, access);
        if (crosses(linear, size)) {
            translate(nextPage(linear), access);
        }
    }

    /** Of an address that is not canonical, #GP(0): that is where code runs to behind the last page of the lower half. */
    long fetch(long linear, boolean asUser) {
        if (!LinearAddress.isCanonical(linear)) {
            throw CpuException.gp(0);
        }
        return translate(linear, asUser ? ACCESS_FETCH | ACCESS_USER : ACCESS_FETCH);
    }

    /** The width of physical addresses, and whether there are pages of 1 GiB. */
    void setModel(int physicalBits, boolean hugePages) {
        structures.setPhysicalBits(physicalBits);
        fourLevel.setHugePages(hugePages);
    }

    void loadDirectoryPointers(long cr3) {
        long[] loaded = new long[4];
        for (int i = 0; i < loaded.length; i++) {
            loaded[i] = memory.read((cr3 & 0xffff_ffe0L) + 8 * i, 8);
            if ((loaded[i] & PagingStructures.P) != 0 && (loaded[i] & (PDPTE_RESERVED | structures.beyond())) != 0) {
                throw CpuException.gp(0);
            }
        }
        System.arraycopy(loaded, 0, state.pdpte, 0, loaded.length);
    }

    private long readThrough(long linear, int size, int access) {
        long physical = translate(linear, access);
        if (!crosses(linear, size)) {
            clock.advanceTo(state.cycle);
            return memory.read(physical, size);
        }
        long second = translate(nextPage(linear), access);
        clock.advanceTo(state.cycle);
        long value = 0;
        for (int n = 0, below = bytesBelow(linear); n < size; n++) {
            long at = n < below ? physical + n : second + n - below;
            value |= memory.read(at, 1) << 8 * n;
        }
        return value;
    }

    private void writeThrough(long linear, long value, int size, int access) {
        long physical = translate(linear, access);
        if (!crosses(linear, size)) {
            clock.advanceTo(state.cycle);
            memory.write(physical, value, size);
            return;
        }
        long second = translate(nextPage(linear), access);
        clock.advanceTo(state.cycle);
        for (int n = 0, below = bytesBelow(linear); n < size; n++) {
            memory.write(n < below ? physical + n : second + n - below, value >>> 8 * n & 0xff, 1);
        }
    }

    private long readHost(long backing, int size) {
        return switch (size) {
            case 1 -> memory.host().get(java.lang.foreign.ValueLayout.JAVA_BYTE, backing) & 0xff;
            case 2 -> memory.host().get(Mmu.WORD, backing) & 0xffff;
            case 4 -> memory.host().get(Mmu.DWORD, backing) & 0xffff_ffffL;
            default -> memory.host().get(Mmu.QWORD, backing);
        };
    }

    private void writeHost(long backing, long value, int size) {
        switch (size) {
            case 1 -> memory.host().set(java.lang.foreign.ValueLayout.JAVA_BYTE, backing, (byte) value);
            case 2 -> memory.host().set(Mmu.WORD, backing, (short) value);
            case 4 -> memory.host().set(Mmu.DWORD, backing, (int) value);
            default -> memory.host().set(Mmu.QWORD, backing, value);
        }
    }

    /**
     * A store that changes nothing leaves decoded code as it is: boot loaders patch the operands of one instruction with the
     * same values again and again.
     */
    private void writeCodePage(long backing, long value, int size) {
        if ((readHost(backing, size) ^ value) << 64 - 8 * size != 0) {
            writeHost(backing, value, size);
            codePages.written(backing, size);
        }
    }

    private static boolean crosses(long linear, int size) {
        return bytesBelow(linear) < size;
    }

    /** Bytes from {@code linear} to the end of its page. */
    private static int bytesBelow(long linear) {
        return PAGE_SIZE - (int) (linear & ~Tlb.PAGE_MASK);
    }

    private long nextPage(long linear) {
        return (linear & Tlb.PAGE_MASK) + PAGE_SIZE & linearMask();
    }

    /** Compatibility mode included, where the CPU's own tables may lie anywhere. */
    private long linearMask() {
        return state.isLongMode() ? -1 : LINEAR_MASK;
    }

    /** Walks, enters the page into a TLB as far as its nature allows, and answers the bus address. */
    private long translate(long linear, int access) {
        if (state.isLongMode() && !LinearAddress.isCanonical(linear)) {
            throw CpuException.gp(0);
        }
        long entry =
                (state.cr0 & ControlBits.CR0_PG) == 0 ? PageWalker.identity(linear) : walker().walk(linear, access);
        long physical = memory.gated(entry & Tlb.PAGE_MASK);
        Region region = memory.find(physical);
        if (region != null && region.readBacking() != Region.NONE) {
            memory.demand(region.readBacking() + (physical - region.first()), PAGE_SIZE);
            boolean whole = region.first() <= physical && physical + PAGE_SIZE - 1 <= region.last();
            boolean asUser = (access & ACCESS_USER) != 0;
            if (whole && (access & ACCESS_FETCH) != 0) {
                enterCode(linear, physical, region, entry, asUser);
            } else if (whole) {
                enterData(linear, physical, region, entry, asUser);
            }
        }
        return physical | linear & ~Tlb.PAGE_MASK;
    }

    private PageWalker walker() {
        if (state.isLongMode()) {
            return fourLevel;
        }
        return (state.cr4 & ControlBits.CR4_PAE) != 0 ? pae : twoLevel;
    }

    private void enterCode(long linear, long physical, Region region, long entry, boolean asUser) {
        boolean executable = (entry & PageWalker.NO_EXECUTE) == 0;
        enter(tlbs.code(asUser), linear, physical, region, entry, new Tlb.Rights(false, false, false, executable));
    }

    /** @param entry the result of a walk for data, or of the identity: a user page is there for the supervisor only if SMAP lets it */
    private void enterData(long linear, long physical, Region region, long entry, boolean asUser) {
        boolean watched = DataBreakpoints.onPage(state, linear);
        boolean readOnly = (entry & PageWalker.WRITABLE) == 0 && (asUser || (state.cr0 & ControlBits.CR0_WP) != 0);
        boolean writable = !readOnly && !watched && region.isRam() && (entry & PageWalker.DIRTY) != 0;
        boolean code = codePages.isCodePage(region.readBacking() + (physical - region.first()));
        Tlb.Rights rights = new Tlb.Rights(!watched, writable && !code, writable && code, false);
        enter(tlbs.data(asUser), linear, physical, region, entry, rights);
    }

    private static void enter(Tlb tlb, long linear, long physical, Region region, long entry, Tlb.Rights rights) {
        tlb.fill(linear, physical, region.readBacking() + (physical - region.first()), rights, entry);
    }
}
