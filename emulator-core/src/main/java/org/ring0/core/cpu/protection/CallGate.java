package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** Far JMP and CALL through a call gate (SDM Vol. 3A, 5.8.3 to 5.8.5). */
final class CallGate {
    private CallGate() {}

    static void jump(Cpu cpu, Descriptor gate) {
        CpuState s = cpu.state();
        Descriptor code = code(cpu, gate);
        boolean allowed = code.isConforming() ? code.dpl() <= s.cpl : code.dpl() == s.cpl;
        checkCode(code, allowed);
        FarTransfer.checkLimit(code.limit(), gate.gateOffset(), 0);
        FarTransfer.enter(cpu, code, s.cpl, gate.gateOffset());
    }

    static void call(Cpu cpu, Descriptor gate) {
        CpuState s = cpu.state();
        Descriptor code = code(cpu, gate);
        checkCode(code, code.dpl() <= s.cpl);
        if (!code.isConforming() && code.dpl() < s.cpl) {
            callInner(cpu, gate, code);
        } else {
            FarTransfer.callAtSameLevel(cpu, code, gate.gateOffset(), size(gate));
        }
    }

    private static void callInner(Cpu cpu, Descriptor gate, Descriptor code) {
        CpuState s = cpu.state();
        int size = size(gate);
        InnerStack stack = InnerStack.of(cpu, code.dpl(), 0);
        StackFrame frame = StackFrame.onInner(cpu, stack, 0);
        int parameters = gate.parameterCount();
        frame.require(parameters + 4, size);
        FarTransfer.checkLimit(code.limit(), gate.gateOffset(), 0);
        frame.push(s.segment[Segment.SS].selector, size);
        frame.push(s.gpr[CpuState.RSP], size);
        for (int n = parameters - 1; n >= 0; n--) {
            frame.push(cpu.segmentation().peek(n * size, size), size);
        }
        FarTransfer.pushReturn(s, frame, size);
        FarTransfer.enter(cpu, code, code.dpl(), gate.gateOffset());
        stack.commit(s, frame);
    }

    private static int size(Descriptor gate) {
        return gate.is32() ? 4 : 2;
    }

    /** The descriptor behind the gate, which itself is checked here. */
    static Descriptor code(Cpu cpu, Descriptor gate) {
        if (gate.dpl() < cpu.state().cpl || gate.dpl() < Selector.rpl(gate.selector())) {
            throw CpuException.gp(gate.errorCode(0));
        }
        if (!gate.isPresent()) {
            throw CpuException.np(gate.errorCode(0));
        }
        int selector = gate.gateSelector();
        if (Selector.isNull(selector)) {
            throw CpuException.gp(0);
        }
        Descriptor code = DescriptorTables.find(cpu, selector);
        if (code == null || !code.isCode() || cpu.state().isLongMode() && !code.is64Bit()) {
            throw CpuException.gp(Selector.errorCode(selector, 0));
        }
        return code;
    }

    static void checkCode(Descriptor code, boolean allowed) {
        if (!allowed) {
            throw CpuException.gp(code.errorCode(0));
        }
        if (!code.isPresent()) {
            throw CpuException.np(code.errorCode(0));
        }
    }
}
