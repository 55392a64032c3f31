package org.ring0.core.cpu.isa;

import java.util.EnumSet;
import java.util.Set;

/** Which instructions may go on elsewhere than behind themselves, faults excepted. */
public final class Transfers {
    /** Those whose shape does not say so. */
    private static final Set<Mnemonic> SYSTEM = EnumSet.of(
            Mnemonic.JMPF,
            Mnemonic.CALLF,
            Mnemonic.RETF,
            Mnemonic.INT,
            Mnemonic.INT3,
            Mnemonic.INTO,
            Mnemonic.INT1,
            Mnemonic.IRET,
            Mnemonic.SYSENTER,
            Mnemonic.SYSEXIT,
            Mnemonic.SYSCALL,
            Mnemonic.SYSRET,
            Mnemonic.RSM,
            Mnemonic.UD2,
            Mnemonic.HLT);

    private Transfers() {}

    /** Whether a straight run of instructions ends with this one. */
    public static boolean isTransfer(Mnemonic mnemonic) {
        return mnemonic.shape().isBranch() || SYSTEM.contains(mnemonic);
    }
}
