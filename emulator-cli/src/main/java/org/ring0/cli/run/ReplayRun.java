package org.ring0.cli.run;

import java.util.Optional;
import java.util.Set;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.record.Recording;
import org.ring0.devices.board.record.RecordingException;

/** A run whose machine and inputs come from a recording. */
final class ReplayRun {
    private final RunOptions options;
    private final Streams streams;
    private final Recording recording;

    private ReplayRun(RunOptions options, Streams streams) throws UsageException {
        this.options = options;
        this.streams = streams;
        try {
            recording = Recording.load(options.record.replay);
        } catch (RecordingException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /**
     * Carries it out.
     *
     * @param given the options that were given
     * @return the exit code
     */
    static int run(RunOptions options, Set<String> given, Streams streams) throws UsageException {
        for (String option : new String[] {"--type", "--keys", "--send", "--after", "--record", "--from"}) {
            if (given.contains(option)) {
                throw new UsageException(option + ": a replay takes its inputs and its beginning from the recording");
            }
        }
        ReplayRun run = new ReplayRun(options, streams);
        run.checkUntil();
        run.checkEngine();
        SavedOptions.complete(options, "recording", run.recording.description().notes(), given);
        try {
            return run.run();
        } catch (SnapshotException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private void checkUntil() throws UsageException {
        Long until = options.record.until;
        long first = recording.description().instructions();
        if (until != null && (until < first || until > recording.lastInstruction())) {
            throw new UsageException("--until: the recording goes from instruction %d to %d"
                    .formatted(first, recording.lastInstruction()));
        }
    }

    private void checkEngine() throws UsageException {
        if (options.machine.engine == MachineOptions.EngineChoice.lockstep && recording.hasPauses()) {
            throw new UsageException(
                    "--engine lockstep: the recorded machine was held by a program that stopped it and had"
                            + " it go on; replay it with one engine");
        }
    }

    private int run() throws UsageException, SnapshotException {
        // A run with both engines has two machines.
        boolean single = options.machine.engine != MachineOptions.EngineChoice.lockstep;
        long limit = single ? options.record.checkpoints : 0;
        try (Checkpoints checkpoints = new Checkpoints(recording, limit, SavedOptions.notes(options), this::say)) {
            return run(checkpoints);
        }
    }

    private int run(Checkpoints checkpoints) throws UsageException, SnapshotException {
        Optional<Snapshot> nearest =
                options.record.until == null ? Optional.empty() : checkpoints.nearest(options.record.until);
        if (nearest.isPresent()) {
            try (Snapshot checkpoint = nearest.get()) {
                return session(checkpoint, true, checkpoints);
            }
        }
        if (options.boot.from == null) {
            return session(null, false, checkpoints);
        }
        try (Snapshot beginning = SnapshotFile.load(options.boot.from)) {
            return session(beginning, false, checkpoints);
        }
    }

    private int session(Snapshot from, boolean midway, Checkpoints checkpoints) throws UsageException {
        Course course = new ReplayedCourse(recording, options.record.until, midway, checkpoints);
        return new RunSession(options, from, course, streams).run();
    }

    private void say(String sentence) {
        streams.err().println("ring0: " + sentence);
    }
}
