package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Breakpoints;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * From RIP to the block there: by the links of the block that ran before, else through its page. A link is followed only as
 * far as the TLB holds its target: what the guest sees of the TLB must not depend on links.
 */
final class BlockLookup {
    private static final CpuMode[] MODES = new CpuMode[CpuMode.KEYS];

    static {
        for (int key = 0; key < MODES.length; key++) {
            MODES[key] = new CpuMode(key);
        }
    }

    private final CpuState s;
    private final Segment cs;
    private final Mmu mmu;
    private final CodeCache cache;
    private final CodeLookup pages;
    private final BlockBuilder builder;
    private final Breakpoints breakpoints;

    private CpuMode mode;
    private long linearMask;
    /** The page of the last block: its linear address, its backing less that, and its blocks, if it has host memory. */
    private long pageLinear;

    private long addend;
    private CodePage page;
    private long linear;

    BlockLookup(Cpu cpu, CodeCache cache) {
        s = cpu.state();
        cs = s.segment[Segment.CS];
        mmu = cpu.mmu();
        breakpoints = cpu.breakpoints();
        this.cache = cache;
        pages = new CodeLookup(cpu, cache);
        builder = new BlockBuilder(cpu);
    }

    /** Looks at the mode again, and forgets the page: for the first block, or after anything that needed attention. */
    void restart() {
        mode = MODES[CpuMode.keyOf(s)];
        linearMask = s.linearMask();
        pageLinear = -1;
    }

    CpuMode mode() {
        return mode;
    }

    /** The linear address of the block that was found last. */
    long linear() {
        return linear;
    }

    /**
     * The block at {@code ip}, or null if a breakpoint lies in its page.
     *
     * @param before the block that was found before since the restart, or null
     * @throws org.ring0.core.cpu.state.CpuException when fetching it faults
     */
    Block next(Block before, long ip) {
        linear = cs.base + ip & linearMask;
        if (before != null) {
            long backing = (linear & -CodePage.SIZE) == pageLinear ? linear + addend : mmu.executableBacking(linear);
            Block next = before.successor(backing);
            if (next != null && ip + next.length - 1 <= cs.limit) {
                if ((linear & -CodePage.SIZE) == pageLinear) {
                    return next;
                } else if (breakpoints.isEmpty()) {
                    pageLinear = linear & -CodePage.SIZE;
                    addend = backing - linear;
                    page = next.page;
                    return next;
                }
            }
        }
        return find(before, ip);
    }

    private Block find(Block before, long ip) {
        if ((linear & -CodePage.SIZE) != pageLinear) {
            if (breakpoints.isOnPage(linear)) {
                return null;
            }
            page = pages.page(linear, mode.key());
            pageLinear = page == null ? -1 : linear & -CodePage.SIZE;
            addend = page == null ? 0 : page.backing - pageLinear;
        }
        Block block = block(ip);
        if (before != null && block.isLinkable()) {
            before.link(block);
        }
        return block;
    }

    /** The block at {@code ip}, whether there are breakpoints or not. */
    Block at(long ip) {
        restart();
        linear = cs.base + ip & linearMask;
        page = pages.page(linear, mode.key());
        return block(ip);
    }

    private Block block(long ip) {
        if (page == null) {
            return builder.single(ip, mode);
        }
        int offset = (int) linear & CodePage.OFFSET_MASK;
        Block block = page.block(offset);
        if (block == null || block.tail.length != 0 && !builder.tailUnchanged(block, ip)) {
            block = build(offset, ip);
        }
        return ip + block.length - 1 <= cs.limit ? block : builder.single(ip, mode);
    }

    private Block build(int offset, long ip) {
        Block block = builder.build(page.backing + offset, mode);
        if (block == null) {
            block = builder.single(ip, mode);
        }
        cache.put(page, offset, block);
        return block;
    }
}
