package org.ring0.core.cpu.interpreter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Where the indirect transfers of one translation lead when they leave it. */
final class JumpProfile {
    /** With more targets than this the dispatcher is as good as a switch. */
    private static final int MAX_TARGETS = 8;
    /** With more targets than this in all, a region has been translated often enough. */
    private static final int MAX_KNOWN = 16;
    /** What is rarer than this part of a site's exits is left out. */
    private static final int RARE = 32;

    private final int[] sites;
    private final int[][] targets;
    private final int[][] counts;
    private final int[] totals;
    private final int hot;

    /**
     * @param sites offsets of the transfers
     * @param hot how often one of them must have left before it is worth another translation
     */
    JumpProfile(int[] sites, int hot) {
        this.sites = sites;
        this.hot = hot;
        targets = new int[sites.length][MAX_TARGETS];
        counts = new int[sites.length][MAX_TARGETS];
        totals = new int[sites.length];
    }

    /** Whether a translation that knows these targets may be followed by another one that knows more. */
    static boolean mayGrow(Map<Integer, Set<Integer>> known) {
        return known.values().stream().mapToInt(Set::size).sum() < MAX_KNOWN;
    }

    /** Counts an exit of a site to an offset; whether that has become worth another translation. */
    boolean note(int site, int target) {
        int[] seen = targets[site];
        int[] count = counts[site];
        for (int n = 0; n < MAX_TARGETS; n++) {
            if (count[n] == 0 || seen[n] == target) {
                seen[n] = target;
                count[n]++;
                break;
            }
        }
        return ++totals[site] == hot && !targets(site).isEmpty();
    }

    private Set<Integer> targets(int site) {
        Set<Integer> worth = new TreeSet<>();
        int covered = 0;
        for (int n = 0; n < MAX_TARGETS && counts[site][n] != 0; n++) {
            if (counts[site][n] > totals[site] / RARE) {
                worth.add(targets[site][n]);
                covered += counts[site][n];
            }
        }
        return covered > totals[site] / 2 ? worth : Set.of();
    }

    /** The targets worth having, by the offsets of their sites, along with those that were known before. */
    Map<Integer, Set<Integer>> with(Map<Integer, Set<Integer>> before) {
        Map<Integer, Set<Integer>> all = new HashMap<>(before);
        for (int site = 0; site < sites.length; site++) {
            Set<Integer> worth = targets(site);
            if (!worth.isEmpty()) {
                worth.addAll(before.getOrDefault(sites[site], Set.of()));
                all.put(sites[site], worth);
            }
        }
        return all;
    }
}
