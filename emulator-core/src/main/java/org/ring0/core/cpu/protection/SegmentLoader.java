package org.ring0.core.cpu.protection;

import java.util.function.IntFunction;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** Loads of segment registers, LDTR and TR with all their checks (SDM Vol. 2B, MOV; Vol. 3A, 5.4 to 5.8). */
public final class SegmentLoader {
    private static final int REAL_ATTRIBUTES = Segment.P | Segment.S | Segment.TYPE_WRITABLE_OR_READABLE | 1;
    private static final int V86_ATTRIBUTES = REAL_ATTRIBUTES | 3 << Segment.DPL_SHIFT;
    private static final long REAL_LIMIT = 0xffff;

    private SegmentLoader() {}

    /** MOV, POP and the like to a segment register other than CS, in any mode. */
    public static void load(Cpu cpu, int register, int selector) {
        CpuState s = cpu.state();
        Segment segment = s.segment[register];
        boolean wasFlat = segment.isFlat();
        if (!s.isProtected() || s.isVirtual8086()) {
            loadReal(s, segment, selector);
        } else if (register == Segment.SS && mayBeNull(s, selector)) {
            segment.loadNull(selector);
        } else if (register == Segment.SS) {
            Descriptor d = accessedStack(cpu, selector, s.cpl, CpuException::gp, 0);
            d.loadInto(segment, selector);
        } else if (Selector.isNull(selector)) {
            segment.loadNull(selector);
        } else {
            Descriptor d = data(cpu, selector, CpuException::gp, 0);
            DescriptorTables.accessed(cpu, d).loadInto(segment, selector);
        }
        if (register == Segment.SS || segment.isFlat() != wasFlat) {
            s.attention |= CpuState.ATTENTION_RECHECK;
        }
    }

    /** Whether it is a null selector that SS takes: in 64-bit mode below level 3, of the present level. */
    private static boolean mayBeNull(CpuState s, int selector) {
        return s.cpl < 3 && selector == s.cpl && s.is64Bit();
    }

    /**
     * Real mode: the base alone changes, so that limits loaded in protected mode stay ("unreal" mode); a segment that is
     * unusable becomes an ordinary one. Virtual-8086 mode: everything is fixed.
     */
    static void loadReal(CpuState s, Segment segment, int selector) {
        long base = (long) selector << 4;
        if (s.isVirtual8086()) {
            segment.load(selector, base, REAL_LIMIT, V86_ATTRIBUTES);
        } else if (segment.isNull) {
            segment.load(selector, base, REAL_LIMIT, REAL_ATTRIBUTES);
        } else {
            segment.load(selector, base, segment.limit, segment.attributes | Segment.P | Segment.S);
        }
    }

    /** Any segment register as virtual-8086 mode has it. */
    static void loadVirtual8086(Segment segment, int selector) {
        segment.load(selector, (long) selector << 4, REAL_LIMIT, V86_ATTRIBUTES);
    }

    /** A segment register as it is after reset, but for its base and selector. */
    static void loadRealDefault(Segment segment, int selector, long base) {
        segment.load(selector, base, REAL_LIMIT, REAL_ATTRIBUTES);
    }

    /** Leaving protected mode: in real mode CS is as readable and writable as any segment. */
    static void makeRealCode(Segment cs) {
        int kept = cs.attributes & ~(Segment.TYPE | 3 << Segment.DPL_SHIFT);
        cs.load(cs.selector, cs.base, cs.limit, kept | REAL_ATTRIBUTES);
    }

    /** The checked descriptor of a data segment register. */
    static Descriptor data(Cpu cpu, int selector, IntFunction<CpuException> fault, int ext) {
        Descriptor d = DescriptorTables.find(cpu, selector);
        int code = Selector.errorCode(selector, ext);
        if (d == null || !d.isReadable()) {
            throw fault.apply(code);
        }
        boolean privileged = Selector.rpl(selector) > d.dpl() || cpu.state().cpl > d.dpl();
        if (!d.isConforming() && privileged) {
            throw fault.apply(code);
        }
        if (!d.isPresent()) {
            throw CpuException.np(code);
        }
        return d;
    }

