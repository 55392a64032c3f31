package org.ring0.embed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ring0.core.machine.StopReason;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Timer;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.script.OutputWatch;
import org.ring0.devices.board.script.SerialText;
import org.ring0.devices.video.Frame;
import org.ring0.devices.video.PngWriter;
import org.ring0.devices.video.ScreenRenderer;
import org.ring0.devices.video.TextScreen;

/** What the guest shows on its monitor. */
public final class Screen {
    private static final int MICROSECONDS = 1_000_000;

    private final Vm vm;
    private final PcBoard board;
    private final OutputWatch watch;

    Screen(Vm vm, PcBoard board, OutputWatch watch) {
        this.vm = vm;
        this.board = board;
        this.watch = watch;
    }

    /** The text with a line feed behind each row; empty in a graphics mode. */
    public String text() {
        return cells().map(TextScreen::text).orElse("");
    }

    /** The characters and their colours, or nothing in a graphics mode. */
    public Optional<TextScreen> cells() {
        vm.checkOpen();
        return TextScreen.of(board.vga());
    }

    /** The picture, in any mode. */
    public Frame frame() {
        vm.checkOpen();
        return new ScreenRenderer(board.vga()).render();
    }

    /** The picture as a PNG file's bytes. */
    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            PngWriter.write(frame(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the picture into a file. */
    public void screenshot(Path png) throws IOException {
        Files.write(Arguments.given(png, "file"), png());
    }

    /**
     * Runs until a row of the text screen shows a pattern; what it shows already counts. The screen is looked at every 50 ms
     * of guest time.
     *
     * @param within guest time
     * @return where the pattern was found
     * @throws UnmetExpectation if the run ended otherwise
     */
    public MatchResult expect(String regex, Duration within) {
        Pattern pattern = Arguments.pattern(regex);
        StopReason reason = await(regex, within);
        return match(pattern).orElseThrow(() -> new UnmetExpectation("the screen", regex, reason, text()));
    }

    /** As {@link #expect}, but answers how the run ended: with {@code ExpectationMet} if the pattern was found. */
    public StopReason await(String regex, Duration within) {
        Pattern pattern = Arguments.pattern(regex);
        Arguments.time(within);
        StopReason met = new StopReason.ExpectationMet(regex);
        if (match(pattern).isPresent()) {
            return met;
        }
        Runnable giveUp = watch.await(
                pattern,
                OutputWatch.Place.SCREEN,
                SerialText.Position.START,
                line -> vm.machine().stop(met));
        StopReason reason = vm.runFor(within);
        giveUp.run();
        return match(pattern).isPresent() ? met : reason;
    }

    private Optional<MatchResult> match(Pattern pattern) {
        TextScreen screen = cells().orElse(null);
        for (int row = 0; screen != null && row < screen.rows(); row++) {
            Matcher matcher = pattern.matcher(screen.line(row));
            if (!screen.line(row).isEmpty() && matcher.find()) {
                return Optional.of(matcher.toMatchResult());
            }
        }
        return Optional.empty();
    }

    /** Shows somebody the picture again and again, in guest time. */
    void showTo(Duration interval, Consumer<Frame> display) {
        new Monitor(board, interval, display).next();
    }

    /** Looks at the card at regular cycles; the guest cannot tell. */
    private static final class Monitor {
        private final ClockDomain clock;
        private final long ticks;
        private final Timer timer;

        Monitor(PcBoard board, Duration interval, Consumer<Frame> display) {
            clock = new ClockDomain(board.machine().clock(), MICROSECONDS);
            ticks = Math.max(1, GuestTime.cycles(interval, MICROSECONDS));
            ScreenRenderer renderer = new ScreenRenderer(board.vga());
            timer = board.machine().scheduler().timer(() -> {
                display.accept(renderer.render());
                next();
            });
        }

        void next() {
            timer.arm(clock.cycleAfter(ticks));
        }
    }
}
