package org.ring0.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ring0.cli.option.CharTarget;
import org.ring0.cli.option.DriveFile;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.cli.report.RunFacts;
import org.ring0.cli.report.Verdict;
import org.ring0.core.cpu.translator.TranslationTrace;
import org.ring0.core.device.CharBackend;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.time.HostClock;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.script.Expectations;
import org.ring0.devices.board.script.GuestScript;
import org.ring0.devices.board.script.OutputWatch;
import org.ring0.devices.board.script.SerialText;

/** One run from checked options to the exit code. */
final class RunSession {
    private final RunOptions options;
    private final Streams streams;
    private final SerialText serialText = new SerialText();
    private final SerialTail serialTail = new SerialTail();
    private final List<GuestScript.Step> script;
    private final FrontEnd frontEnd;
    private final MachineFactory factory;
    /** Null: nobody looks at translations. */
    private final TraceFolder trace;

    /** @throws UsageException if the options contradict each other or cannot be followed */
    RunSession(RunOptions options, Streams streams) throws UsageException {
        this.options = options;
        this.streams = streams;
        script = options.script.script();
        frontEnd = new FrontEnd(options.console, streams, options.report.useStandardOutput());
        checkFiles();
        trace = trace(options.machine);
        factory = new MachineFactory(
                options.machine, options.boot, frontEnd.interactive(), trace == null ? TranslationTrace.NONE : trace);
    }

    private TraceFolder trace(MachineOptions machine) throws UsageException {
        if (machine.traceTranslation == null) {
            return null;
        }
        if (machine.engine == MachineOptions.EngineChoice.interpreter) {
            throw new UsageException("--trace-translation: the interpreter translates nothing");
        }
        TraceFolder folder = new TraceFolder(machine.traceTranslation, this::say);
        folder.check();
        return folder;
    }

    private void checkFiles() throws UsageException {
        FileRoles roles = new FileRoles();
        options.inputs().forEach(roles::reads);
        for (CharTarget target : options.console.all()) {
            if (target instanceof CharTarget.ToFile(Path path)) {
                roles.writes("file:", path);
            }
        }
        options.report.check(roles);
    }

    /** Builds the machine, runs it, reports. */
    int run() throws UsageException {
        try (HostOutputs outputs = new HostOutputs(streams.out());
                Media media = new Media(options.boot, this::say)) {
            media.open(options.image);
            MachineFactory.Lines lines = new MachineFactory.Lines(
                    serial(outputs),
                    outputs.backend(options.console.debugConsole),
                    outputs.backend(options.console.firmwareLog));
            try (PcBoard board = factory.build(media, lines)) {
                return run(board, outputs, name(media));
            }
        }
    }

    private List<CharBackend> serial(HostOutputs outputs) {
        List<CharBackend> backends = new ArrayList<>();
        for (CharTarget target : frontEnd.serial()) {
            backends.add(outputs.backend(target));
        }
        CharBackend first = backends.getFirst();
        backends.set(0, value -> {
            first.send(value);
            serialTail.send(value);
            serialText.send(value);
        });
        return backends;
    }

    private int run(PcBoard board, HostOutputs outputs, String name) throws UsageException {
        Machine machine = board.machine();
        OutputWatch watch = new OutputWatch(board, serialText);
        Expectations expectations = new Expectations(machine, watch, options.script.expected, options.script.forbidden);
        new GuestScript(board, watch, script);
        outputs.open(sentence -> machine.stop(new StopReason.HostError(sentence)));
        if (trace != null) {
            trace.open();
        }
        HostClock clock = new HostClock();
        StopReason reason;
        AutoCloseable terminal = frontEnd.open(board);
        try {
            reason = expectations.judge(
                    machine.run(options.budget.budget(machine.clock().frequency())));
        } finally {
            close(terminal);
            outputs.close();
            if (trace != null) {
                trace.close();
            }
        }
        long hostNanos = clock.nanos();
        Verdict verdict = Verdict.of(reason, options.report.exitMap, expectations.missing());
        say(verdict);
        return new Aftermath(options.report, streams, board).leave(verdict, v -> facts(name, v, board, hostNanos));
    }

    private static void close(AutoCloseable terminal) {
        try {
            terminal.close();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(RunSession.class).warn("terminal: {}", e.getMessage());
        }
    }

    private RunFacts facts(String name, Verdict verdict, PcBoard board, long hostNanos) {
        Machine machine = board.machine();
        double nanosPerCycle = 1e9 / machine.clock().frequency();
        return new RunFacts(
                name,
                verdict,
                machine.retired(),
                (long) (machine.clock().now() * nanosPerCycle),
                hostNanos,
                machine.digest(),
                options.machine.engine.name(),
                options.machine.seed,
                serialTail.text(),
                options.report.screenshot == null ? null : options.report.screenshot.toString(),
                statistics(machine));
    }

    private Map<String, Long> statistics(Machine machine) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("idleCycles", machine.cpus().getFirst().state().idleCycles);
        factory.statistics(figures);
        return figures;
    }

    private String name(Media media) {
        DriveFile image = options.image;
        return media.demo()
                ? "demo"
                : image != null
                        ? image.path().toString()
                        : media.kernel() != null ? media.kernel().toString() : "drives";
    }

    private void say(Verdict verdict) {
        if (!verdict.details().isEmpty()) {
            streams.err().println(verdict.details().stripTrailing());
        }
        say(verdict.sentence());
    }

    private void say(String sentence) {
        streams.err().println("ring0: " + sentence);
    }
}
