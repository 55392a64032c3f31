package org.ring0.core.cpu.interpreter;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.cpu.isa.Mnemonic;

/** What one engine counts. Plain fields of its own thread: nothing here may cost more than an increment. */
final class ExecutionCounts {
    private static final Mnemonic[] MNEMONICS = Mnemonic.values();

    long translated;
    long budgetExits;
    long invalidated;
    long interrupts;
    long exceptions;
    /** By the mnemonic's ordinal. */
    final long[] untranslatable = new long[MNEMONICS.length];

    final long[] leftFor = new long[MNEMONICS.length];

    void clear() {
        translated = 0;
        budgetExits = 0;
        invalidated = 0;
        interrupts = 0;
        exceptions = 0;
        Arrays.fill(untranslatable, 0);
        Arrays.fill(leftFor, 0);
    }

    EngineStatistics statistics(EngineStatistics.Translation translation) {
        return new EngineStatistics(
                translated,
                byName(untranslatable),
                byName(leftFor),
                budgetExits,
                invalidated,
                interrupts,
                exceptions,
                translation);
    }

    /** Those that occurred, the most frequent first. */
    private static Map<String, Long> byName(long[] counts) {
        Map<String, Long> byName = new LinkedHashMap<>();
        Arrays.stream(MNEMONICS)
                .filter(mnemonic -> counts[mnemonic.ordinal()] != 0)
                .sorted(Comparator.comparingLong(mnemonic -> -counts[mnemonic.ordinal()]))
                .forEach(mnemonic -> byName.put(mnemonic.name(), counts[mnemonic.ordinal()]));
        return byName;
    }
}
