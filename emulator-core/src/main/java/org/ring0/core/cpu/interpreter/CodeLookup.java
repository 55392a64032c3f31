package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.Region;

/** From a linear address to the page of blocks behind it: through the TLB, and a small cache of what was found before. */
final class CodeLookup {
    private static final int SLOTS = 1024;

    private final Mmu mmu;
    private final AddressSpace memory;
    private final CodeCache cache;
    private final long[] busPage = new long[SLOTS];
    private final int[] modeKey = new int[SLOTS];
    private final CodePage[] found = new CodePage[SLOTS];

    CodeLookup(Cpu cpu, CodeCache cache) {
        mmu = cpu.mmu();
        memory = cpu.memory();
        this.cache = cache;
        memory.onChange(() -> {
            forget();
            // The page that is running may be another one now: look for it again behind this instruction.
            cpu.state().attention |= CpuState.ATTENTION_RECHECK;
        });
        cache.onDrop(this::forget);
    }

    private void forget() {
        java.util.Arrays.fill(found, null);
    }

    /**
     * The page of code at {@code linear}, or null if the bytes there are a device's or nobody's.
     *
     * @throws org.ring0.core.cpu.state.CpuException when fetching there faults
     */
    CodePage page(long linear, int key) {
        long bus = mmu.fetchPhysical(linear) & -CodePage.SIZE;
        int slot = (int) (bus / CodePage.SIZE) & SLOTS - 1;
        if (found[slot] != null && busPage[slot] == bus && modeKey[slot] == key) {
            return found[slot];
        }
        Region region = memory.find(bus);
        if (region == null || region.readBacking() == Region.NONE) {
            return null;
        }
        busPage[slot] = bus;
        modeKey[slot] = key;
        found[slot] = cache.page(region.readBacking() + bus - region.first(), key);
        return found[slot];
    }
}
