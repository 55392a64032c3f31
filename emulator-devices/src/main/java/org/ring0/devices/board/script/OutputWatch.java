package org.ring0.devices.board.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Timer;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.video.TextScreen;

/**
 * Looks for patterns in what a guest shows: on its serial line with every character, on its text screen every 50 ms of guest
 * time, line by line. A match that more text could undo (one that ends in {@code $}) counts when the line has ended, or when
 * nothing was added to it for 50 ms. What must not appear is told with the whole of its line, in the same way; until then
 * nothing else is looked for, so that it cannot be overtaken. All of it happens on the machine's own thread and in guest time.
 */
public final class OutputWatch {
    private static final long POLL_MICROSECONDS = 50_000;

    private final PcBoard board;
    private final SerialText serial;
    private final ClockDomain microseconds;
    private final Timer poll;
    private final List<Search> searches = new ArrayList<>();
    /** What was found in a line whose end is awaited. */
    private final List<Search> foundInLine = new ArrayList<>();

    private SerialText.Position lastPosition = SerialText.Position.START;

    /** @param serial what is also sent what the guest prints on the line to be watched */
    public OutputWatch(PcBoard board, SerialText serial) {
        this.board = board;
        this.serial = serial;
        microseconds = new ClockDomain(board.machine().clock(), 1_000_000);
        poll = board.machine().scheduler().timer(this::pollAndGoOn);
        serial.add(this::onSerial);
    }

    /** Where a pattern is looked for. */
    public enum Place {
        SERIAL,
        SCREEN,
        BOTH
    }

    /** A pattern that is looked for, and what is done, once, with the line that shows it. */
    private record Search(
            Pattern pattern, Place place, SerialText.Position from, boolean wholeLine, Consumer<String> found) {
        boolean isIn(CharSequence text, boolean ended) {
            Matcher matcher = pattern.matcher(text);
            return matcher.find() && (ended || !matcher.requireEnd());
        }
    }

    /** Looks for a pattern from now on; what the screen shows already counts. */
    public void await(Pattern pattern, Consumer<String> found) {
        await(pattern, position(), found);
    }

    /** As {@link #await(Pattern, Consumer)}; a line of the serial line is told when it is complete. */
    void awaitLine(Pattern pattern, Consumer<String> found) {
        add(new Search(pattern, Place.BOTH, position(), true, found));
    }

    /** Looks for a pattern on the screen, and on the serial line from an earlier position. */
    void await(Pattern pattern, SerialText.Position from, Consumer<String> found) {
        await(pattern, Place.BOTH, from, found);
    }

    /**
     * Looks for a pattern at one place, on the serial line from an earlier position.
     *
     * @return gives up looking
     */
    public Runnable await(Pattern pattern, Place place, SerialText.Position from, Consumer<String> found) {
        Search search = new Search(pattern, place, from, false, found);
        add(search);
        return () -> searches.remove(search);
    }

    private void add(Search search) {
        searches.add(search);
        if (!poll.armed()) {
            poll.arm(microseconds.cycleAfter(POLL_MICROSECONDS));
        }
    }

    SerialText.Position position() {
        return serial.position();
    }

    private void onSerial(boolean ended) {
        for (Search search : List.copyOf(searches)) {
            if (search.wholeLine && !foundInLine.contains(search) && isInSerial(search, ended)) {
                foundInLine.add(search);
            }
        }
        if (!foundInLine.isEmpty() && !ended) {
            return;
        }
        List.copyOf(foundInLine).forEach(this::finishLine);
        foundInLine.clear();
        for (Search search : List.copyOf(searches)) {
            if (!search.wholeLine && isInSerial(search, ended)) {
                finishLine(search);
            }
        }
    }

    private boolean isInSerial(Search search, boolean ended) {
        return search.place != Place.SCREEN && search.isIn(serial.since(search.from), ended);
    }

    private void finishLine(Search search) {
        finish(search, serial.since(search.from).toString());
    }

    private void pollAndGoOn() {
        if (serial.position().equals(lastPosition)) {
            onSerial(true);
        }
        lastPosition = serial.position();
        pollScreen();
        if (!searches.isEmpty()) {
            poll.arm(microseconds.cycleAfter(POLL_MICROSECONDS));
        }
    }

    private void pollScreen() {
        TextScreen screen = foundInLine.isEmpty() ? TextScreen.of(board.vga()).orElse(null) : null;
        for (int row = 0; screen != null && row < screen.rows(); row++) {
            String line = screen.line(row);
            for (Search search : line.isEmpty() ? List.<Search>of() : List.copyOf(searches)) {
                if (search.place != Place.SERIAL && search.isIn(line, true)) {
                    finish(search, line);
                }
            }
        }
    }

    private void finish(Search search, String line) {
        if (searches.remove(search)) {
            search.found.accept(line);
        }
    }

    /** Looks a last time, when the run has ended: nothing will be added to any line. */
    public void lookOnceMore() {
        onSerial(true);
        pollScreen();
    }
}
