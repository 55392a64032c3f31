package org.ring0.embed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ring0.devices.board.script.SerialText;

/**
 * The lines of a serial line that no expectation has passed yet. A pattern is looked for line by line, in the order in which
 * they were printed; what was found, and everything before it, is past.
 */
final class SerialLog {
    /** A guest that prints and prints must not fill the host's memory: the oldest lines go. */
    private static final int MAX_LINES = 100_000;

    private final SerialText text;
    private final Deque<String> unread = new ArrayDeque<>();
    private SerialText.Position read = SerialText.Position.START;

    SerialLog(SerialText text) {
        this.text = text;
        text.add(this::printed);
    }

    private void printed(boolean ended) {
        if (ended) {
            unread.add(text.since(read).toString());
            if (unread.size() > MAX_LINES) {
                unread.remove();
            }
        }
    }

    /** Up to where everything is past in the line that is being printed. */
    SerialText.Position read() {
        return read;
    }

    /**
     * Looks for a pattern in what has been printed, and if it is there takes what comes before it and itself away.
     *
     * @param ended whether the line that is being printed will not grow any more
     */
    Optional<MatchResult> take(Pattern pattern, boolean ended) {
        int passed = 0;
        for (String line : unread) {
            passed++;
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                pass(passed, line.substring(matcher.end()));
                return Optional.of(matcher.toMatchResult());
            }
        }
        String present = text.since(read).toString();
        Matcher matcher = pattern.matcher(present);
        if (matcher.find() && (ended || !matcher.requireEnd())) {
            unread.clear();
            SerialText.Position end = text.position();
            read = new SerialText.Position(end.line(), end.column() - present.length() + matcher.end());
            return Optional.of(matcher.toMatchResult());
        }
        return Optional.empty();
    }

    private void pass(int lines, String rest) {
        for (int i = 0; i < lines; i++) {
            unread.remove();
        }
        if (!rest.isEmpty()) {
            unread.addFirst(rest);
        }
    }
}
