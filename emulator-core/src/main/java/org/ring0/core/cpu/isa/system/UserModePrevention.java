package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;

/** CR4.UMIP: SGDT, SIDT, SLDT, SMSW and STR are for level 0 alone (SDM Vol. 3A, 2.5). */
final class UserModePrevention {
    private UserModePrevention() {}

    /** Throws #GP(0) where the extension prevents the instruction. */
    static void check(CpuState s) {
        if (s.cpl != 0 && (s.cr4 & ControlBits.CR4_UMIP) != 0) {
            throw CpuException.gp(0);
        }
    }
}
