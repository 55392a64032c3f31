package org.ring0.core.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * The exceptions that the CPU has raised last, also those that were raised while another one was delivered. For people: no
 * part of the machine, neither saved nor digested.
 */
public final class ExceptionLog {
    private static final int KEPT = 16;

    /**
     * One exception.
     *
     * @param vector 0 to 31
     * @param errorCode or {@link org.ring0.core.cpu.state.CpuException#NO_ERROR_CODE}
     * @param linear the address of a page fault
     * @param selector CS at the instruction
     * @param rip the instruction's offset in CS
     * @param codeBase where CS began
     * @param retired instructions that had been executed, this one included
     * @param inDelivery whether it was raised while the one before was delivered
     */
    public record Entry(
            int vector,
            int errorCode,
            long linear,
            int selector,
            long rip,
            long codeBase,
            long retired,
            boolean inDelivery) {}

    private final Entry[] entries = new Entry[KEPT];
    private long count;

    /** Notes one; the oldest is forgotten. */
    public void add(Entry entry) {
        entries[(int) (count++ % KEPT)] = entry;
    }

    /** Forgets all. */
    void clear() {
        count = 0;
    }

    /** Those that are known, the latest last. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (long i = Math.max(0, count - KEPT); i < count; i++) {
            all.add(entries[(int) (i % KEPT)]);
        }
        return all;
    }

    /** The latest exception that an instruction or an interrupt's delivery raised, and all that followed from its delivery. */
    public List<Entry> chain() {
        List<Entry> all = entries();
        int first = all.size() - 1;
        while (first > 0 && all.get(first).inDelivery()) {
            first--;
        }
        return all.isEmpty() ? all : all.subList(first, all.size());
    }
}
