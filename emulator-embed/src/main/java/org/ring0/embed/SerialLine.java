package org.ring0.embed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.ring0.core.device.CharBackend;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.board.script.OutputWatch;
import org.ring0.devices.board.script.SerialText;

/**
 * The other end of one of the guest's serial lines. Patterns are looked for in lines of text, without escape sequences; a
 * pattern that is found is past, and so is everything before it, as with {@code expect(1)}.
 */
public final class SerialLine {
    private static final int TAIL = 4096;

    private final String name;
    private final Vm vm;
    private final Transcript transcript = new Transcript();
    private final SerialText text = new SerialText();
    private final SerialLog log = new SerialLog(text);
    private final List<Consumer<String>> lineObservers = new CopyOnWriteArrayList<>();
    private OutputWatch watch;
    private Consumer<byte[]> input;

    SerialLine(String name, Vm vm) {
        this.name = name;
        this.vm = vm;
        text.add(ended -> {
            if (ended) {
                String line = text.since(new SerialText.Position(text.position().line(), 0))
                        .toString();
                lineObservers.forEach(observer -> observer.accept(line));
            }
        });
    }

    /** What the UART sends to, besides {@code other}. */
    CharBackend backend(CharBackend other) {
        return value -> {
            other.send(value);
            transcript.send(value);
            text.send(value);
        };
    }

    /** @param number 0 for COM1 */
    void connect(PcBoard board, int number) {
        input = bytes -> board.inputs().accept(new PcInput.SerialBytes(number, bytes));
        watch = new OutputWatch(board, text);
    }

    OutputWatch watch() {
        return watch;
    }

    /** Everything that the guest has printed, as it is; of more than 16 MiB the end. UTF-8 where it is that. */
    public String output() {
        return transcript.text();
    }

    /** Sends text to the guest, in UTF-8. May be used from any thread. */
    public void send(String input) {
        send(Arguments.given(input, "text").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes to the guest, which gets them as fast as it reads. May be used from any thread. */
    public void send(byte... input) {
        byte[] bytes = Arguments.given(input, "byte").clone();
        vm.machine().inputs().post(() -> this.input.accept(bytes));
    }

    /** Tells of every line when it ends, on the thread that runs the machine. */
    public void onLine(Consumer<String> observer) {
        lineObservers.add(Arguments.given(observer, "observer"));
    }

    /**
     * Runs until the guest has printed a pattern; what it has printed since the last one that was found counts. A pattern that
     * ends in {@code $} is found when the line has ended, or when nothing was added to it for 50 ms.
     *
     * @param within guest time
     * @return where in its line the pattern was found, with its groups
     * @throws UnmetExpectation if the run ended otherwise
     */
    public MatchResult expect(String regex, Duration within) {
        Attempt attempt = attempt(regex, within);
        return attempt.match.orElseThrow(() -> new UnmetExpectation(name, regex, attempt.reason, tail()));
    }

    /** As {@link #expect}, but answers how the run ended: with {@code ExpectationMet} if the pattern was found. */
    public StopReason await(String regex, Duration within) {
        return attempt(regex, within).reason;
    }

    /** How looking for a pattern ended. */
    private record Attempt(Optional<MatchResult> match, StopReason reason) {}

    private Attempt attempt(String regex, Duration within) {
        Pattern pattern = Arguments.pattern(regex);
        Arguments.time(within);
        StopReason met = new StopReason.ExpectationMet(regex);
        Optional<MatchResult> before = log.take(pattern, false);
        if (before.isPresent()) {
            return new Attempt(before, met);
        }
        Runnable giveUp = watch.await(
                pattern,
                OutputWatch.Place.SERIAL,
                log.read(),
                line -> vm.machine().stop(met));
        StopReason reason = vm.runFor(within);
        giveUp.run();
        // Nothing was added for a while, or nothing ever will be: the line has ended.
        boolean ended = !(reason instanceof StopReason.Breakpoint || reason instanceof StopReason.Paused);
        Optional<MatchResult> match = log.take(pattern, ended);
        return new Attempt(match, match.isPresent() ? met : reason);
    }

    private String tail() {
        String all = output();
        return all.substring(Math.max(0, all.length() - TAIL));
    }
}
