package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/** Interrupts in protected and virtual-8086 mode: through interrupt, trap and task gates (SDM Vol. 3A, 6.12). */
final class GateDelivery {
    private static final int CLEARED = Eflags.TF | Eflags.NT | Eflags.RF | Eflags.VM;

    private final Cpu cpu;
    private final CpuState s;
    private final Interrupts.Event event;
    private final Descriptor gate;
    private final int ext;
    private final int size;

    private GateDelivery(Cpu cpu, Interrupts.Event event, Descriptor gate) {
        this.cpu = cpu;
        this.s = cpu.state();
        this.event = event;
        this.gate = gate;
        this.ext = event.ext();
        this.size = gate.is32() ? 4 : 2;
    }

    static void deliver(Cpu cpu, Interrupts.Event event) {
        Descriptor gate = gate(cpu, event);
        if (gate.type() == Descriptor.TASK_GATE) {
            throughTaskGate(cpu, event, gate);
        } else {
            new GateDelivery(cpu, event, gate).enter();
        }
    }

    private static Descriptor gate(Cpu cpu, Interrupts.Event event) {
        CpuState s = cpu.state();
        int entry = event.vector() * 8;
        if (entry + 7 > s.idtLimit) {
            throw CpuException.gp(event.idtCode());
        }
        long linear = s.idtBase + entry & 0xffff_ffffL;
        Descriptor gate = new Descriptor(0, linear, cpu.mmu().readSystem(linear, 8));
        boolean known = gate.isSystem(Descriptor.INTERRUPT_GATE16, Descriptor.INTERRUPT_GATE32)
                || gate.isSystem(Descriptor.TRAP_GATE16, Descriptor.TRAP_GATE32)
                || gate.isSystem(Descriptor.TASK_GATE, Descriptor.TASK_GATE);
        if (!known || event.cause() == Interrupts.Cause.SOFTWARE && gate.dpl() < s.cpl) {
            throw CpuException.gp(event.idtCode());
        }
        if (!gate.isPresent()) {
            throw CpuException.np(event.idtCode());
        }
        return gate;
    }

    private static void throughTaskGate(Cpu cpu, Interrupts.Event event, Descriptor gate) {
        Descriptor tss = FarTransfer.behindTaskGate(cpu, gate, event.ext());
        TaskSwitch.toHandler(cpu, tss, event);
    }

    private void enter() {
        Descriptor code = code();
        if (!code.isConforming() && code.dpl() < s.cpl) {
            if (s.isVirtual8086()) {
                fromVirtual8086(code);
            } else {
                toInner(code);
            }
        } else {
            atSameLevel(code);
        }
    }

    private Descriptor code() {
        int selector = gate.gateSelector();
        if (Selector.isNull(selector)) {
            throw CpuException.gp(ext);
        }
        int errorCode = Selector.errorCode(selector, ext);
        Descriptor code = DescriptorTables.find(cpu, selector);
        if (code == null || !code.isCode() || code.dpl() > s.cpl) {
            throw CpuException.gp(errorCode);
        }
        if (!code.isPresent()) {
            throw CpuException.np(errorCode);
        }
        if (s.isVirtual8086() && (code.isConforming() || code.dpl() != 0)) {
            throw CpuException.gp(errorCode);
        }
        return code;
    }

    private void atSameLevel(Descriptor code) {
        StackFrame frame = StackFrame.onPresent(cpu, ext);
        frame.require(words(3), size);
        FarTransfer.checkLimit(code.limit(), gate.gateOffset(), ext);
        pushState(frame);
        FarTransfer.enter(cpu, code, s.cpl, gate.gateOffset());
        frame.commit(s);
        changeFlags();
    }

    private void toInner(Descriptor code) {
        InnerStack stack = InnerStack.of(cpu, code.dpl(), ext);
        StackFrame frame = StackFrame.onInner(cpu, stack, ext);
        frame.require(words(5), size);
        FarTransfer.checkLimit(code.limit(), gate.gateOffset(), ext);
        pushStack(frame);
        pushState(frame);
        FarTransfer.enter(cpu, code, code.dpl(), gate.gateOffset());
        stack.commit(s, frame);
        changeFlags();
    }

    private void fromVirtual8086(Descriptor code) {
        InnerStack stack = InnerStack.of(cpu, 0, ext);
        StackFrame frame = StackFrame.onInner(cpu, stack, ext);
        frame.require(words(9), size);
        FarTransfer.checkLimit(code.limit(), gate.gateOffset(), ext);
        int[] order = {Segment.GS, Segment.FS, Segment.DS, Segment.ES};
        for (int register : order) {
            frame.push(s.segment[register].selector, size);
        }
        pushStack(frame);
        pushState(frame);
        FarTransfer.enter(cpu, code, 0, gate.gateOffset());
        changeFlags();
        for (int register : order) {
            s.segment[register].loadNull(0);
        }
        stack.commit(s, frame);
    }

    private int words(int withoutErrorCode) {
        return event.hasErrorCode() ? withoutErrorCode + 1 : withoutErrorCode;
    }

    private void pushStack(StackFrame frame) {
        frame.push(s.segment[Segment.SS].selector, size);
        frame.push(s.gpr[CpuState.RSP], size);
    }

    private void pushState(StackFrame frame) {
        frame.push(event.flags(), size);
        FarTransfer.pushReturn(s, frame, size);
        if (event.hasErrorCode()) {
            frame.push(event.errorCode(), size);
        }
    }

    private void changeFlags() {
        boolean interrupt = gate.isSystem(Descriptor.INTERRUPT_GATE16, Descriptor.INTERRUPT_GATE32);
        FlagsRegister.write(s, 0, interrupt ? CLEARED | Eflags.IF : CLEARED);
    }
}
