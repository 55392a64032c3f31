package org.ring0.core.cpu.isa.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.decode.Row;

/**
 * Every row that SSE and its successors brought, in all its forms of 32-bit and of 64-bit code, on the host's own CPU and on ours, from random states with
 * all exceptions masked: XMM and MMX registers, MXCSR, memory, flags and general registers must come out equal. The
 * approximations need only be as near as the SDM promises.
 */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class SseOracleTest {
    /** Of each form of a row; every fifth with other registers. */
    private static final int CASES = Integer.getInteger("ring0.sse.cases", 40);

    private static final int CASES_OF_ONE = 5;
    /** Strings are compared in 128 ways. */
    private static final int TIMES_STRINGS = 8;

    private static final int REPORTED = 2;
    private static final long SEED = Long.getLong("ring0.sse.seed", 26);

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void everyInstructionLeavesTheStateThatTheHostLeaves(int bits) {
        try (SseComparison comparison = new SseComparison(SEED, bits == 64)) {
            List<String> differences = new ArrayList<>();
            for (Row row : SseForm.rows()) {
                compare(comparison, row, bits == 64, differences);
            }
            assertEquals("", String.join("\n", differences));
        }
    }

    private static void compare(SseComparison comparison, Row row, boolean is64, List<String> differences) {
        int found = 0;
        boolean strings = SseForm.of(row, is64, new Random()).getFirst().comparesStrings();
        for (int n = 0; n < (strings ? TIMES_STRINGS : 1) * CASES / CASES_OF_ONE; n++) {
            for (SseForm form : SseForm.of(row, is64, comparison.random())) {
                comparison.prepare(form);
                for (int repeated = 0; repeated < CASES_OF_ONE; repeated++) {
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
}
