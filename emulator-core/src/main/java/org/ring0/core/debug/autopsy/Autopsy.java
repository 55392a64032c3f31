package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.ExceptionLog;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.RegisterText;
import org.ring0.core.debug.symbol.Place;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;

/**
 * What a machine that has stopped was doing: its exceptions, its stack, its code, its last branches, its registers. Taking it
 * leaves no trace in the machine.
 *
 * @param headline one sentence
 * @param notes what is to be known of the symbols: that a kernel was moved, or what could not be read
 * @param at where execution stopped
 * @param exceptions those that ended the run, or were raised last, the oldest first
 * @param fatal whether the exceptions are a chain that ended the run
 * @param stack who called whom, the innermost function first
 * @param stackEnd why it ends where it does
 * @param code the instructions around
 * @param branches those taken last, the oldest first; empty unless they were recorded
 * @param branchesKnown whether branches were recorded
 * @param branchesNote what is to be said of them, or why they are not known; or empty
 * @param registers in words
 */
public record Autopsy(
        String headline,
        List<String> notes,
        Place at,
        List<Raised> exceptions,
        boolean fatal,
        List<Frame> stack,
        String stackEnd,
        List<CodeLine> code,
        List<Jump> branches,
        boolean branchesKnown,
        String branchesNote,
        String registers) {
    /** How many exceptions that ended nothing are told. */
    private static final int OTHERS = 3;

    /**
     * An exception.
     *
     * @param vector 0 to 31
     * @param name as the manual spells it
     * @param errorCode or -1 if there is none
     * @param address of a page fault, else 0
     * @param at the instruction
     * @param instructions that had been executed, this one included
     * @param inDelivery whether it was raised while the one before was delivered
     * @param meaning what the error code says, or empty
     * @param details page tables, gates and descriptors that are involved
     */
    public record Raised(
            int vector,
            String name,
            int errorCode,
            long address,
            Place at,
            long instructions,
            boolean inDelivery,
            String meaning,
            List<String> details) {}

    /**
     * An instruction.
     *
     * @param address linear
     * @param bytes in hexadecimal
     * @param text in Intel syntax
     * @param current whether it is the one where execution stopped
     */
    public record CodeLine(long address, String bytes, String text, boolean current) {}

    /** How a function on the stack was found. */
    public enum FoundBy {
        /** It is the one that is executed. */
        REGISTERS,
        /** DWARF's call frame information of the function that it has called. */
        CALL_FRAME_INFORMATION,
        /** The frame pointer of the function that it has called. */
        FRAME_POINTER,
        /** A word on the stack looks like a return address, or like what an interrupt has pushed. */
        SCAN
    }

    /**
     * A function that has not returned.
     *
     * @param place where it stopped, or where it goes on when what it has called returns; the line is that of the call
     * @param by what led there
     * @param certain whether nothing on the way was a guess
     */
    public record Frame(Place place, FoundBy by, boolean certain) {}

    /** A branch, an interrupt or an exception, that was taken so many times one after the other. */
    public record Jump(Place from, Place to, long times) {}

    /**
     * Looks at a machine that is not running.
     *
     * @param reason why it stopped
     * @param symbols names of its addresses, where they are now: see {@link KernelPlacement}
     */
    public static Autopsy of(Machine machine, StopReason reason, Symbols symbols) {
        return of(machine, reason, symbols, BranchHistory.of(machine));
    }

    /** As {@link #of(Machine, StopReason, Symbols)}, with branches that somebody else has recorded. */
    public static Autopsy of(Machine machine, StopReason reason, Symbols symbols, BranchHistory branches) {
        Cpu cpu = machine.cpus().getFirst();
        GuestView guest = new GuestView(cpu, symbols);
        boolean fatal = reason instanceof StopReason.TripleFault;
        StackTrace trace = StackTrace.of(guest);
        Place at = guest.here();
        String where = "%04x:%s".formatted(guest.state.segment[Segment.CS].selector, guest.hex(guest.state.rip));
        String name = at.name().isEmpty() ? "" : " " + at.name();
        List<Raised> raised = raised(guest, cpu.exceptions(), fatal);
        List<CodeLine> code = new CodeText(guest).lines();
        List<Jump> jumps = jumps(branches, symbols);
        return new Autopsy(
                "%s at %s%s".formatted(reason.sentence(), where, name),
                symbols.notes(),
                at,
                raised,
                fatal,
                trace.frames(),
                trace.end(),
                code,
                jumps,
                branches.known(),
                branches.note(),
                RegisterText.of(guest.state));
    }

    private static List<Raised> raised(GuestView guest, ExceptionLog log, boolean fatal) {
        List<ExceptionLog.Entry> entries = fatal ? log.chain() : log.entries();
        ExceptionText text = new ExceptionText(guest);
        List<Raised> all = new ArrayList<>();
        for (int i = fatal ? 0 : Math.max(0, entries.size() - OTHERS); i < entries.size(); i++) {
            ExceptionLog.Entry entry = entries.get(i);
            boolean last = i == entries.size() - 1;
            boolean delivered = last ? !fatal : entries.get(i + 1).vector() != CpuException.DF;
            all.add(new Raised(
                    entry.vector(),
                    ExceptionText.name(entry.vector()),
                    entry.errorCode(),
                    entry.linear(),
                    guest.symbols.at(entry.codeBase() + entry.rip()),
                    entry.retired(),
                    entry.inDelivery(),
                    text.errorCode(entry),
                    // What tables hold by now says something about the last one alone.
                    fatal || last ? text.details(entry, delivered) : List.of()));
        }
        return all;
    }

    private static List<Jump> jumps(BranchHistory history, Symbols symbols) {
        return history.branches().stream()
                .map(branch -> new Jump(symbols.at(branch.from()), symbols.at(branch.to()), branch.times()))
                .toList();
    }

    /** All of it for people, in lines. */
    public String text() {
        return new AutopsyText(this).all();
    }
}
