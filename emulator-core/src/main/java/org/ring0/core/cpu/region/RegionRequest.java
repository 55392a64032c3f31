package org.ring0.core.cpu.region;

import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.ring0.core.cpu.state.CpuMode;

/**
 * What is to be translated: the code around an entry. Offsets count from the start of the entry's page, in linear addresses;
 * they may lie in other pages.
 *
 * @param entry the offset of the entry, 0 to 4095
 * @param rip what RIP is at the entry; code of the same page may be at another one elsewhere
 * @param linear the entry's linear address; for traces alone
 * @param code the bytes
 * @param rounds whether Java's arithmetic may serve for SSE's as MXCSR is now, with results that are rounded; what is made of
 *     that may be slow if it changes, never wrong
 * @param effort how good the code is to be
 * @param executed whether a block that begins at an offset has been executed so far: quick code leaves others out
 * @param targets where indirect jumps, calls and returns were seen to lead, by the offset of the instruction
 */
public record RegionRequest(
        CpuMode mode,
        int entry,
        long rip,
        long linear,
        CodeSource code,
        boolean rounds,
        Effort effort,
        IntPredicate executed,
        Map<Integer, Set<Integer>> targets) {
    /** A request before any indirect transfer has been watched. */
    public RegionRequest(
            CpuMode mode,
            int entry,
            long rip,
            long linear,
            CodeSource code,
            boolean rounds,
            Effort effort,
            IntPredicate executed) {
        this(mode, entry, rip, linear, code, rounds, effort, executed, Map.of());
    }

    /** A thorough one, of code without SSE. */
    public RegionRequest(CpuMode mode, int entry, long rip, long linear, CodeSource code) {
        this(mode, entry, rip, linear, code, false, Effort.THOROUGH, offset -> true);
    }
}
