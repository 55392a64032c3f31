package org.ring0.devices.board.script;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.device.CharBackend;

/**
 * What a guest prints on a serial line, as lines of text. Carriage return and line feed end a line; escape sequences (ECMA-48)
 * and other control characters are left out; bytes above 7Fh are taken as Latin-1. A line without an end is cut into pieces.
 */
public final class SerialText implements CharBackend {
    private static final int MAX_LINE = 1024;
    private static final char ESC = 0x1b;

    /** Takes notice of the text. */
    @FunctionalInterface
    public interface Listener {
        /** @param ended whether the line will not grow any more */
        void printed(boolean ended);
    }

    /** A place in the text. */
    public record Position(long line, int column) {
        public static final Position START = new Position(0, 0);
    }

    private enum Escape {
        NONE,
        BEGUN,
        CSI
    }

    private final List<Listener> listeners = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private long lines;
    private Escape escape = Escape.NONE;

    @Override
    public void send(int value) {
        char character = (char) (value & 0xff);
        if (escape != Escape.NONE || character == ESC) {
            escape = afterEscape(character);
        } else if (character == '\n' || character == '\r' || line.length() == MAX_LINE) {
            end();
            append(character);
        } else {
            append(character);
        }
    }

    private Escape afterEscape(char character) {
        return switch (escape) {
            case NONE -> Escape.BEGUN;
            case BEGUN -> character == '[' ? Escape.CSI : Escape.NONE;
            case CSI -> character >= 0x40 && character <= 0x7e ? Escape.NONE : Escape.CSI;
        };
    }

    private void append(char character) {
        if (character >= ' ' || character == '\t') {
            line.append(character);
            tell(false);
        } else if (character == '\b' && !line.isEmpty()) {
            line.setLength(line.length() - 1);
        }
    }

    private void end() {
        if (!line.isEmpty()) {
            tell(true);
            line.setLength(0);
        }
        lines++;
    }

    /** A copy, because a listener may add another or take itself away. */
    private void tell(boolean ended) {
        for (Listener listener : List.copyOf(listeners)) {
            listener.printed(ended);
        }
    }

    /** Has the text told as it comes. */
    public void add(Listener listener) {
        listeners.add(listener);
    }

    /** Tells this one no more. */
    public void remove(Listener listener) {
        listeners.remove(listener);
    }

    /** The end of what has been printed. */
    public Position position() {
        return new Position(lines, line.length());
    }

    /** What the present line has gained since {@code start}. */
    public CharSequence since(Position start) {
        int column = start.line == lines ? Math.min(start.column, line.length()) : 0;
        return line.subSequence(column, line.length());
    }
}
