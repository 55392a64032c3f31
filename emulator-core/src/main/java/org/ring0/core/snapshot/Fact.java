package org.ring0.core.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that a machine is: its memory, its CPU, a drive. A snapshot fits a machine that has the same ones.
 *
 * @param name what is told, such as "memory"
 * @param value in words, such as "512M"
 */
public record Fact(String name, String value) {
    /** What machines without such a thing have. */
    private static final String NOTHING = "none";

    /**
     * Compares a snapshot's facts with a machine's.
     *
     * @throws SnapshotException about the first difference
     */
    public static void check(List<Fact> saved, List<Fact> present) throws SnapshotException {
        check("snapshot", saved, present);
    }

    /**
     * As {@link #check(List, List)}.
     *
     * @param what has the facts that were saved, in a word
     */
    public static void check(String what, List<Fact> saved, List<Fact> present) throws SnapshotException {
        Map<String, String> left = new HashMap<>();
        saved.forEach(fact -> left.put(fact.name, fact.value));
        for (Fact fact : present) {
            String value = left.remove(fact.name);
            compare(what, fact.name, value == null ? NOTHING : value, fact.value);
        }
        for (Fact fact : saved) {
            if (left.containsKey(fact.name)) {
                compare(what, fact.name, fact.value, NOTHING);
            }
        }
    }

    private static void compare(String what, String name, String saved, String present) throws SnapshotException {
        if (!saved.equals(present)) {
            throw new SnapshotException("the %s is of another machine: its %s is %s, this machine's is %s"
                    .formatted(what, name, saved, present));
        }
    }
}
