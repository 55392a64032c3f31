package org.ring0.core.oracle;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Mnemonic;

/** Which rows the integer oracle runs, and why it leaves out the others. */
final class Scope {
    private static final Map<Mnemonic, String> EXCLUDED = new EnumMap<>(Mnemonic.class);
    /** Rows that no 64-bit encoding has the like of: for hosts that run 32-bit code. */
    private static final Set<Mnemonic> ONLY_32 = EnumSet.of(
            Mnemonic.PUSHA,
            Mnemonic.POPA,
            Mnemonic.BOUND,
            Mnemonic.DAA,
            Mnemonic.DAS,
            Mnemonic.AAA,
            Mnemonic.AAS,
            Mnemonic.AAM,
            Mnemonic.AAD,
            Mnemonic.SALC);

    static {
        exclude("TransferOracleTest", Mnemonic.JMP, Mnemonic.CALL, Mnemonic.RET);
        exclude("far transfers", Mnemonic.JMPF, Mnemonic.CALLF, Mnemonic.RETF, Mnemonic.IRET);
        exclude("ends in a signal", Mnemonic.INT, Mnemonic.INT3, Mnemonic.INTO, Mnemonic.INT1, Mnemonic.UD2);
        exclude("privileged or depends on IOPL", Mnemonic.CLI, Mnemonic.STI, Mnemonic.IN, Mnemonic.OUT);
        exclude("privileged or depends on IOPL", Mnemonic.INS, Mnemonic.OUTS);
        exclude("depends on the host's descriptors", Mnemonic.MOV_SREG, Mnemonic.MOV_FROM_SREG);
        exclude("depends on the host's descriptors", Mnemonic.PUSH_SREG, Mnemonic.POP_SREG);
        exclude("depends on the host's descriptors", Mnemonic.LES, Mnemonic.LDS, Mnemonic.LSS, Mnemonic.LFS);
        exclude("depends on the host's descriptors", Mnemonic.LGS, Mnemonic.LAR, Mnemonic.LSL, Mnemonic.ARPL);
        exclude("depends on the host's descriptors", Mnemonic.VERR, Mnemonic.VERW);
        exclude("depends on the host's system state", Mnemonic.SLDT, Mnemonic.STR, Mnemonic.SMSW);
        exclude("depends on the host's system state", Mnemonic.SGDT, Mnemonic.SIDT, Mnemonic.SYSENTER);
        exclude("a system call of the host", Mnemonic.SYSCALL);
        exclude("ends in a signal", Mnemonic.SYSRET, Mnemonic.STAC, Mnemonic.CLAC, Mnemonic.INVPCID, Mnemonic.SWAPGS);
        exclude("depends on the host's segments", Mnemonic.RDFSBASE, Mnemonic.RDGSBASE);
        exclude("depends on the host's segments", Mnemonic.WRFSBASE, Mnemonic.WRGSBASE);
        exclude("depends on the host's model", Mnemonic.RDTSCP, Mnemonic.RDPID, Mnemonic.RDRAND, Mnemonic.RDSEED);
        exclude("depends on the host's system", Mnemonic.XGETBV, Mnemonic.XSETBV);
        exclude("ExtendedStateOracleTest", Mnemonic.XSAVE, Mnemonic.XSAVEOPT, Mnemonic.XSAVEC, Mnemonic.XRSTOR);
        exclude("depends on the host's model", Mnemonic.RDTSC, Mnemonic.RDPMC, Mnemonic.CPUID, Mnemonic.RSM);
    }

    private Scope() {}

    private static void exclude(String reason, Mnemonic... mnemonics) {
        for (Mnemonic mnemonic : mnemonics) {
            EXCLUDED.put(mnemonic, reason);
        }
    }

    /** Why a row is not run, or null if it is. */
    static String reasonToLeaveOut(Row row, HostCpu.Mode mode, boolean is64) {
        if (!row.exists(is64, is64)) {
            return "not in this mode";
        } else if (row.needsCpl0()) {
            return "privileged";
        } else if (row.mnemonic().compareTo(Mnemonic.FADD) >= 0) {
            return "x87 and MMX, which have a test of their own";
        } else if (ExtensionForm.covers(row)) {
            return "ExtensionOracleTest";
        } else if (mode == HostCpu.Mode.BITS_64 && ONLY_32.contains(row.mnemonic())) {
            return "not in 64-bit mode";
        }
        return EXCLUDED.get(row.mnemonic());
    }
}
