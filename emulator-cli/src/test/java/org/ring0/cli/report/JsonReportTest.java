package org.ring0.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.ring0.core.machine.StopReason;

/** JSON reports and the schema that describes them. */
class JsonReportTest {
    private static final List<StopReason> REASONS = Examples.REASONS;

    private final ReportSchema schema;

    JsonReportTest() throws IOException {
        schema = new ReportSchema();
    }

    private static String report(RunFacts facts) {
        return new String(JsonReport.of(facts), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @FieldSource("REASONS")
    void reportOfEveryReasonIsAsTheSchemaSays(StopReason reason) {
        assertEquals(List.of(), schema.complaints(report(Examples.run(reason, "a \"kernel\"", "\0\u001b[1m\n"))));
    }

    @Test
    void reportOfAnInterruptedRunIsAsTheSchemaSays() {
        Verdict verdict =
                Verdict.of(new StopReason.Paused(), Verdict.ExitMap.plain, null).interrupted(ExitCode.TERMINATED);
        assertEquals(List.of(), schema.complaints(report(Examples.run(verdict, "kernel", ""))));
    }

    @Test
    void thereIsAnExampleOfEveryReason() {
        Set<Class<?>> reasons = new HashSet<>(Arrays.asList(StopReason.class.getPermittedSubclasses()));
        REASONS.forEach(reason -> reasons.remove(reason.getClass()));
        // The command line sets no breakpoints.
        assertEquals(Set.of(StopReason.Breakpoint.class), reasons);
    }

    @Test
    void schemaRefusesReportsThatAreNotComplete() {
        JsonObject whole = JsonParser.parseString(report(Examples.run(new StopReason.DebugExit(3), "kernel", "")))
                .getAsJsonObject();
        for (String field : List.copyOf(whole.keySet())) {
            JsonObject less = whole.deepCopy();
            less.remove(field);
            assertFalse(schema.complaints(less.toString()).isEmpty(), () -> "nobody misses " + field);
        }
        whole.addProperty("success", true);
        assertFalse(schema.complaints(whole.toString()).isEmpty(), "success with exit code 1");
        whole.addProperty("success", false);
        whole.addProperty("colour", "blue");
        assertEquals(List.of("/colour is not described"), schema.complaints(whole.toString()));
    }

    @Test
    void schemaIsOneAndDescribesEveryProperty() {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(List.of(), meta.validate(schema.json().toString(), InputFormat.JSON));
        List<String> silent = new ArrayList<>();
        findSilent("", schema.json(), silent);
        assertEquals(List.of(), silent);
    }

    /** Properties without a description. */
    private static void findSilent(String path, JsonObject described, List<String> silent) {
        if (described.has("items")) {
            findSilent(path + "[]", described.getAsJsonObject("items"), silent);
        }
        if (!described.has("properties")) {
            return;
        }
        for (Map.Entry<String, JsonElement> entry :
                described.getAsJsonObject("properties").entrySet()) {
            JsonObject property = entry.getValue().getAsJsonObject();
            String name = path + "/" + entry.getKey();
            if (!property.has("description")) {
                silent.add(name);
            }
            findSilent(name, property, silent);
        }
    }

    @Test
    void verdictsOfTheSchemaAreThoseThatThereAre() {
        Set<String> names = new HashSet<>();
        REASONS.forEach(reason ->
                names.add(Verdict.of(reason, Verdict.ExitMap.plain, null).name()));
        names.add("Interrupted");
        Set<String> described = new HashSet<>();
        JsonObject verdict = schema.json().getAsJsonObject("properties").getAsJsonObject("verdict");
        verdict.getAsJsonArray("enum").forEach(name -> described.add(name.getAsString()));
        assertEquals(names, described);
    }

    @Test
    void missingExpectationFailsARunThatEndsWell() {
        Verdict verdict = Verdict.of(new StopReason.PoweredOff(), Verdict.ExitMap.plain, "login:");
        String report = report(Examples.run(verdict, "kernel", ""));
        assertEquals(List.of(), schema.complaints(report));
        assertTrue(report.contains("\"exitCode\": 10"), report);
        assertTrue(report.contains("login:"), report);
    }
}
