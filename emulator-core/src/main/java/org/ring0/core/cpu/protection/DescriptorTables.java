package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** The way to the GDT and the LDT. All accesses are the CPU's own: supervisor whatever the CPL. */
final class DescriptorTables {
    private static final long LINEAR_MASK = 0xffff_ffffL;
    private static final int OFFSET = 0xfff8;
    private static final int TYPE_BYTE = 5;

    private DescriptorTables() {}

    /** The descriptor that a selector (not a null one) names, or null if it lies beyond its table's limit. */
    static Descriptor find(Cpu cpu, int selector) {
        if (!contains(cpu, selector, 8)) {
            return null;
        }
        CpuState s = cpu.state();
        long linear = (Selector.isLocal(selector) ? s.ldtr.base : s.gdtBase) + (selector & OFFSET);
        if (!s.isLongMode()) {
            linear &= LINEAR_MASK;
        }
        return new Descriptor(selector, linear, cpu.mmu().readSystem(linear, 8));
    }

    /** Whether {@code size} bytes at the place that a selector names lie within its table's limit. */
    static boolean contains(Cpu cpu, int selector, int size) {
        CpuState s = cpu.state();
        long limit = !Selector.isLocal(selector) ? s.gdtLimit : s.ldtr.isNull ? -1 : s.ldtr.limit;
        return (selector & OFFSET) + size - 1 <= limit;
    }

    /** Sets the accessed bit of a code or data segment in memory; the result has it too. */
    static Descriptor accessed(Cpu cpu, Descriptor descriptor) {
        return withType(cpu, descriptor, descriptor.type() | Segment.TYPE_ACCESSED);
    }

    /** Marks a TSS as busy or available. */
    static Descriptor setBusy(Cpu cpu, Descriptor tss, boolean busy) {
        int type = tss.type();
        return withType(cpu, tss, busy ? type | Descriptor.TYPE_BUSY : type & ~Descriptor.TYPE_BUSY);
    }

    private static Descriptor withType(Cpu cpu, Descriptor descriptor, int type) {
        if (descriptor.type() == type) {
            return descriptor;
        }
        long raw = descriptor.raw() & ~(0xfL << 40) | (long) type << 40;
        cpu.mmu().writeSystem(descriptor.linear() + TYPE_BYTE, raw >>> 40 & 0xff, 1);
        return new Descriptor(descriptor.selector(), descriptor.linear(), raw);
    }
}
