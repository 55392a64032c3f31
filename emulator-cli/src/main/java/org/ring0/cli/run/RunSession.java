package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ring0.cli.option.CharTarget;
import org.ring0.cli.option.DriveFile;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.cli.report.ExitCode;
import org.ring0.cli.report.Findings;
import org.ring0.cli.report.RunFacts;
import org.ring0.cli.report.RunStatistics;
import org.ring0.cli.report.Verdict;
import org.ring0.core.cpu.translator.TranslationTrace;
import org.ring0.core.device.CharBackend;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.MachineStatistics;
import org.ring0.core.machine.StopReason;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.time.HostClock;
import org.ring0.devices.board.script.Expectations;
import org.ring0.devices.board.script.SerialText;
import org.ring0.embed.MachinePlan;
import org.ring0.embed.VmBuilder;
import org.ring0.embed.VmException;

/** One run from checked options to the exit code. */
final class RunSession {
    private final RunOptions options;
    private final Streams streams;
    private final Course course;
    private final SerialText serialText = new SerialText();
    private final SerialTail serialTail = new SerialTail();
    private final FrontEnd frontEnd;
    private final VmBuilder builder;
    /** Null: nobody looks at translations. */
    private final TraceFolder trace;

    /**
     * @param snapshot what the machine goes on from, or null
     * @param course where inputs come from
     * @throws UsageException if the options contradict each other or cannot be followed
     */
    RunSession(RunOptions options, Snapshot snapshot, Course course, Streams streams) throws UsageException {
        this.options = options;
        this.course = course;
        this.streams = streams;
        options.script.script();
        frontEnd = new FrontEnd(options.console, streams, options.report.useStandardOutput());
        options.report.checkStandardOutput(options.console.useStdio());
        checkFiles();
        trace = trace(options.machine);
        builder = MachineFactory.builder(
                options, interactive(), trace == null ? TranslationTrace.NONE : trace, this::say);
        if (snapshot != null) {
            builder.from(snapshot);
        }
        if (options.machine.engine == MachineOptions.EngineChoice.lockstep) {
            refuse("--save-snapshot", options.report.saveSnapshot != null);
            refuse("--branches", options.report.branches);
        }
    }

    private static void refuse(String option, boolean given) throws UsageException {
        if (given) {
            throw new UsageException(option + " needs a run with one engine");
        }
    }

    /** Whether somebody takes part, who need not see a replay at the pace at which it was recorded. */
    private boolean interactive() {
        return frontEnd.interactive() && options.record.replay == null;
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
        if (options.record.record != null) {
            roles.writes("--record", options.record.record);
        }
    }

