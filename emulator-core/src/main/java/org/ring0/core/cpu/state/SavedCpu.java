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
        long cycle,
        long retired) {

    /** A segment register, LDTR or TR. */
    public record SavedSegment(int selector, long base, long limit, int attributes, boolean isNull) {
        static SavedSegment of(Segment s) {
            return new SavedSegment(s.selector, s.base, s.limit, s.attributes, s.isNull);
        }
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
                s.cycle,
                s.retired());
    }
}
