package org.ring0.cli.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** docs/reference/report.schema.json, and what it says of a report. */
public final class ReportSchema {
    private static final Path FILE = Path.of("../docs/reference/report.schema.json");

    private final JsonObject json;
    private final Schema schema;

    public ReportSchema() throws IOException {
        String text = Files.readString(FILE);
        json = JsonParser.parseString(text).getAsJsonObject();
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    /** The schema itself. */
    JsonObject json() {
        return json;
    }

    /** What is wrong with a report: against the schema, or in it and not described there. */
    public List<String> complaints(String report) {
        List<String> complaints = new ArrayList<>();
        for (Error error : schema.validate(report, InputFormat.JSON)) {
            complaints.add(error.toString());
        }
        undescribed("", JsonParser.parseString(report), json, complaints);
        return complaints;
    }

    private static void undescribed(String path, JsonElement value, JsonObject described, List<String> complaints) {
        if (value.isJsonArray() && described.has("items")) {
            value.getAsJsonArray()
                    .forEach(item -> undescribed(path + "[]", item, described.getAsJsonObject("items"), complaints));
        }
        if (!value.isJsonObject() || !described.has("properties")) {
            return;
        }
        JsonObject properties = described.getAsJsonObject("properties");
        for (Map.Entry<String, JsonElement> entry : value.getAsJsonObject().entrySet()) {
            String name = path + "/" + entry.getKey();
            if (!properties.has(entry.getKey())) {
                complaints.add(name + " is not described");
            } else {
                undescribed(name, entry.getValue(), properties.getAsJsonObject(entry.getKey()), complaints);
            }
        }
    }
}
