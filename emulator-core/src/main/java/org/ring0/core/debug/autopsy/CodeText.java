package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.debug.Disassembler;
import org.ring0.core.debug.symbol.Place;

/** The instructions around the one that the CPU is at. */
final class CodeText {
    private static final int BEFORE = 5;
    private static final int BEHIND = 4;
    private static final int LONGEST = 15;
    /** From the start of a function that is not longer than this, every instruction is found. */
    private static final int LONG_FUNCTION = 8192;

    private final GuestView guest;
    private final CpuMode mode;
    private final long here;

    CodeText(GuestView guest) {
        this.guest = guest;
        mode = new CpuMode(CpuMode.keyOf(guest.state));
        here = guest.code(guest.state.rip);
    }

    /** In the order of their addresses. */
    List<Autopsy.CodeLine> lines() {
        List<Autopsy.CodeLine> before = before();
        List<Autopsy.CodeLine> lines =
                new ArrayList<>(before.subList(Math.max(0, before.size() - BEFORE), before.size()));
        byte[] code = readable(here, LONGEST * (BEHIND + 1));
        for (int at = 0, n = 0; n <= BEHIND && at < code.length; n++) {
            Disassembler.Line line = decode(code, at, here);
            lines.add(line(code, at, here, line));
            at += Math.max(1, line.length());
        }
        return lines;
    }

    private byte[] readable(long from, int length) {
        byte[] bytes = new byte[length];
        int read = guest.memory.read(from, bytes);
        return java.util.Arrays.copyOf(bytes, read);
    }

    private Disassembler.Line decode(byte[] code, int at, long start) {
        long linear = start + at;
        return Disassembler.line(code, at, mode, guest.state.rip + (linear - here));
    }

    private Autopsy.CodeLine line(byte[] code, int at, long start, Disassembler.Line line) {
        String bytes = HexFormat.ofDelimiter(" ").formatHex(code, at, at + line.length());
        return new Autopsy.CodeLine(start + at, bytes, line.text(), start + at == here);
    }

    /** The instructions that lead here: from the function's start, or from wherever they end exactly here. */
    private List<Autopsy.CodeLine> before() {
        Place place = guest.here();
        if (place.symbol() != null && place.offset() > 0 && place.offset() <= LONG_FUNCTION) {
            List<Autopsy.CodeLine> lines = from((int) place.offset());
            if (lines != null) {
                return lines;
            }
        }
        for (int distance = LONGEST * 3; distance > 0; distance--) {
            List<Autopsy.CodeLine> lines = from(distance);
            if (lines != null) {
                return lines;
            }
        }
        return List.of();
    }

    /** Null if no instruction ends here, or something on the way is none. */
    private List<Autopsy.CodeLine> from(int distance) {
        long start = here - distance;
        byte[] code = readable(start, distance);
        if (code.length < distance) {
            return null;
        }
        List<Autopsy.CodeLine> lines = new ArrayList<>();
        int at = 0;
        while (at < distance) {
            Disassembler.Line line = decode(code, at, start);
            if (line.length() == 0 || line.text().startsWith("db ")) {
                return null;
            }
            lines.add(line(code, at, start, line));
            at += line.length();
        }
        return lines;
    }
}
