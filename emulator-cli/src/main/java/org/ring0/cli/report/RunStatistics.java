package org.ring0.cli.report;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.machine.MachineStatistics;

/**
 * What {@code --stats} tells, for people and for machines.
 *
 * @param instructions guest instructions that were executed
 * @param guestNanos guest time that passed, idle time too
 * @param idleNanos guest time in which the CPU was halted
 * @param hostNanos time of the host that the run took
 * @param compilerMillis what the JVM's own compiler took meanwhile, on whichever threads; negative if the JVM does not tell
 * @param machine what the machine counted
 */
public record RunStatistics(
        long instructions,
        long guestNanos,
        long idleNanos,
        long hostNanos,
        long compilerMillis,
        MachineStatistics machine) {
    private static final int SHOWN = 12;

    /** For the report: every figure by name. */
    JsonObject json() {
        EngineStatistics engine = machine.engine();
        JsonObject json = new JsonObject();
        json.addProperty("idleCycles", machine.idleCycles());
        json.addProperty("executedTranslated", engine.translated());
        json.addProperty("executedInterpreted", instructions - engine.translated());
        json.add("leftFor", counts(engine.leftFor()));
        json.add("untranslatable", counts(engine.untranslatable()));
        json.addProperty("budgetExits", engine.budgetExits());
        json.addProperty("translatedRegions", engine.translation().regions());
        json.addProperty("translatedInstructions", engine.translation().instructions());
        json.addProperty("translationRefusals", engine.translation().refusals());
        json.addProperty("invalidatedRegions", engine.invalidated());
        json.addProperty("tlbFillsUser", machine.userTlbFills());
        json.addProperty("tlbFillsSupervisor", machine.supervisorTlbFills());
        json.addProperty("interrupts", engine.interrupts());
        json.addProperty("exceptions", engine.exceptions());
        json.addProperty("hostSecondsEngine", machine.hostTime().engine() / 1e9);
        json.addProperty("hostSecondsMainLoop", machine.hostTime().rest() / 1e9);
        json.addProperty("hostSecondsWaiting", machine.hostTime().waiting() / 1e9);
        json.addProperty("hostSecondsTranslating", engine.translation().hostNanos() / 1e9);
        if (compilerMillis >= 0) {
            json.addProperty("hostSecondsCompiling", compilerMillis / 1e3);
        }
        return json;
    }

    private static JsonObject counts(Map<String, Long> counts) {
        JsonObject json = new JsonObject();
        counts.forEach(json::addProperty);
        return json;
    }

    /** For people, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        EngineStatistics engine = machine.engine();
        lines.add(line("instructions", "%,d", instructions));
        lines.add(line("  translated", "%,d (%.2f %%)", engine.translated(), percent(engine.translated())));
        long interpreted = instructions - engine.translated();
        lines.add(line("  interpreted", "%,d (%.2f %%)", interpreted, percent(interpreted)));
        lines.add(line("guest time", "%.6f s, of it idle %.6f s", guestNanos / 1e9, idleNanos / 1e9));
        lines.add(line("host time", "%.3f s", hostNanos / 1e9));
        lines.add(line("  engine", "%.3f s", machine.hostTime().engine() / 1e9));
        lines.add(line("  main loop", "%.3f s", machine.hostTime().rest() / 1e9));
        lines.add(line("  waiting", "%.3f s", machine.hostTime().waiting() / 1e9));
        lines.add(line("MIPS", "%.1f", instructions * 1e3 / hostNanos));
        translation(lines, engine);
        lines.add(line("TLB fills", "%,d user, %,d supervisor", machine.userTlbFills(), machine.supervisorTlbFills()));
        lines.add(line("interrupts", "%,d", engine.interrupts()));
        lines.add(line("exceptions", "%,d", engine.exceptions()));
        return lines;
    }

    private void translation(List<String> lines, EngineStatistics engine) {
        EngineStatistics.Translation done = engine.translation();
        lines.add(line(
                "translations",
                "%,d regions of %,d instructions, %,d refusals, %,d invalidated; %.3f s",
                done.regions(),
                done.instructions(),
                done.refusals(),
                engine.invalidated(),
                done.hostNanos() / 1e9));
        if (compilerMillis >= 0) {
            lines.add(line("JVM's compiler", "%.3f s", compilerMillis / 1e3));
        }
        lines.add(line("budget exits", "%,d", engine.budgetExits()));
        lines.add(line("left to interpret", "%s", most(engine.leftFor())));
        lines.add(line("not translatable", "%s", most(engine.untranslatable())));
    }

    private double percent(long part) {
        return instructions == 0 ? 0 : 100.0 * part / instructions;
    }

    private static String line(String name, String format, Object... values) {
        return String.format(Locale.ROOT, "%-18s" + format, prepend(name, values));
    }

    private static Object[] prepend(String name, Object... values) {
        List<Object> all = new ArrayList<>(List.of(values));
        all.addFirst(name);
        return all.toArray();
    }

    /** The most frequent ones; the map has them first. */
    private static String most(Map<String, Long> counts) {
        List<String> shown = counts.entrySet().stream()
                .limit(SHOWN)
                .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
                .toList();
        String more = counts.size() > SHOWN ? " and " + (counts.size() - SHOWN) + " more" : "";
        return shown.isEmpty() ? "nothing" : String.join(", ", shown) + more;
    }
}
