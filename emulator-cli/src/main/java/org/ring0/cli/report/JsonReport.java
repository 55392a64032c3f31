package org.ring0.cli.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;

/**
 * A run as a JSON object, as docs/reference/report.schema.json describes it. Fields are added in later versions, never
 * renamed.
 */
public final class JsonReport {
    private JsonReport() {}

    /** The report, in UTF-8. */
    public static byte[] of(RunFacts facts) {
        JsonObject report = new JsonObject();
        Verdict verdict = facts.verdict();
        report.addProperty("version", ProgramVersion.number());
        report.addProperty("name", facts.name());
        report.addProperty("verdict", verdict.name());
        report.addProperty("success", verdict.number() == ExitCode.SUCCESS.number());
        report.addProperty("exitCode", verdict.number());
        report.addProperty("sentence", verdict.sentence());
        addReason(report, verdict.reason());
        report.addProperty("details", verdict.details());
        report.addProperty("instructions", facts.instructions());
        report.addProperty("guestSeconds", facts.guestNanos() / 1e9);
        report.addProperty("hostSeconds", facts.hostNanos() / 1e9);
        report.addProperty("digest", facts.digest().get());
        report.addProperty("engine", facts.engine());
        report.addProperty("seed", facts.seed());
        report.add("machine", facts.machine().json());
        report.addProperty("serialTail", facts.serialTail());
        report.add(
                "screenshot", facts.screenshot() == null ? JsonNull.INSTANCE : new JsonPrimitive(facts.screenshot()));
        if (facts.findings() != null) {
            FindingsJson.addTo(report, facts.findings());
        }
        report.add("statistics", facts.statistics().json());
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .disableHtmlEscaping()
                .create()
                .toJson(report);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void addReason(JsonObject report, StopReason reason) {
        switch (reason) {
            case StopReason.DebugExit(int value) -> report.addProperty("debugExit", Integer.toUnsignedLong(value));
            case StopReason.BudgetSpent(Budget.Kind kind, String registers) ->
                report.addProperty("budget", kind.words());
            case StopReason.ForbiddenOutput(String pattern, String line) ->
                report.add("forbidden", object("pattern", pattern, "line", line));
            case StopReason.Unimplemented(String what, String location, String details) ->
                report.add("missing", object("what", what, "location", location));
            default -> {
                // The verdict says it all.
            }
        }
    }

    private static JsonObject object(String firstName, String first, String secondName, String second) {
        JsonObject object = new JsonObject();
        object.addProperty(firstName, first);
        object.addProperty(secondName, second);
        return object;
    }
}
