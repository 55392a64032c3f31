package org.ring0.core.cpu;

import java.util.Map;

/**
 * What an engine has done, counted where nothing is in a hurry: at the exits of translated code and in its slow paths.
 *
 * @param translated instructions that translated code executed; the others were interpreted
 * @param untranslatable executions of hot code that stays interpreted, by the instruction that it begins with: those that
 *     the translator does not know
 * @param leftFor how often translated code was left to have one instruction interpreted, by instruction: TLB misses, devices,
 *     stores to code, faults
 * @param budgetExits how often it was left because its slice was about to end
 * @param invalidated regions that were dropped because their code was overwritten
 * @param interrupts external interrupts and NMIs that were delivered
 * @param exceptions exceptions that were delivered, debug traps aside
 * @param translation what the translator has done
 */
public record EngineStatistics(
        long translated,
        Map<String, Long> untranslatable,
        Map<String, Long> leftFor,
        long budgetExits,
        long invalidated,
        long interrupts,
        long exceptions,
        Translation translation) {

    /**
     * The translator's part.
     *
     * @param regions finished translations
     * @param instructions guest instructions in them
     * @param refusals requests for code that cannot be translated
     * @param hostNanos time of the host that translating took, of whichever thread
     */
    public record Translation(long regions, long instructions, long refusals, long hostNanos) {
        public static final Translation NONE = new Translation(0, 0, 0, 0);
    }

    /** Of an engine that does not count. */
    public static final EngineStatistics NONE =
            new EngineStatistics(0, Map.of(), Map.of(), 0, 0, 0, 0, Translation.NONE);
}
