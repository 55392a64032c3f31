package org.ring0.core.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.ring0.core.cpu.decode.OpcodeMaps;
import org.ring0.core.cpu.decode.Row;

/**
 * Random forms of every user-level integer row on the host's CPU and on both engines: registers, EFLAGS and memory must come
 * out equal, flags excepted that the SDM calls undefined.
 *
 * <p>64-bit code of the guest runs on the host as it is. 64-bit code of the host also stands for the guest's 16- and 32-bit code where it means the same; 16-bit addresses and
 * segment bases become linear addresses for it. It has no like of a few rows (see {@link Scope}) and pushes no 32 bits:
 * those run where the host allows 32-bit code, and are covered by the captured instructions of a real 80286 and by guest
 * programs everywhere. 16-bit code segments, which modify_ldt(2) makes, are refused by the same hosts, and not used.
 *
 * <p>{@code -Dring0.oracle.cases} says how many cases there are, {@code -Dring0.oracle.seed} runs the one form of a seed;
 * {@code -Dring0.oracle.trace=true} names each form before it runs, so that the last one is what a signal came from.
 */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class IntegerOracleTest {
    private static final int CASES = Integer.getInteger("ring0.oracle.cases", 1_000_000);
    private static final Long ONLY = Long.getLong("ring0.oracle.seed");
    private static final int CASES_OF_A_FORM = 128;
    /** Of 64-bit code alone there are so much fewer. */
    private static final int OF_64_BIT_CODE = 4;

    private static final int REPORTED = 20;

    @Test
    void everyRowLeavesWhatTheHostLeaves() {
        compareAll(HostCpu.Mode.BITS_64, Form.World.FLAT, Form.World.FLAT, Form.World.BASED, Form.World.BITS_16);
    }

    @Test
    void everyRowLeavesWhatTheHostLeavesIn64BitCode() {
        compareAll(HostCpu.Mode.BITS_64, Form.World.BITS_64);
    }

    @Test
    @EnabledIf("org.ring0.core.oracle.HostCpu#isMode32Available")
    void everyRowLeavesWhatTheHostLeavesIn32BitCode() {
        compareAll(HostCpu.Mode.BITS_32, Form.World.FLAT);
    }

    private static void compareAll(HostCpu.Mode mode, Form.World... worlds) {
        boolean is64 = worlds[0] == Form.World.BITS_64;
        List<Row> rows = OpcodeMaps.rows().stream()
                .filter(row -> Scope.reasonToLeaveOut(row, mode, is64) == null)
                .toList();
        List<String> differences = new ArrayList<>();
        long forms = CASES / (is64 ? OF_64_BIT_CODE : 1) / CASES_OF_A_FORM + 1;
        try (IntegerComparison comparison = new IntegerComparison(mode, worlds)) {
            for (long seed = ONLY == null ? 0 : ONLY; seed < (ONLY == null ? forms : ONLY + 1); seed++) {
                Row row = rows.get((int) (seed % rows.size()));
                comparison.run(row, seed, CASES_OF_A_FORM, differences);
            }
            String first = String.join("\n", differences.subList(0, Math.min(REPORTED, differences.size())));
            assertEquals(0, differences.size(), () -> "engines and forms that differ, the first ones:\n" + first);
            assertTrue(
                    ONLY != null || comparison.regions() > forms / 2,
                    () -> "hardly anything was translated: " + comparison.regions());
        }
    }
}
