package org.ring0.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.function.Function;
import org.ring0.core.debug.autopsy.Autopsy;
import org.ring0.core.debug.symbol.Place;

/** Autopsies for machines. Addresses are text in hexadecimal: a JSON number cannot hold all of them. */
final class FindingsJson {
    private FindingsJson() {}

    static void addTo(JsonObject report, Findings findings) {
        report.add("autopsy", autopsy(findings.autopsy()));
    }

    private static JsonObject autopsy(Autopsy autopsy) {
        JsonObject json = new JsonObject();
        json.addProperty("headline", autopsy.headline());
        json.add("at", place(autopsy.at()));
        json.addProperty("fatalExceptions", autopsy.fatal());
        json.add("exceptions", all(autopsy.exceptions(), FindingsJson::raised));
        json.add("stack", all(autopsy.stack(), FindingsJson::place));
        json.addProperty("stackEnd", autopsy.stackEnd());
        json.add("code", all(autopsy.code(), FindingsJson::code));
        json.add("branches", autopsy.branchesKnown() ? all(autopsy.branches(), FindingsJson::jump) : JsonNull.INSTANCE);
        json.addProperty("registers", autopsy.registers());
        return json;
    }

    static <T> JsonArray all(List<T> values, Function<T, JsonElement> converter) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(converter.apply(value)));
        return array;
    }

    /** An address; with {@code symbol} and {@code offset}, {@code file} and {@code line} if they are known, else null. */
    static JsonObject place(Place place) {
        JsonObject json = new JsonObject();
        json.addProperty("address", Place.hex(place.address()));
        json.addProperty("symbol", place.symbol());
        json.add("offset", place.symbol() == null ? JsonNull.INSTANCE : new JsonPrimitive(place.offset()));
        json.addProperty("file", place.file());
        json.add("line", place.file() == null ? JsonNull.INSTANCE : new JsonPrimitive(place.line()));
        return json;
    }

    private static JsonObject raised(Autopsy.Raised raised) {
        JsonObject json = new JsonObject();
        json.addProperty("vector", raised.vector());
        json.addProperty("name", raised.name());
        json.add("errorCode", raised.errorCode() < 0 ? JsonNull.INSTANCE : new JsonPrimitive(raised.errorCode()));
        json.addProperty("address", Place.hex(raised.address()));
        json.add("at", place(raised.at()));
        json.addProperty("instructions", raised.instructions());
        json.addProperty("inDelivery", raised.inDelivery());
        json.addProperty("meaning", raised.meaning());
        json.add("details", all(raised.details(), JsonPrimitive::new));
        return json;
    }

    private static JsonObject code(Autopsy.CodeLine line) {
        JsonObject json = new JsonObject();
        json.addProperty("address", Place.hex(line.address()));
        json.addProperty("bytes", line.bytes());
        json.addProperty("text", line.text());
        json.addProperty("current", line.current());
        return json;
    }

    private static JsonObject jump(Autopsy.Jump jump) {
        JsonObject json = new JsonObject();
        json.add("from", place(jump.from()));
        json.add("to", place(jump.to()));
        json.addProperty("times", jump.times());
        return json;
    }
}
