package org.ring0.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.ring0.cli.option.EscapedText;
import org.ring0.cli.option.OptionTable;
import org.ring0.cli.option.UsageException;
import org.ring0.devices.board.script.GuestScript.Step;
import org.ring0.devices.input.KeyEvent;
import org.ring0.devices.input.KeyTyper;

/** The options for runs without people: what is typed, and what the guest has to show. */
final class ScriptOptions {
    /** One step as it was given. */
    @FunctionalInterface
    private interface GivenStep {
        Step step() throws UsageException;
    }

    final List<Pattern> expected = new ArrayList<>();
    final List<Pattern> forbidden = new ArrayList<>();
    private final List<GivenStep> steps = new ArrayList<>();

    /** Declares them. */
    void declare(OptionTable table) {
        table.option(
                        "--type",
                        "TEXT",
                        "Type this on the guest's (US) keyboard: \\n"
                            + " is Enter, \\t Tab, \\e Escape, \\b Backspace, \\\\ a backslash, \\xHH any character."
                            + " --type, --keys, --send and --after are repeatable and take place in their order.")
                .readBy(new EscapedText())
                .eachTo(String.class, text -> steps.add(() -> keys("--type", text, KeyTyper::type)));
        table.option("--keys", "LIST", "Press keys by name, e.g. down,ret or ctrl-alt-del.")
                .eachTo(String.class, list -> steps.add(() -> keys("--keys", list, KeyTyper::keys)));
        table.option("--send", "TEXT", "Send this to COM1; escapes as for --type.")
                .readBy(new EscapedText())
                .eachTo(
                        String.class,
                        text -> steps.add(() -> new Step.Send(text.getBytes(StandardCharsets.ISO_8859_1))));
        table.option(
                        "--after",
                        "REGEX",
                        "Wait with the steps that follow until a line of the text screen, or of what COM1 has printed "
                                + "since the last keys, shows this.")
                .eachTo(Pattern.class, pattern -> steps.add(() -> new Step.Await(pattern)));
        table.option(
                        "--expect",
                        "REGEX",
                        "End the run with success when a line of the text screen or COM1 shows this; of several, all.")
                .eachTo(Pattern.class, expected::add);
        table.option(
                        "--fail-on",
                        "REGEX",
                        "End the run with failure when a line of the text screen or COM1 shows this; of several, any.")
                .eachTo(Pattern.class, forbidden::add);
    }

    private static Step keys(String option, String text, Function<String, List<KeyEvent>> typer) throws UsageException {
        try {
            return new Step.Keys(typer.apply(text));
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    List<Step> script() throws UsageException {
        List<Step> script = new ArrayList<>();
        for (GivenStep given : steps) {
            script.add(given.step());
        }
        return script;
    }
}
