package org.ring0.embed;

import java.util.Locale;
import java.util.StringJoiner;
import org.ring0.core.debug.autopsy.Footprints;
import org.ring0.core.debug.symbol.Place;
import org.ring0.devices.board.PortNames;

/** A diagnosis for people. */
final class HangText {
    private final HangDiagnosis hang;
    private final StringBuilder text = new StringBuilder();

    HangText(HangDiagnosis hang) {
        this.hang = hang;
    }

    String all() {
        line("diagnosis: %s", hang.headline());
        wayOut();
        if (hang.footprints() == null) {
            line("  the loop is not known: this machine cannot be forked to look for it (cards of one's own or"
                    + " hypercalls, or not enough memory)");
        } else {
            footprints(hang.footprints());
        }
        hang.interrupts().forEach(each -> line("  %s", each));
        return text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** What could change something. */
    private void wayOut() {
        if (!hang.interruptsOn()) {
            line("  no interrupt is taken (IF=0)%s", hang.halted() ? ": only an NMI or a reset wakes the CPU" : "");
        } else if (hang.nextEventNanos() >= 0) {
            line("  the next timer of a device is due in %.6f s of guest time", hang.nextEventNanos() / 1e9);
        } else {
            line("  no timer of a device is armed: only an input from outside could raise an interrupt");
        }
    }

    private void footprints(Footprints seen) {
        for (Footprints.Spot spot : seen.spots()) {
            line(
                    "  %3d %% of the next %d instructions: %s to %s",
                    Math.round(100.0 * spot.count() / Math.max(1, seen.steps())),
                    seen.steps(),
                    spot.first(),
                    spot.last());
        }
        for (Footprints.WordUse word : seen.words()) {
            line("  reads %s at %s %d times, always %s", name(word.size()), word.at(), word.count(), hex(word.value()));
        }
        for (Footprints.PortUse port : seen.ports()) {
            String device = PortNames.of(port.port());
            line(
                    "  %s port %03x%s %d times, %s %s",
                    port.written() ? "writes" : "reads",
                    port.port(),
                    device.isEmpty() ? "" : " (" + device + ")",
                    port.count(),
                    port.constant() ? "always" : "last",
                    hex(port.value()));
        }
        interrupts(seen);
    }

    private void interrupts(Footprints seen) {
        StringJoiner vectors = new StringJoiner(", ");
        seen.interrupts().forEach((vector, count) -> vectors.add("%02x %d times".formatted(vector, count)));
        line("  interrupts and exceptions meanwhile, by vector: %s", vectors.length() == 0 ? "none" : vectors);
        if (seen.halts() > 0) {
            line("  it was halted before %d of them", seen.halts());
        }
        if (seen.end() != null) {
            line("  then the run would have ended: %s", seen.end().sentence());
        }
    }

    private static String name(int size) {
        return switch (size) {
            case 1 -> "byte";
            case 2 -> "word";
            case 4 -> "dword";
            default -> "qword";
        };
    }

    private static String hex(long value) {
        return Place.hex(value);
    }
}
