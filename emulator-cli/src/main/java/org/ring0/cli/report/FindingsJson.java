package org.ring0.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.function.Function;
import org.ring0.core.debug.autopsy.Autopsy;
import org.ring0.core.debug.autopsy.Footprints;
import org.ring0.core.debug.symbol.Place;
import org.ring0.devices.board.PortNames;
import org.ring0.embed.HangDiagnosis;

/** Autopsies and diagnoses for machines. Addresses are text in hexadecimal: a JSON number cannot hold all of them. */
final class FindingsJson {
    private FindingsJson() {}

    static void addTo(JsonObject report, Findings findings) {
        report.add("autopsy", autopsy(findings.autopsy()));
        if (findings.hang() != null) {
            report.add("diagnosis", diagnosis(findings.hang()));
        }
    }

    private static JsonObject diagnosis(HangDiagnosis hang) {
        JsonObject json = new JsonObject();
        json.addProperty("headline", hang.headline());
        json.addProperty("halted", hang.halted());
        json.addProperty("interruptsOn", hang.interruptsOn());
        json.add("nextEventSeconds", hang.nextEventNanos() < 0 ? JsonNull.INSTANCE : seconds(hang.nextEventNanos()));
        json.add("next", hang.footprints() == null ? JsonNull.INSTANCE : footprints(hang.footprints()));
        json.add("interruptControllers", all(hang.interrupts(), JsonPrimitive::new));
        return json;
    }

    private static JsonPrimitive seconds(long nanos) {
        return new JsonPrimitive(nanos / 1e9);
    }

    private static JsonObject footprints(Footprints seen) {
        JsonObject json = new JsonObject();
        json.addProperty("instructions", seen.steps());
        json.addProperty("distinct", seen.distinct());
        json.addProperty("spinning", seen.spinning());
        json.addProperty("halts", seen.halts());
        json.addProperty("end", seen.end() == null ? null : seen.end().sentence());
        json.add("spots", all(seen.spots(), FindingsJson::spot));
        json.add("ports", all(seen.ports(), FindingsJson::port));
        json.add("words", all(seen.words(), FindingsJson::word));
        JsonObject vectors = new JsonObject();
        seen.interrupts().forEach((vector, count) -> vectors.addProperty(vector.toString(), count));
        json.add("interrupts", vectors);
        return json;
    }

    private static JsonObject spot(Footprints.Spot spot) {
        JsonObject json = new JsonObject();
        json.add("first", place(spot.first()));
        json.add("last", place(spot.last()));
        json.addProperty("count", spot.count());
        return json;
    }

    private static JsonObject port(Footprints.PortUse use) {
        JsonObject json = new JsonObject();
        json.addProperty("port", use.port());
        json.addProperty("device", PortNames.of(use.port()));
        json.addProperty("access", use.written() ? "write" : "read");
        json.addProperty("count", use.count());
        json.addProperty("value", Place.hex(use.value()));
        json.addProperty("constant", use.constant());
        return json;
    }

    private static JsonObject word(Footprints.WordUse use) {
        JsonObject json = new JsonObject();
        json.add("at", place(use.at()));
        json.addProperty("size", use.size());
        json.addProperty("count", use.count());
        json.addProperty("value", Place.hex(use.value()));
        return json;
    }

    private static JsonObject autopsy(Autopsy autopsy) {
        JsonObject json = new JsonObject();
        json.addProperty("headline", autopsy.headline());
        json.add("notes", all(autopsy.notes(), JsonPrimitive::new));
        json.add("at", place(autopsy.at()));
        json.addProperty("fatalExceptions", autopsy.fatal());
        json.add("exceptions", all(autopsy.exceptions(), FindingsJson::raised));
        json.add("stack", all(autopsy.stack(), FindingsJson::frame));
        json.addProperty("stackEnd", autopsy.stackEnd());
        json.add("code", all(autopsy.code(), FindingsJson::code));
        json.add("branches", autopsy.branchesKnown() ? all(autopsy.branches(), FindingsJson::jump) : JsonNull.INSTANCE);
        json.addProperty("branchesNote", autopsy.branchesNote().isEmpty() ? null : autopsy.branchesNote());
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

    private static JsonObject frame(Autopsy.Frame frame) {
        JsonObject json = place(frame.place());
        json.addProperty("by", by(frame.by()));
        json.addProperty("certain", frame.certain());
        return json;
    }

    private static String by(Autopsy.FoundBy source) {
        return switch (source) {
            case REGISTERS -> "registers";
            case CALL_FRAME_INFORMATION -> "callFrameInformation";
            case FRAME_POINTER -> "framePointer";
            case SCAN -> "scan";
        };
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
