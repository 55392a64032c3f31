package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/** Far JMP and CALL: direct, through call gates, and to tasks (SDM Vol. 2A, JMP and CALL; Vol. 3A, 5.8 and 7.3). */
public final class FarTransfer {
    private FarTransfer() {}

    /**
     * A far jump.
     *
     * @param offset already truncated to the operand size
     */
    public static void jump(Cpu cpu, int selector, long offset) {
        CpuState s = cpu.state();
        if (!s.isProtected() || s.isVirtual8086()) {
            checkLimit(s.segment[Segment.CS].limit, offset, 0);
            enterReal(s, selector, offset);
            return;
        }
        Descriptor target = target(cpu, selector);
        if (target.isCode()) {
            checkDirect(s, target);
            checkTarget(s, target, offset);
            enter(cpu, target, s.cpl, offset);
        } else if (s.isLongMode()) {
            LongModeCallGate.jump(cpu, target);
        } else if (isCallGate(target)) {
            CallGate.jump(cpu, target);
        } else {
            TaskSwitch.to(cpu, task(cpu, target), TaskSwitch.Reason.JUMP, 0);
        }
    }

    /**
     * A far call.
     *
     * @param offset already truncated to the operand size
     * @param size of what is pushed, 2, 4 or 8; a gate has its own
     */
    public static void call(Cpu cpu, int selector, long offset, int size) {
        CpuState s = cpu.state();
        if (!s.isProtected() || s.isVirtual8086()) {
            StackFrame frame = StackFrame.onPresent(cpu, 0);
            frame.require(2, size);
            checkLimit(s.segment[Segment.CS].limit, offset, 0);
            pushReturn(s, frame, size);
            enterReal(s, selector, offset);
            frame.commit(s);
            return;
        }
        Descriptor target = target(cpu, selector);
        if (target.isCode()) {
            checkDirect(s, target);
            callAtSameLevel(cpu, target, offset, size);
        } else if (s.isLongMode()) {
            LongModeCallGate.call(cpu, target);
        } else if (isCallGate(target)) {
            CallGate.call(cpu, target);
        } else {
            TaskSwitch.to(cpu, task(cpu, target), TaskSwitch.Reason.CALL, 0);
        }
    }

    static void callAtSameLevel(Cpu cpu, Descriptor code, long offset, int size) {
        CpuState s = cpu.state();
        StackFrame frame = StackFrame.onPresent(cpu, 0);
        frame.require(2, size);
        checkTarget(s, code, offset);
        pushReturn(s, frame, size);
        enter(cpu, code, s.cpl, offset);
        frame.commit(s);
    }

    static void pushReturn(CpuState s, StackFrame frame, int size) {
        frame.push(s.segment[Segment.CS].selector, size);
        frame.push(s.rip, size);
    }

    /** Throws #GP with {@code errorCode} if the offset lies beyond a code segment's limit. */
    static void checkLimit(long limit, long offset, int errorCode) {
        if (offset > limit) {
            throw CpuException.gp(errorCode);
        }
    }

    /** Throws #GP(0) unless execution can go on at the offset in a code segment. */
    static void checkTarget(CpuState s, Descriptor code, long offset) {
        boolean is64 = s.isLongMode() && code.is64Bit();
        if (is64 ? !LinearAddress.isCanonical(offset) : Long.compareUnsigned(offset, code.limit()) > 0) {
            throw CpuException.gp(0);
        }
    }

    /** Goes on at {@code offset} in a segment that has passed its checks, at privilege {@code cpl}. */
    static void enter(Cpu cpu, Descriptor code, int cpl, long offset) {
        CpuState s = cpu.state();
        SegmentLoader.loadCode(s, DescriptorTables.accessed(cpu, code), cpl);
        s.rip = offset;
    }

    static void enterReal(CpuState s, int selector, long offset) {
        SegmentLoader.loadReal(s, s.segment[Segment.CS], selector);
        s.rip = offset;
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    private static Descriptor target(Cpu cpu, int selector) {
        if (Selector.isNull(selector)) {
            throw CpuException.gp(0);
        }
        Descriptor target = DescriptorTables.find(cpu, selector);
        if (target == null) {
            throw CpuException.gp(Selector.errorCode(selector, 0));
        }
        return target;
    }

    private static boolean isCallGate(Descriptor target) {
        return target.isSystem(Descriptor.CALL_GATE16, Descriptor.CALL_GATE32);
    }

    /** The rules for a code segment that is named directly. */
    private static void checkDirect(CpuState s, Descriptor code) {
        boolean allowed = code.isConforming()
                ? code.dpl() <= s.cpl
                : Selector.rpl(code.selector()) <= s.cpl && code.dpl() == s.cpl;
        if (!allowed || s.isLongMode() && code.isReservedCode()) {
            throw CpuException.gp(code.errorCode(0));
        }
        if (!code.isPresent()) {
            throw CpuException.np(code.errorCode(0));
        }
    }

    /** The TSS behind a selector that is none of code: a TSS itself or a task gate. */
    private static Descriptor task(Cpu cpu, Descriptor target) {
        boolean gate = target.isSystem(Descriptor.TASK_GATE, Descriptor.TASK_GATE);
        boolean available = target.isSystem(Descriptor.TSS16_AVAILABLE, Descriptor.TSS32_AVAILABLE);
        boolean privileged = target.dpl() < cpu.state().cpl || target.dpl() < Selector.rpl(target.selector());
        if (!gate && !available || privileged || !gate && Selector.isLocal(target.selector())) {
            throw CpuException.gp(target.errorCode(0));
        }
        if (!target.isPresent()) {
            throw CpuException.np(target.errorCode(0));
        }
        return gate ? behindTaskGate(cpu, target, 0) : target;
    }

    /** The TSS that a task gate names. */
    static Descriptor behindTaskGate(Cpu cpu, Descriptor gate, int ext) {
        int selector = gate.gateSelector();
        int code = Selector.errorCode(selector, ext);
        Descriptor tss =
                Selector.isNull(selector) || Selector.isLocal(selector) ? null : DescriptorTables.find(cpu, selector);
        if (tss == null || !tss.isSystem(Descriptor.TSS16_AVAILABLE, Descriptor.TSS32_AVAILABLE)) {
            throw CpuException.gp(code);
        }
        if (!tss.isPresent()) {
            throw CpuException.np(code);
        }
        return tss;
    }
}
