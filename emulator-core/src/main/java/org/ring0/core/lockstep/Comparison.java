package org.ring0.core.lockstep;

import java.util.Arrays;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.cpu.state.XmmState;
import org.ring0.core.machine.Machine;
import org.ring0.core.snapshot.StateWriter;

/** Whether two machines are in the same state. */
public final class Comparison {
    private Comparison() {}

    /** Everything that the digest covers. */
    public static boolean isSame(Machine a, Machine b) {
        return isSameCpu(a, b)
                && Arrays.equals(StateWriter.encode(saved(a)), StateWriter.encode(saved(b)))
                && a.devices().keySet().stream().allMatch(name -> isSameDevice(a, b, name))
                && a.hostMemory().isSame(b.hostMemory());
    }

    static SavedCpu saved(Machine machine) {
        CpuState state = state(machine);
        return SavedCpu.of(state, state.eflags());
    }

    static CpuState state(Machine machine) {
        return machine.cpus().getFirst().state();
    }

    private static boolean isSameDevice(Machine a, Machine b, String name) {
        return Arrays.equals(
                StateWriter.encode(a.devices().get(name).save()),
                StateWriter.encode(b.devices().get(name).save()));
    }

    /** What instructions change all the time; quick enough to be asked after every slice. */
    static boolean isSameCpu(Machine first, Machine second) {
        CpuState a = state(first);
        CpuState b = state(second);
        return Arrays.equals(a.gpr, b.gpr)
                && a.rip == b.rip
                && a.cycle == b.cycle
                && a.idleCycles == b.idleCycles
                && a.eflags() == b.eflags()
                && isSameMode(a, b)
                && isSameSystem(a, b)
                && isSameFpu(a.fpu, b.fpu)
                && isSameXmm(a.xmm, b.xmm);
    }

    private static boolean isSameMode(CpuState a, CpuState b) {
        return a.cpl == b.cpl
                && a.halted == b.halted
                && a.interruptShadow == b.interruptShadow
                && a.stackShadow == b.stackShadow
                && a.nmiBlocked == b.nmiBlocked
                && a.pendingDebug == b.pendingDebug;
    }

    private static boolean isSameSystem(CpuState a, CpuState b) {
        boolean same = a.cr0 == b.cr0
                && a.cr2 == b.cr2
                && a.cr3 == b.cr3
                && a.cr4 == b.cr4
                && a.efer == b.efer
                && a.gdtBase == b.gdtBase
                && a.gdtLimit == b.gdtLimit
                && a.idtBase == b.idtBase
                && a.idtLimit == b.idtLimit
                && isSameSegment(a.ldtr, b.ldtr)
                && isSameSegment(a.tr, b.tr);
        for (int i = 0; same && i < a.segment.length; i++) {
            same = isSameSegment(a.segment[i], b.segment[i]);
        }
        return same;
    }

    private static boolean isSameSegment(Segment a, Segment b) {
        return a.selector == b.selector
                && a.base == b.base
                && a.limit == b.limit
                && a.attributes == b.attributes
                && a.isNull == b.isNull;
    }

    private static boolean isSameFpu(FpuState a, FpuState b) {
        return a.top == b.top
                && a.used == b.used
                && a.status == b.status
                && a.control == b.control
                && Arrays.equals(a.significand, b.significand)
                && Arrays.equals(a.signExponent, b.signExponent);
    }

    private static boolean isSameXmm(XmmState a, XmmState b) {
        return a.mxcsr == b.mxcsr && Arrays.equals(a.low, b.low) && Arrays.equals(a.high, b.high);
    }
}
