package org.ring0.core.debug.autopsy;

import java.util.List;
import java.util.StringJoiner;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.debug.autopsy.Autopsy.FoundBy;
import org.ring0.core.debug.symbol.Place;

/** An autopsy for people. */
final class AutopsyText {
    private final Autopsy autopsy;
    private final StringBuilder text = new StringBuilder();

    AutopsyText(Autopsy autopsy) {
        this.autopsy = autopsy;
    }

    String all() {
        line("autopsy: %s", autopsy.headline());
        autopsy.notes().forEach(each -> line("symbols: %s", each));
        exceptions();
        stack();
        code();
        branches();
        line("registers:");
        autopsy.registers().lines().forEach(each -> line("  %s", each));
        return text.toString();
    }

    private void line(String format, Object... values) {
        text.append(format.formatted(values).stripTrailing()).append('\n');
    }

    private void exceptions() {
        if (!autopsy.exceptions().isEmpty()) {
            line(autopsy.fatal() ? "exceptions that ended the run:" : "last exceptions:");
        }
        for (Autopsy.Raised raised : autopsy.exceptions()) {
            line("  %s%s", headOf(raised), raised.meaning().isEmpty() ? "" : ": " + raised.meaning());
            raised.details().forEach(detail -> line("      %s", detail));
        }
        if (autopsy.fatal()) {
            line("  the CPU shut down: a double fault could not be delivered");
        }
    }

    private static String headOf(Autopsy.Raised raised) {
        String code = raised.errorCode() == CpuException.NO_ERROR_CODE
                ? ""
                : ", error code %04x".formatted(raised.errorCode());
        String where = raised.inDelivery()
                ? raised.vector() == CpuException.DF ? "both together:" : "its delivery raised"
                : "at %s, instruction %d:".formatted(raised.at(), raised.instructions());
        return "%s %s%s".formatted(where, raised.name(), code);
    }

    private void stack() {
        line("stack%s:", stackSources());
        List<Autopsy.Frame> frames = autopsy.stack();
        for (int i = 0; i < frames.size(); i++) {
            Autopsy.Frame frame = frames.get(i);
            line("  #%-2d %s%s", i, frame.certain() ? "" : "? ", frame.place());
        }
        line("      (%s)", autopsy.stackEnd());
    }

    private String stackSources() {
        StringJoiner sources = new StringJoiner(" and ", ", by ", "").setEmptyValue("");
        if (isBy(FoundBy.CALL_FRAME_INFORMATION)) {
            sources.add("call frame information");
        }
        if (isBy(FoundBy.FRAME_POINTER)) {
            sources.add("frame pointers");
        }
        boolean guessed = autopsy.stack().stream().anyMatch(frame -> !frame.certain());
        return sources + (guessed ? " (? is a guess)" : "");
    }

    private boolean isBy(FoundBy source) {
        return autopsy.stack().stream().anyMatch(frame -> frame.by() == source);
    }

    private void code() {
        line(autopsy.code().isEmpty() ? "code: no memory is there" : "code:");
        for (Autopsy.CodeLine code : autopsy.code()) {
            line("  %s %s  %-24s %s", code.current() ? ">" : " ", Place.hex(code.address()), code.bytes(), code.text());
        }
    }

    private void branches() {
        if (!autopsy.branchesKnown()) {
            line("branches: %s", autopsy.branchesNote());
            return;
        }
        String note = autopsy.branchesNote();
        line("last branches, the latest last%s:", note.isEmpty() ? "" : " (" + note + ")");
        for (Autopsy.Jump jump : autopsy.branches()) {
            String times = jump.times() == 1 ? "" : "  (%d times)".formatted(jump.times());
            line("  %s -> %s%s", jump.from(), jump.to(), times);
        }
    }
}
