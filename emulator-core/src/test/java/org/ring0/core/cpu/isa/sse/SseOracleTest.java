package org.ring0.core.cpu.isa.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.ring0.core.cpu.decode.Row;

/**
 * Every row that SSE and its successors brought, in all its forms, on the host's own CPU and on ours, from random states with
 * all exceptions masked: XMM and MMX registers, MXCSR, memory, flags and general registers must come out equal. The
 * approximations need only be as near as the SDM promises.
 */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class SseOracleTest {
    /** Of each form of a row; every tenth with other registers. */
    private static final int CASES = Integer.getInteger("ring0.sse.cases", 100);

    private static final int CASES_OF_ONE = 10;
    private static final int REPORTED = 2;

    private final SseComparison comparison = new SseComparison(26);

    @AfterEach
    void close() {
        comparison.close();
    }

    @Test
    void everyInstructionLeavesTheStateThatTheHostLeaves() {
        List<String> differences = new ArrayList<>();
        int cases = 0;
        for (Row row : SseForm.rows()) {
            int found = 0;
            for (int n = 0; n < CASES / CASES_OF_ONE; n++) {
                for (SseForm form : SseForm.of(row, comparison.random())) {
                    comparison.prepare(form);
                    for (int repeated = 0; repeated < CASES_OF_ONE; repeated++) {
                        cases++;
                        if (!comparison.run() && found++ < REPORTED) {
                            differences.add(comparison.toString());
                        }
                    }
                }
            }
            if (found > 0) {
                differences.add(row + ": " + found + " differ\n");
            }
        }
        System.getLogger("ring0.oracle").log(System.Logger.Level.DEBUG, "cases: " + cases);
        assertEquals("", String.join("\n", differences));
    }
}
