package org.ring0.core.cpu.protection;

import java.util.OptionalLong;
import org.ring0.core.cpu.Cpu;

/** What LAR, LSL, VERR and VERW find out (SDM Vol. 3A, 5.10). */
public final class SelectorChecks {
    /** Bytes 5 and 6 of a descriptor; the manual leaves the limit in it undefined, CPUs keep it. */
    private static final long RIGHTS = 0x00ff_ff00;

    private static final int LAR_TYPES = 1 << Descriptor.TSS16_AVAILABLE
            | 1 << Descriptor.LDT
            | 1 << Descriptor.TSS16_BUSY
            | 1 << Descriptor.CALL_GATE16
            | 1 << Descriptor.TASK_GATE
            | 1 << Descriptor.TSS32_AVAILABLE
            | 1 << Descriptor.TSS32_BUSY
            | 1 << Descriptor.CALL_GATE32;
    private static final int LSL_TYPES = 1 << Descriptor.TSS16_AVAILABLE
            | 1 << Descriptor.LDT
            | 1 << Descriptor.TSS16_BUSY
            | 1 << Descriptor.TSS32_AVAILABLE
            | 1 << Descriptor.TSS32_BUSY;

    /** IA-32e mode has neither 16-bit kinds nor task gates, and its system descriptors have another half. */
    private static final int LONG_MODE_TYPES = 1 << Descriptor.LDT
            | 1 << Descriptor.TSS32_AVAILABLE
            | 1 << Descriptor.TSS32_BUSY
            | 1 << Descriptor.CALL_GATE32;

    private SelectorChecks() {}

    /** LAR: the access rights, if the descriptor is visible at the present level. */
    public static OptionalLong accessRights(Cpu cpu, int selector) {
        Descriptor d = visible(cpu, selector, LAR_TYPES);
        return d == null ? OptionalLong.empty() : OptionalLong.of(d.raw() >>> 32 & RIGHTS);
    }

    /** LSL: the limit in bytes. */
    public static OptionalLong limit(Cpu cpu, int selector) {
        Descriptor d = visible(cpu, selector, LSL_TYPES);
        return d == null ? OptionalLong.empty() : OptionalLong.of(d.limit());
    }

    /** VERR. */
    public static boolean isReadable(Cpu cpu, int selector) {
        Descriptor d = visible(cpu, selector, 0);
        return d != null && d.isReadable();
    }

    /** VERW. */
    public static boolean isWritable(Cpu cpu, int selector) {
        Descriptor d = visible(cpu, selector, 0);
        return d != null && d.isWritable();
    }

    private static Descriptor visible(Cpu cpu, int selector, int systemTypes) {
        Descriptor d = Selector.isNull(selector) ? null : DescriptorTables.find(cpu, selector);
        if (d == null || !d.isSegment() && !isKnown(cpu, d, systemTypes)) {
            return null;
        }
        boolean privileged = cpu.state().cpl > d.dpl() || Selector.rpl(selector) > d.dpl();
        return privileged && !d.isConforming() ? null : d;
    }

    private static boolean isKnown(Cpu cpu, Descriptor d, int systemTypes) {
        boolean longMode = cpu.state().isLongMode();
        int types = longMode ? systemTypes & LONG_MODE_TYPES : systemTypes;
        return (types >> d.type() & 1) != 0 && (!longMode || SystemDescriptor64.isWhole(cpu, d));
    }
}