    /** Builds the machine, runs it, reports. */
    int run() throws UsageException {
        try (HostOutputs outputs = new HostOutputs(streams.out());
                MachinePlan plan = builder.plan()) {
            MachinePlan.Lines lines = new MachinePlan.Lines(
                    serial(outputs),
                    outputs.backend(options.console.debugConsole),
                    outputs.backend(options.console.firmwareLog));
            try (Execution execution = execution(plan, lines);
                    Interruption interruption = Interruption.of(execution.pc().machine()::pause)) {
                return run(execution, outputs, plan, interruption);
            }
        } catch (VmException e) {
            throw new UsageException(e.getMessage());
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    /** This program has failed before the guest ran, or when that was over: reports tell what is known nevertheless. */
    private int failed(Throwable thrown) {
        Verdict verdict = Verdict.of(StopReason.InternalError.of(thrown), options.report.exitMap, null);
        say(verdict);
        return new Aftermath(options.report, streams, null)
                .leave(verdict, null, v -> FailedRun.facts(v, options, interactive(), serialTail.text()));
    }

    private Execution execution(MachinePlan plan, MachinePlan.Lines lines) throws UsageException {
        if (options.machine.engine == MachineOptions.EngineChoice.lockstep) {
            return new LockstepExecution(plan, options.script, course::prepare, lines, serialText, this::say);
        }
        Execution single = new SingleExecution(plan, options.machine.engine, options.script, lines, serialText);
        StartGarbage.collect();
        return single;
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

    private int run(Execution execution, HostOutputs outputs, MachinePlan plan, Interruption interruption)
            throws UsageException {
        WatchedPc pc = execution.pc();
        Machine machine = pc.machine();
        outputs.open(sentence -> machine.stop(new StopReason.HostError(sentence)));
        if (trace != null) {
            trace.open();
        }
        course.begin(execution);
        Repetition repetition = new Repetition(execution, interruption, streams.terminal() ? streams.err() : null);
        boolean counts = options.report.statistics || !options.report.reports.isEmpty();
        execution.measured().setTimed(counts);
        CompilerTime compiler = counts ? new CompilerTime() : null;
        HostClock clock = new HostClock();
        StopReason reason;
        AutoCloseable terminal = frontEnd.open(pc.board(), execution::post);
        try {
            reason = course.run(execution, options.budget.budget(machine.clock().frequency()));
            course.end(reason);
            reason = judged(reason, pc.expectations());
        } catch (IOException e) {
            reason = new StopReason.HostError("the recording could not be written: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            reason = StopReason.InternalError.of(e);
        } finally {
            close(terminal);
            close(course);
            outputs.close();
            if (trace != null) {
                trace.close();
            }
        }
        long hostNanos = clock.nanos();
        long compilerMillis = counts ? compiler.millis() : -1;
        ExitCode signal = interruption.code();
        Findings findings = findings(new Inquest(options.report, plan, repetition), pc, reason, signal, hostNanos);
        reason = settled(execution, reason);
        Verdict verdict = verdict(reason, pc.expectations(), signal, findings);
        say(verdict);
        SnapshotSaving saving = new SnapshotSaving(options, pc.board(), this::say);
        return saving.after(
                verdict,
                () -> new Aftermath(options.report, streams, pc.board())
                        .leave(
                                verdict,
                                findings,
                                v -> facts(name(plan), v, findings, execution, hostNanos, compilerMillis)));
    }

    /** What cannot be found out keeps nothing else from being told. */
    private Findings findings(Inquest inquest, WatchedPc pc, StopReason reason, ExitCode signal, long hostNanos) {
        try {
            return inquest.of(pc.board(), reason, signal != null, hostNanos);
        } catch (RuntimeException | Error e) {
            StopReason.InternalError error = StopReason.InternalError.of(e);
            say("the autopsy: " + error.sentence());
            if (options.verbose) {
                streams.err().println(error.trace());
            }
            return null;
        }
    }

    /**
     * @param signal the code of a run that a signal has ended, or null
     * @param findings what the guest was doing, or null
     */
    private Verdict verdict(StopReason reason, Expectations expectations, ExitCode signal, Findings findings) {
        Verdict verdict = Verdict.of(reason, options.report.exitMap, expectations.missing());
        if (findings != null && !(reason instanceof StopReason.EnginesDiffer)) {
            verdict = verdict.with(findings);
        }
        return signal != null && reason instanceof StopReason.Paused ? verdict.interrupted(signal) : verdict;
    }

    /** What the guest has shown decides nothing where this program has been wrong. */
    private static StopReason judged(StopReason reason, Expectations expectations) {
        return reason instanceof StopReason.EnginesDiffer ? reason : expectations.judge(reason);
    }

    private static StopReason settled(Execution execution, StopReason reason) {
        try {
            execution.settleDrives(reason);
            return reason;
        } catch (IOException e) {
            return new StopReason.HostError("what the guest wrote could not be kept: " + e.getMessage());
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(RunSession.class).warn("closing failed: {}", e.getMessage());
        }
    }

    private RunFacts facts(
            String name, Verdict verdict, Findings findings, Execution execution, long hostNanos, long compilerMillis) {
        Machine machine = execution.pc().machine();
        double nanosPerCycle = 1e9 / machine.clock().frequency();
        long guestNanos = (long) (machine.clock().now() * nanosPerCycle);
        MachineStatistics counted = execution.measured().statistics();
        long idleNanos = (long) (counted.idleCycles() * nanosPerCycle);
        return new RunFacts(
                name,
                verdict,
                MachineAccount.of(options, machine.clock().frequency(), interactive()),
                machine.retired(),
                guestNanos,
                hostNanos,
                () -> FailedRun.digest(machine, verdict.reason()),
                options.machine.engine.name(),
                options.machine.seed,
                serialTail.text(),
                options.report.screenshot == null ? null : options.report.screenshot.toString(),
                findings,
                new RunStatistics(machine.retired(), guestNanos, idleNanos, hostNanos, compilerMillis, counted));
    }

    private String name(MachinePlan plan) {
        DriveFile image = options.image;
        return MachineFactory.isDemo(options)
                ? "demo"
                : image != null ? image.path().toString() : plan.kernelName() != null ? plan.kernelName() : "drives";
    }

    private void say(Verdict verdict) {
        boolean internal = verdict.reason() instanceof StopReason.InternalError;
        if (!verdict.details().isEmpty() && options.report.autopsy == null && (options.verbose || !internal)) {
            streams.err().println(verdict.details().stripTrailing());
        }
        say(verdict.sentence() + (internal && !options.verbose ? " (--verbose shows where)" : ""));
    }

    private void say(String sentence) {
        streams.err().println("ring0: " + sentence);
    }
}
