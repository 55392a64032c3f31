package org.ring0.core.cpu.isa.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.ring0.core.cpu.isa.Mnemonic;

/**
 * Every form of every x87 and MMX instruction on the host's own FPU and on ours, from random states: control, status, tags,
 * registers, memory, flags and AX must come out equal. Not compared are the pointers to the last instruction, which AMD's
 * CPUs save only while an exception is pending. The approximated functions have a test of their own.
 */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class X87OracleTest {
    private static final int CASES = Integer.getInteger("ring0.x87.cases", 500);
    private static final int REPORTED = 3;
    private static final Set<Mnemonic> APPROXIMATED = EnumSet.range(Mnemonic.FSIN, Mnemonic.FYL2XP1);

    private final FpuComparison comparison = new FpuComparison(87);

    @AfterEach
    void close() {
        comparison.close();
    }

    @Test
    void everyInstructionLeavesTheStateThatTheHostLeaves() {
        compareAll(EscapeForm.x87(), CASES);
    }

    @Test
    void environmentOf16BitsIsTheHosts() {
        compareAll(EscapeForm.environment16(), CASES);
    }

    @Test
    void fxsaveAndFxrstorLeaveTheStateThatTheHostLeaves() {
        compareAll(EscapeForm.fxState(), CASES);
    }

    @Test
    void everyMmxInstructionLeavesTheStateThatTheHostLeaves() {
        compareAll(EscapeForm.mmx(), CASES / 10);
    }

    private void compareAll(List<EscapeForm> forms, int cases) {
        List<String> differences = new ArrayList<>();
        for (EscapeForm form : forms) {
            if (APPROXIMATED.contains(form.mnemonic())) {
                continue;
            }
            comparison.prepare(form);
            int found = 0;
            for (int i = 0; i < cases; i++) {
                if (!comparison.runRandom() && found++ < REPORTED) {
                    differences.add(comparison.toString());
                }
            }
            if (found > 0) {
                differences.add(form + ": " + found + " of " + cases + " differ\n");
            }
        }
        assertEquals("", String.join("\n", differences));
    }
}
