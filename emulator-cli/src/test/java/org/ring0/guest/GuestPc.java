package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.input.KeyEvent;
import org.ring0.devices.input.KeyTyper;
import org.ring0.devices.input.ScriptedKeys;
import org.ring0.devices.video.PngWriter;
import org.ring0.devices.video.ScreenRenderer;
import org.ring0.devices.video.TextScreen;

/** A PC and somebody who looks at its screen and its serial line and types. All times are the guest's. */
final class GuestPc implements AutoCloseable {
    /** How often the screen is looked at: every 20 ms of guest time. */
    private static final int LOOKS_PER_SECOND = 50;

    private final StringBuilder serial = new StringBuilder();
    private final PcBoard board;
    private final ScriptedKeys keys;
    private final long cyclesPerLook;

    GuestPc(PcConfig config) throws Exception {
        board = new PcBoard(config.withSerial(List.of(value -> serial.append((char) value))));
        cyclesPerLook = config.frequency() / LOOKS_PER_SECOND;
        keys = new ScriptedKeys(
                new ClockDomain(board.machine().clock(), 1_000_000),
                board.machine().scheduler(),
                board.keyboard());
    }

    /** The text on the screen, with line ends; empty in a graphics mode. */
    String screen() {
        return TextScreen.of(board.vga()).map(TextScreen::text).orElse("");
    }

    /** Everything that the guest has sent to COM1. */
    String serial() {
        return serial.toString();
    }

    void screenshot(Path png) throws IOException {
        PngWriter.write(new ScreenRenderer(board.vga()).render(), png);
    }

    /** Types text on the PS/2 keyboard; it arrives while the guest runs on. */
    void type(String text) {
        keys.play(KeyTyper.type(text));
    }

    /** Presses keys by name, such as {@code down,ret}. */
    void press(String names) {
        List<KeyEvent> events = KeyTyper.keys(names);
        keys.play(events);
    }

    /** Sends text to COM1, as a terminal at its other end does. */
    void send(String text) {
        board.serial().getFirst().receive(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Runs until the screen shows {@code regex}; fails if it does not within the time or if the run ends. */
    void awaitScreen(String regex, int seconds) {
        await("the screen", regex, seconds, this::screen);
    }

    /** Runs until COM1 has sent {@code regex}; fails if it does not within the time or if the run ends. */
    void awaitSerial(String regex, int seconds) {
        await("COM1", regex, seconds, this::serial);
    }

    private void await(String where, String regex, int seconds, Supplier<String> text) {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        for (int look = 0; look <= seconds * LOOKS_PER_SECOND; look++) {
            if (pattern.matcher(text.get()).find()) {
                return;
            }
            StopReason reason = run(cyclesPerLook);
            if (!(reason instanceof StopReason.BudgetSpent)) {
                if (!pattern.matcher(text.get()).find()) {
                    fail(reason.sentence() + " before " + where + " showed " + regex + "\n" + report());
                }
                return;
            }
        }
        fail(where + " did not show " + regex + " in " + seconds + " s\n" + report());
    }

    /** Runs on for so many cycles or to the end. */
    StopReason run(long cycles) {
        return board.machine().run(Budget.UNLIMITED.withCycles(cycles));
    }

    /** What a person would want to see of a run that went wrong. */
    String report() {
        return """
            --- screen
            %s
            --- COM1
            %s
            --- after %d instructions, cycle %d
            %s
            """.formatted(
                        screen(),
                        serial,
                        board.machine().retired(),
                        board.machine().clock().now(),
                        org.ring0.core.debug.RegisterText.of(
                                board.machine().cpus().getFirst().state()));
    }

    @Override
    public void close() {
        board.close();
    }
}
