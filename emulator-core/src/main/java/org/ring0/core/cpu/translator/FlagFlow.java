package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.ASM9;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.state.CpuMode;

/**
 * What is known of the lazy flags where a block begins: their kind, if every way into the block from inside the region
 * leaves the same. Found by writing the blocks to nowhere, so that the emitters' own knowledge decides, until nothing
 * changes any more.
 */
final class FlagFlow {
    private final Map<Integer, Integer> known = new HashMap<>();

    /** Nothing is known anywhere, for code that must be written soon. */
    static final FlagFlow NOTHING = new FlagFlow();

    private FlagFlow() {}

    /** Entering the region, with flags of any kind, does not count as a way into a block. */
    FlagFlow(Scan scan, CpuMode mode) {
        Code code =
                new Code(new MethodVisitor(ASM9) {}, mode, RegionClass.THOROUGH, Effort.THOROUGH, scan.xmmRegisters());
        RegionBody nowhere = new RegionBody(scan, mode, code);
        Deque<Integer> waiting = new ArrayDeque<>();
        for (int entry : scan.entries) {
            spread(nowhere, entry, nowhere.block(entry, FlagEmitter.UNKNOWN), waiting);
        }
        while (!waiting.isEmpty()) {
            int start = waiting.poll();
            spread(nowhere, start, nowhere.block(start, known.get(start)), waiting);
        }
    }

    private void spread(RegionBody nowhere, int start, int left, Deque<Integer> waiting) {
        for (int next : nowhere.successors(start)) {
            if (nowhere.block(next) == null) {
                continue;
            }
            Integer before = known.get(next);
            int now = before == null || before == left ? left : FlagEmitter.UNKNOWN;
            if (before == null || before != now) {
                known.put(next, now);
                waiting.add(next);
            }
        }
    }

    /** What {@code FlagEmitter} may assume where the block begins that jumps within the region lead to. */
    int known(int start) {
        return known.getOrDefault(start, FlagEmitter.UNKNOWN);
    }

    /** Whether nothing is known there: then one copy of the block serves those who enter the region as well. */
    boolean isUnknown(int start) {
        return known(start) == FlagEmitter.UNKNOWN;
    }
}
