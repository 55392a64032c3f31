package org.ring0.devices.board.record;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a recorded run in which the machine was not interrupted.
 *
 * @param inputs those that were taken meanwhile
 * @param marks where it was meanwhile
 * @param last where it ends: a pause, the end, or what was written last
 * @param then what was done to the machine in the pause
 */
record Leg(List<Entry.Input> inputs, List<Entry.Mark> marks, Entry last, List<Entry.Input> then) {
    /**
     * The parts of a run.
     *
     * @param entries those that are to come
     * @param beginning stands for what was before
     */
    static List<Leg> of(List<Entry> entries, Entry beginning) {
        List<Leg> legs = new ArrayList<>();
        Leg leg = empty(beginning);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            leg = leg.upTo(entry);
            switch (entry) {
                case Entry.Input input -> leg.inputs.add(input);
                case Entry.Mark mark -> leg.marks.add(mark);
                case Entry.End end -> {}
                case Entry.Pause pause -> {
                    while (i + 1 < entries.size()
                            && entries.get(i + 1) instanceof Entry.Input input
                            && input.cycle() == pause.cycle()) {
                        leg.then.add(input);
                        i++;
                    }
                    legs.add(leg);
                    leg = empty(pause);
                }
            }
        }
        legs.add(leg);
        return legs;
    }

    private static Leg empty(Entry last) {
        return new Leg(new ArrayList<>(), new ArrayList<>(), last, new ArrayList<>());
    }

    private Leg upTo(Entry entry) {
        return new Leg(inputs, marks, entry, then);
    }

    /** Whether the instruction after it shut the CPU down. */
    boolean endsInShutDown() {
        return last instanceof Entry.Pause pause && pause.shutDown() || last instanceof Entry.End end && end.shutDown();
    }
}
