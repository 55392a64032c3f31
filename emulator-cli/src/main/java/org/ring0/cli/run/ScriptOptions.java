package org.ring0.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ring0.cli.option.EscapedText;
import org.ring0.cli.option.UsageException;
import org.ring0.devices.board.script.GuestScript.Step;
import org.ring0.devices.input.KeyTyper;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options for runs without people: what is typed, and what the guest has to show. */
final class ScriptOptions {
    /** One step; a group so that the steps keep the order of the command line. */
    static final class ScriptStep {
        @Option(
                names = "--type",
                paramLabel = "TEXT",
                converter = EscapedText.class,
                description = "Type this on the guest's (US) keyboard: \\n"
                        + " is Enter, \\t Tab, \\e Escape, \\b Backspace, \\\\ a backslash, \\xHH any character."
                        + " --type, --keys, --send and --after are repeatable and take place in their order.")
        String type;

        @Option(
                names = "--keys",
                paramLabel = "LIST",
                description = "Press keys by name, e.g. down,ret or ctrl-alt-del.")
        String keys;

        @Option(
                names = "--send",
                paramLabel = "TEXT",
                converter = EscapedText.class,
                description = "Send this to COM1; escapes as for --type.")
        String send;

        @Option(
                names = "--after",
                paramLabel = "REGEX",
                description =
                        "Wait with the steps that follow until a line of the text screen, or of what COM1 has printed "
                                + "since the last keys, shows this.")
        Pattern after;

        Step step() throws UsageException {
            try {
                if (type != null) {
                    return new Step.Keys(KeyTyper.type(type));
                }
                if (keys != null) {
                    return new Step.Keys(KeyTyper.keys(keys));
                }
            } catch (IllegalArgumentException e) {
                throw new UsageException((type != null ? "--type: " : "--keys: ") + e.getMessage());
            }
            return after != null ? new Step.Await(after) : new Step.Send(send.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @ArgGroup(exclusive = true, multiplicity = "0..*")
    List<ScriptStep> steps = new ArrayList<>();

    @Option(
            names = "--expect",
            paramLabel = "REGEX",
            description =
                    "End the run with success when a line of the text screen or COM1 shows this; of several, all.")
    List<Pattern> expected = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "REGEX",
            description =
                    "End the run with failure when a line of the text screen or COM1 shows this; of several, any.")
    List<Pattern> forbidden = new ArrayList<>();

    List<Step> script() throws UsageException {
        List<Step> script = new ArrayList<>();
        for (ScriptStep step : steps) {
            script.add(step.step());
        }
        return script;
    }
}
