package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.debug.symbol.Place;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.io.PortObserver;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;

/**
 * Where a guest runs to and fro: what it executes, reads and asks devices for in its next instructions, one by one.
 *
 * @param steps instructions that were watched
 * @param distinct how many different ones they were
 * @param spinning whether the second half of them were all instructions of the first half, and few
 * @param halts how often the CPU was found halted
 * @param end what ended the watch early, or null
 * @param spots where they were, function by function, the most frequent first
 * @param ports which ports were accessed, the most frequent first
 * @param words which words in memory were read again and again and never changed, the most frequent first
 * @param interrupts how many interrupts came, by vector
 */
public record Footprints(
        int steps,
        int distinct,
        boolean spinning,
        int halts,
        StopReason end,
        List<Spot> spots,
        List<PortUse> ports,
        List<WordUse> words,
        Map<Integer, Integer> interrupts) {
    /** How many instructions are watched: enough for some rounds of a loop that calls functions. */
    public static final int STEPS = 8192;

    private static final int FEW = 512;
    private static final int SHOWN = 6;

    /**
     * Instructions of one function, or of one page where no function is known.
     *
     * @param first the one with the lowest address
     * @param last the one with the highest address
     * @param count how often any of them was executed
     */
    public record Spot(Place first, Place last, int count) {}

    /**
     * Accesses to a port.
     *
     * @param written whether it was written, else read
     * @param value the last one
     * @param constant whether all values were the same
     */
    public record PortUse(int port, boolean written, int count, long value, boolean constant) {}

    /**
     * Reads of a word in memory.
     *
     * @param at its linear address
     * @param size in bytes
     * @param value what was read each time
     */
    public record WordUse(Place at, int size, int count, long value) {}

    /**
     * Watches a machine, which goes on meanwhile.
     *
     * @param machine nobody else's: a fork of the one of interest, without observers
     */
    public static Footprints of(Machine machine, Symbols symbols) {
        return new Watch(machine, symbols).all();
    }

    private static final class Watch {
        private final Machine machine;
        private final GuestView guest;
        private final CpuState state;
        private final MemoryReads reads;
        private final Map<Long, Integer> executed = new LinkedHashMap<>();
        private final Map<Long, PortUse> ports = new HashMap<>();
        private final Map<Integer, Integer> interrupts = new TreeMap<>();
        private int steps;
        private int halts;
        private int distinctOfFirstHalf;
        private StopReason end;

        Watch(Machine machine, Symbols symbols) {
            this.machine = machine;
            Cpu cpu = machine.cpus().getFirst();
            guest = new GuestView(cpu, symbols);
            state = guest.state;
            reads = new MemoryReads(guest);
            cpu.observeInterrupts((vector, origin, errorCode) -> interrupts.merge(vector, 1, Integer::sum));
            machine.ports().observe(new PortObserver() {
                @Override
                public void read(int port, int value, int size) {
                    note(port, false, value);
                }

                @Override
                public void written(int port, int value, int size) {
                    note(port, true, value);
                }
            });
        }

        private void note(int port, boolean written, long value) {
            PortUse now = new PortUse(port, written, 1, value, true);
            ports.merge(
                    2L * port + (written ? 1 : 0),
                    now,
                    (old, one) -> new PortUse(port, written, old.count + 1, value, old.constant && old.value == value));
        }

        Footprints all() {
            while (steps < STEPS && end == null) {
                step();
                if (steps == STEPS / 2) {
                    distinctOfFirstHalf = executed.size();
                }
            }
            boolean spinning = steps == STEPS && executed.size() == distinctOfFirstHalf && executed.size() <= FEW;
            return new Footprints(
                    steps,
                    executed.size(),
                    spinning,
                    halts,
                    end,
                    spots(),
                    most(new ArrayList<>(ports.values()), Comparator.comparingInt(PortUse::count)),
                    most(reads.constant(), Comparator.comparingInt(WordUse::count)),
                    interrupts);
        }

        private void step() {
            if (state.halted) {
                halts++;
            }
            long retired = state.retired();
            if (!state.halted) {
                executed.merge(guest.code(state.rip), 1, Integer::sum);
                reads.before();
            }
            StopReason reason = machine.advance(Budget.ofInstructions(1));
            steps++;
            // A halted CPU that nothing wakes within the instruction's time has executed none, and the watch is over.
            if (!(reason instanceof StopReason.BudgetSpent) || state.retired() == retired) {
                end = reason;
            }
        }

        private List<Spot> spots() {
            Map<String, Spot> byFunction = new LinkedHashMap<>();
            executed.forEach((address, count) -> {
                Place place = guest.symbols.at(address);
                String key = place.symbol() != null ? place.symbol() : "page " + (address >>> 12);
                byFunction.merge(key, new Spot(place, place, count), Watch::both);
            });
            return most(new ArrayList<>(byFunction.values()), Comparator.comparingInt(Spot::count));
        }

        private static Spot both(Spot a, Spot b) {
            boolean lower = Long.compareUnsigned(b.first.address(), a.first.address()) < 0;
            boolean higher = Long.compareUnsigned(b.last.address(), a.last.address()) > 0;
            return new Spot(lower ? b.first : a.first, higher ? b.last : a.last, a.count + b.count);
        }

        private static <T> List<T> most(List<T> all, Comparator<T> count) {
            all.sort(count.reversed());
            return List.copyOf(all.subList(0, Math.min(SHOWN, all.size())));
        }
    }
}
