package org.ring0.cli.run;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.PcBoard;
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

    private int run() throws UsageException, SnapshotException {
        boolean single = options.machine.engine != MachineOptions.EngineChoice.lockstep;
        Checkpoints checkpoints = new Checkpoints(
                recording,
                single ? options.record.checkpoints : 0,
                SavedOptions.notes(options),
                new Checkpoints.Pace(),
                this::say);
        Optional<Snapshot> nearest =
                options.record.until == null || !single ? Optional.empty() : checkpoints.nearest(options.record.until);
        if (nearest.isPresent()) {
            try (Snapshot checkpoint = nearest.get()) {
                return session(checkpoint, true, checkpoints::offer);
            }
        }
        if (options.boot.from == null) {
            return session(null, false, checkpoints::offer);
        }
        try (Snapshot beginning = SnapshotFile.load(options.boot.from)) {
            return session(beginning, false, checkpoints::offer);
        }
    }

    private int session(Snapshot from, boolean midway, Consumer<PcBoard> atMark) throws UsageException {
        Course course = new ReplayedCourse(recording, options.record.until, midway, atMark);
        return new RunSession(options, from, course, streams).run();
    }

    private void say(String sentence) {
        streams.err().println("ring0: " + sentence);
    }
}
