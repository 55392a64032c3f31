package org.ring0.core.cpu.state;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ring0.core.cpu.fpu.SavedFpu;

/**
 * Everything architectural of a CPU, as a snapshot and the digest hold it. The lazy flags are worked out first, since two
 * engines may keep the same flags in different ways.
 */
public record SavedCpu(
        long[] gpr,
        long rip,
        long eflags,
        List<SavedSegment> segments,
        long gdtBase,
        int gdtLimit,
        long idtBase,
        int idtLimit,
        long[] control,
        long efer,
        long[] directoryPointers,
        long[] debug,
        int pendingDebug,
        long[] modelSpecific,
        long randomNumbers,
        SavedFpu fpu,
        XmmState.SavedXmm xmm,
        int cpl,
        boolean halted,
        boolean interruptShadow,
        boolean stackShadow,
        boolean nmiBlocked,
        int pendingEvents,
        long cycle,
        long retired) {
    /** The pins that are remembered from their edge to when the CPU looks at them. */
    private static final int PENDING = CpuState.ATTENTION_NMI | CpuState.ATTENTION_INIT;

    /** A segment register, LDTR or TR. */
    public record SavedSegment(int selector, long base, long limit, int attributes, boolean isNull) {
        static SavedSegment of(Segment s) {
            return new SavedSegment(s.selector, s.base, s.limit, s.attributes, s.isNull);
        }

        void restore(Segment s) {
            s.restore(selector, base, limit, attributes, isNull);
        }
    }

    /** A CPU that nobody has reset: also what a saved state without a component means. */
    public static SavedCpu untouched() {
        CpuState state = new CpuState();
        return of(state, state.eflags());
    }

    /** Whether all components have the form of a CPU's, so that {@link #restore} can take them over. */
    public boolean isWellFormed() {
        SavedCpu whole = untouched();
        return gpr.length == whole.gpr.length
                && segments.size() == whole.segments.size()
                && control.length == whole.control.length
                && directoryPointers.length == whole.directoryPointers.length
                && debug.length == whole.debug.length
                && modelSpecific.length == whole.modelSpecific.length
                && fpu.isWellFormed()
                && xmm.isWellFormed()
                && cpl >= 0
                && cpl <= 3
                && (pendingEvents & ~PENDING) == 0
                && retired >= 0
                && retired <= cycle;
    }

    /** Takes everything over but the level of the INTR pin, which others drive. Translations and decoded code are stale. */
    public void restore(CpuState s) {
        System.arraycopy(gpr, 0, s.gpr, 0, gpr.length);
        s.rip = rip;
        s.systemFlags = (int) eflags & ~Eflags.STATUS;
        s.setStatusFlags((int) eflags);
        for (int i = 0; i < s.segment.length; i++) {
            segments.get(i).restore(s.segment[i]);
        }
        segments.get(s.segment.length).restore(s.ldtr);
        segments.get(s.segment.length + 1).restore(s.tr);
        restoreSystem(s);
        s.fpu.restore(fpu);
        s.xmm.restore(xmm);
        s.cpl = cpl;
        s.halted = halted;
        s.interruptShadow = interruptShadow;
        s.stackShadow = stackShadow;
        s.nmiBlocked = nmiBlocked;
        s.attention = pendingEvents | CpuState.ATTENTION_RECHECK;
        s.cycle = cycle;
        s.cycleLimit = cycle;
        s.idleCycles = cycle - retired;
    }

    private void restoreSystem(CpuState s) {
        s.gdtBase = gdtBase;
        s.gdtLimit = gdtLimit;
        s.idtBase = idtBase;
        s.idtLimit = idtLimit;
        s.cr0 = control[0];
        s.cr2 = control[1];
        s.cr3 = control[2];
        s.cr4 = control[3];
        s.xcr0 = control[4];
        s.efer = efer;
        System.arraycopy(directoryPointers, 0, s.pdpte, 0, directoryPointers.length);
        System.arraycopy(debug, 0, s.dr, 0, debug.length);
        s.pendingDebug = pendingDebug;
        s.msr.load(modelSpecific);
        s.random.seed(randomNumbers);
    }

    /** @param eflags all of EFLAGS, status flags worked out */
    public static SavedCpu of(CpuState s, long eflags) {
        List<SavedSegment> segments = Stream.concat(Stream.of(s.segment), Stream.of(s.ldtr, s.tr))
                .map(SavedSegment::of)
                .toList();
        return new SavedCpu(
                Arrays.copyOf(s.gpr, 16),
                s.rip,
                eflags,
                segments,
                s.gdtBase,
                s.gdtLimit,
                s.idtBase,
                s.idtLimit,
                new long[] {s.cr0, s.cr2, s.cr3, s.cr4, s.xcr0},
                s.efer,
                s.pdpte.clone(),
                s.dr.clone(),
                s.pendingDebug,
                s.msr.save(),
                s.random.state(),
                s.fpu.save(),
                s.xmm.save(),
                s.cpl,
                s.halted,
                s.interruptShadow,
                s.stackShadow,
                s.nmiBlocked,
                s.attention & PENDING,
                s.cycle,
                s.retired());
    }
}