    /** The checked descriptor of a stack segment for privilege {@code cpl}; a missing one is #SS. */
    static Descriptor stack(Cpu cpu, int selector, int cpl, IntFunction<CpuException> fault, int ext) {
        int code = Selector.errorCode(selector, ext);
        Descriptor d = Selector.isNull(selector) ? null : DescriptorTables.find(cpu, selector);
        if (d == null || Selector.rpl(selector) != cpl || !d.isWritable() || d.dpl() != cpl) {
            throw fault.apply(code);
        }
        if (!d.isPresent()) {
            throw CpuException.ss(code);
        }
        return d;
    }

    static Descriptor accessedStack(Cpu cpu, int selector, int cpl, IntFunction<CpuException> fault, int ext) {
        return DescriptorTables.accessed(cpu, stack(cpu, selector, cpl, fault, ext));
    }

    /** Loads CS and the privilege that goes with it. */
    static void loadCode(CpuState s, Descriptor code, int cpl) {
        Segment cs = s.segment[Segment.CS];
        int selector = Selector.withRpl(code.selector(), cpl);
        if (s.isLongMode() && code.is64Bit()) {
            cs.load(selector, 0, Segment.UNLIMITED, code.attributes());
        } else {
            code.loadInto(cs, selector);
            s.clearUpperHalves();
        }
        s.cpl = cpl;
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    static void loadStack(CpuState s, Descriptor stack, int selector) {
        stack.loadInto(s.segment[Segment.SS], selector);
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** After a return to an outer level: what the outer level may not use becomes null (SDM Vol. 2B, RET). */
    static void dropPrivileged(CpuState s) {
        for (int register : new int[] {Segment.ES, Segment.FS, Segment.GS, Segment.DS}) {
            Segment segment = s.segment[register];
            int type = segment.attributes & Segment.TYPE;
            boolean conforming =
                    (type & Segment.TYPE_CODE) != 0 && (type & Segment.TYPE_EXPAND_DOWN_OR_CONFORMING) != 0;
            if (!segment.isNull && !conforming && segment.dpl() < s.cpl) {
                segment.loadNull(0);
            }
        }
    }

    /** LLDT. */
    public static void loadLdtr(Cpu cpu, int selector) {
        loadLdtr(cpu, selector, CpuException::gp, CpuException::np, 0);
    }

    static void loadLdtr(
            Cpu cpu, int selector, IntFunction<CpuException> fault, IntFunction<CpuException> missing, int ext) {
        if (Selector.isNull(selector)) {
            cpu.state().ldtr.loadNull(selector);
            return;
        }
        int code = Selector.errorCode(selector, ext);
        Descriptor d = Selector.isLocal(selector) ? null : DescriptorTables.find(cpu, selector);
        if (d == null || !d.isSystem(Descriptor.LDT, Descriptor.LDT)) {
            throw fault.apply(code);
        }
        long base = systemBase(cpu, d);
        if (!d.isPresent()) {
            throw missing.apply(code);
        }
        cpu.state().ldtr.load(selector, base, d.limit(), d.attributes());
    }

    /** The base of an LDT or a TSS; in IA-32e mode the descriptor has another half. */
    private static long systemBase(Cpu cpu, Descriptor d) {
        return cpu.state().isLongMode() ? SystemDescriptor64.base(cpu, d) : d.base();
    }

    /** LTR. */
    public static void loadTaskRegister(Cpu cpu, int selector) {
        int code = Selector.errorCode(selector, 0);
        Descriptor d =
                Selector.isNull(selector) || Selector.isLocal(selector) ? null : DescriptorTables.find(cpu, selector);
        // IA-32e mode has no 16-bit tasks.
        int smallest = cpu.state().isLongMode() ? Descriptor.TSS32_AVAILABLE : Descriptor.TSS16_AVAILABLE;
        if (d == null || !d.isSystem(smallest, Descriptor.TSS32_AVAILABLE)) {
            throw CpuException.gp(code);
        }
        long base = systemBase(cpu, d);
        if (!d.isPresent()) {
            throw CpuException.np(code);
        }
        Descriptor busy = DescriptorTables.setBusy(cpu, d, true);
        cpu.state().tr.load(selector, base, busy.limit(), busy.attributes());
    }
}
