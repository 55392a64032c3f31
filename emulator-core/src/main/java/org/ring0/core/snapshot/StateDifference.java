package org.ring0.core.snapshot;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One place where two state records of the same kind differ.
 *
 * @param path the components that lead there, such as {@code counters[0].count}
 * @param first what the first record has there
 * @param second what the second one has
 */
public record StateDifference(String path, String first, String second) {
    /** All differences, in the order of the components. */
    public static List<StateDifference> between(Record first, Record second) {
        List<StateDifference> found = new ArrayList<>();
        records("", first, second, found);
        return found;
    }

    private static void values(String path, Object first, Object second, List<StateDifference> found) {
        if (first instanceof Record a && second instanceof Record b && a.getClass() == b.getClass()) {
            records(path + ".", a, b, found);
        } else if (first instanceof List<?> a && second instanceof List<?> b && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                values(path + "[" + i + "]", a.get(i), b.get(i), found);
            }
        } else if (areArrays(first, second) && Array.getLength(first) == Array.getLength(second)) {
            for (int i = 0; i < Array.getLength(first); i++) {
                values(path + "[" + i + "]", Array.get(first, i), Array.get(second, i), found);
            }
        } else if (!Objects.equals(first, second)) {
            found.add(new StateDifference(path, text(first), text(second)));
        }
    }

    private static boolean areArrays(Object first, Object second) {
        return first != null && second != null && first.getClass().isArray() && first.getClass() == second.getClass();
    }

    private static void records(String prefix, Record first, Record second, List<StateDifference> found) {
        for (RecordComponent component : first.getClass().getRecordComponents()) {
            values(
                    prefix + component.getName(),
                    RecordFields.get(first, component),
                    RecordFields.get(second, component),
                    found);
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Byte b -> "%02X".formatted(b);
            case Short s -> "%04X".formatted(s);
            case Integer i -> "%X".formatted(i);
            case Long l -> "%X".formatted(l);
            case null, default -> String.valueOf(value);
        };
    }
}
