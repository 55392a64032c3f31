package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Flags;

/** EFLAGS as a whole, its lazy part and its stored part. */
public final class FlagsRegister {
    private static final int DEFINED = Eflags.STATUS
            | Eflags.TF
            | Eflags.IF
            | Eflags.DF
            | Eflags.IOPL
            | Eflags.NT
            | Eflags.RF
            | Eflags.VM
            | Eflags.AC
            | Eflags.VIF
            | Eflags.VIP
            | Eflags.ID;

    private FlagsRegister() {}

    /** All bits. */
    public static int read(CpuState s) {
        return s.eflags();
    }

    /** Takes the bits of {@code mask} from {@code value}; undefined bits keep their fixed values. */
    public static void write(CpuState s, int value, int mask) {
        int effective = mask & DEFINED;
        int merged = read(s) & ~effective | value & effective;
        Flags.write(s, merged);
        s.systemFlags = merged & ~Eflags.STATUS | Eflags.FIXED;
        s.attention |= CpuState.ATTENTION_RECHECK;
    }
}
