package org.ring0.devices.board.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recorded run.
 *
 * @param path the file
 * @param description what machine it is of
 * @param inputs what the machine took, in order
 * @param marks where the run was, in order
 * @param entries all of it, in order
 * @param end how it ended; empty if the file breaks off, because its run was killed
 * @param fingerprint tells this recording from others
 */
public record Recording(
        Path path,
        Description description,
        List<Entry.Input> inputs,
        List<Entry.Mark> marks,
        List<Entry> entries,
        Optional<Entry.End> end,
        String fingerprint) {
    public Recording {
        inputs = List.copyOf(inputs);
        marks = List.copyOf(marks);
        entries = List.copyOf(entries);
    }

    /**
     * Reads a recording and checks all of it.
     *
     * @throws RecordingException in one sentence, if it is none, is damaged or of a newer version
     */
    public static Recording load(Path path) throws RecordingException {
        return RecordingReader.load(path);
    }

    static Recording of(Path path, Description description, List<Entry> entries, String fingerprint) {
        List<Entry.Input> inputs = new ArrayList<>();
        List<Entry.Mark> marks = new ArrayList<>();
        Entry.End last = null;
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.Input input -> inputs.add(input);
                case Entry.Mark mark -> marks.add(mark);
                case Entry.Pause pause -> {}
                case Entry.End end -> last = end;
            }
        }
        return new Recording(path, description, inputs, marks, entries, Optional.ofNullable(last), fingerprint);
    }

    /** Whether the run was interrupted and went on in a way that a replay has to follow. */
    public boolean hasPauses() {
        return entries.stream().anyMatch(entry -> entry instanceof Entry.Pause);
    }

    /** The cycle up to which it tells what happened. */
    public long lastCycle() {
        return entries.isEmpty() ? description.cycle() : entries.getLast().cycle();
    }

    /** How many instructions there had been then. */
    public long lastInstruction() {
        return entries.isEmpty()
                ? description.instructions()
                : entries.getLast().instructions();
    }
}
