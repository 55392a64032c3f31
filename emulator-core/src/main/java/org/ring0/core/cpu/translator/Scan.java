package org.ring0.core.cpu.translator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.ring0.core.cpu.decode.CodeBytes;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.EndOfPage;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.isa.Transfers;
import org.ring0.core.cpu.model.FeatureSet;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.region.TranslatedRegion.Span;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;

/**
 * Finds the instructions of a region: those that can be reached from the entry by direct jumps, through tables of code
 * addresses, and by indirect transfers that have been watched. Keys are offsets from the start of the entry's page.
 */
final class Scan {
    private static final int MAX_TABLE = 32;
    /** Instructions of a region that may contain what it calls. */
    private static final int MAX_WITH_CALLS = 64;

    private static final int PAGE_SHIFT = 12;
    private static final int OFFSET_MASK = (1 << PAGE_SHIFT) - 1;

    /** What was found, in the order of its addresses. */
    final TreeMap<Integer, Instruction> instructions = new TreeMap<>();
    /** Where a block begins. */
    final Set<Integer> leaders = new HashSet<>();
    /** Leaders behind calls that stay in the region: where its returns may lead. */
    final Set<Integer> returnPoints = new TreeSet<>();
    /** Leaders that an indirect transfer may lead to, by its own offset. */
    final Map<Integer, Set<Integer>> indirectTargets = new HashMap<>();
    /**
     * Leaders at which the region may be entered: what comes back from elsewhere comes there. Not the heads of loops: entered
     * in its middle, a loop around is no loop to HotSpot any more.
     */
    final Set<Integer> entries = new TreeSet<>();

    /** Where instructions lie that must be interpreted. */
    final Set<Integer> interpreted = new HashSet<>();

    private final RegionRequest request;
    private final int limit;
    private final Decoder decoder;
    private final CodeView code;
    private final TableReader tables;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private boolean followsCalls;
    /** Whether blocks are taken that have not been executed: quick code does without, they are half of what can be reached. */
    private boolean takesAll;
    /** What is called comes after everything that is jumped to: a loop must fit before its callees. */
    private final Deque<Integer> called = new ArrayDeque<>();
    /** What only an instruction that must be interpreted leads to comes last. */
    private final Deque<Integer> behind = new ArrayDeque<>();

    /** Reads what may be a table of code addresses. A wrong answer costs time, never correctness. */
    @FunctionalInterface
    interface TableReader {
        /** Answers that there is nothing to read. */
        long NOTHING = -1;

        /** The 4 or 8 bytes at a linear address, zero-extended, or {@link #NOTHING}. */
        long entry(long linear, int size);
    }

    /**
     * @param limit how many instructions the region may have at most
     * @param code the request's bytes
     * @param features what the CPU has
     * @param tables reads the guest's memory
     */
    Scan(RegionRequest request, int limit, CodeView code, Supplier<FeatureSet> features, TableReader tables) {
        decoder = new Decoder(features);
        this.request = request;
        this.limit = limit;
        this.code = code;
        this.tables = tables;
        // Quick code does without: what is called would be in each of its callers' regions.
        takesAll = request.effort() == Effort.THOROUGH;
        search(takesAll);
        if (effort() != request.effort()) {
            takesAll = true;
            search(true);
        }
        if (instructions.size() > MAX_WITH_CALLS && !returnPoints.isEmpty()) {
            // Loops in a large region pay more for the registers of what is called than the calls save.
            search(false);
        }
        entries.retainAll(instructions.keySet());
    }

    private void search(boolean withCalls) {
        instructions.clear();
        leaders.clear();
        returnPoints.clear();
        indirectTargets.clear();
        entries.clear();
        interpreted.clear();
        followsCalls = withCalls;
        leader(request.entry(), waiting);
        entries.add(request.entry());
        while (instructions.size() < limit && !(waiting.isEmpty() && called.isEmpty() && behind.isEmpty())) {
            run(!waiting.isEmpty() ? waiting.poll() : !called.isEmpty() ? called.poll() : behind.poll());
        }
        waiting.clear();
        called.clear();
        behind.clear();
    }

    private boolean leader(int offset, Deque<Integer> queue) {
        boolean reachable = offset != OUTSIDE && code.at(offset) >= 0;
        if (reachable && leaders.add(offset)) {
            queue.add(offset);
        }
        return reachable;
    }

    /** As {@link #leader}, of what a branch leads to. */
    private boolean branched(int offset, Deque<Integer> queue) {
        return (takesAll || request.executed().test(offset)) && leader(offset, queue);
    }

    /** Decodes from a leader up to what ends its path. */
    private void run(int from) {
        int at = from;
        while (!instructions.containsKey(at) && instructions.size() < limit) {
            Instruction i = decode(at);
            if (i == null || overlaps(at, i.length)) {
                return;
            }
            int next = at + i.length;
            if (!Emitters.knows(i)) {
                interpreted.add(at);
                goesOnBehind(i, next);
                return;
            }
            instructions.put(at, i);
            if (i.mnemonic.shape().isBranch()) {
                branch(i, at, next);
                return;
            }
            at = next;
        }
        if (instructions.containsKey(at)) {
            leaders.add(at);
        }
    }

    /** What is interpreted, most often comes back behind itself. */
    private void goesOnBehind(Instruction i, int next) {
        if (!Transfers.isTransfer(i.mnemonic) && leader(next, behind)) {
            entries.add(next);
        }
    }

    private void branch(Instruction i, int at, int next) {
        switch (i.mnemonic.shape()) {
            case JUMP_IF, LOOP -> {
                branched(target(next, i, request.mode()), waiting);
                branched(next, waiting);
            }
            case JUMP -> {
                if (i.destination == Operand.IMMEDIATE) {
                    branched(target(next, i, request.mode()), waiting);
                } else {
                    table(i, at, waiting);
                    watched(at, waiting);
                }
            }
            case CALL -> call(i, at, next);
            case RETURN -> {
                if (followsCalls) {
                    watched(at, called);
                }
            }
            default -> {}
        }
    }

    private void call(Instruction i, int at, int next) {
        boolean stays = followsCalls
                && (i.destination == Operand.IMMEDIATE
                        ? leader(target(next, i, request.mode()), called)
                        : table(i, at, called) | watched(at, called));
        if (branched(next, stays ? waiting : behind)) {
            entries.add(next);
            if (stays) {
                returnPoints.add(next);
            }
        }
    }

    /** Takes what the indirect transfer at {@code at} was seen to lead to. */
    private boolean watched(int at, Deque<Integer> queue) {
        boolean any = false;
        for (int target : request.targets().getOrDefault(at, Set.of())) {
            any |= indirect(at, target, queue);
        }
        return any;
    }

    private boolean indirect(int at, int target, Deque<Integer> queue) {
        boolean reachable = branched(target, queue);
        if (reachable) {
            indirectTargets.computeIfAbsent(at, offset -> new TreeSet<>()).add(target);
        }
        return reachable;
    }

    /** Takes the targets of an indirect transfer through {@code [table + size * index]} that lie near. */
    private boolean table(Instruction i, int at, Deque<Integer> queue) {
        int size = request.mode().codeSize();
        boolean isTable = request.mode().isFlat()
                && size >= 4
                && i.operandSize == size
                && i.destination == Operand.MEMORY
                && i.base == Instruction.NONE
                && 1 << i.scale == size
                && i.addressSize == size;
        long ripBase = request.rip() - request.entry();
        boolean any = false;
        for (int entry = 0; isTable && entry < MAX_TABLE; entry++) {
            long target = tables.entry((i.displacement & i.addressMask()) + size * entry, size);
            if (target == TableReader.NOTHING || Math.abs(target - ripBase) > Short.MAX_VALUE) {
                break;
            }
            if (!indirect(at, (int) (target - ripBase), queue)) {
                break;
            }
            any = true;
        }
        return any;
    }

    /** Bytes that belong to two instructions, or to a jump into the middle of one, stay with the first one found. */
    private boolean overlaps(int at, int length) {
        Map.Entry<Integer, Instruction> before = instructions.lowerEntry(at);
        if (before != null && before.getKey() + before.getValue().length > at) {
            return true;
        }
        Integer after = instructions.ceilingKey(at);
        return after != null && after < at + length;
    }

    /** In place of an offset: no instruction of a region is there. */
    static final int OUTSIDE = Integer.MIN_VALUE;

    /**
     * The offset that a relative transfer leads to, or {@link #OUTSIDE} if that is far. A 16-bit transfer of 32-bit code is
     * always outside: its truncated target is near only in the first 64 KiB.
     */
    static int target(int next, Instruction i, CpuMode mode) {
        long offset = next + i.immediate;
        boolean near = Math.abs(offset) <= Short.MAX_VALUE && i.operandSize >= mode.codeSize();
        return near ? (int) offset : OUTSIDE;
    }

    private Instruction decode(int at) {
        CodeBytes bytes = new CodeBytes() {
            private int next = at;

            @Override
            public int next() {
                int value = code.at(next++);
                if (value < 0) {
                    throw EndOfPage.INSTANCE;
                }
                return value;
            }
        };
        try {
            return decoder.decode(bytes, request.mode());
        } catch (EndOfPage | CpuException stop) {
            return null;
        }
    }

    /** What the request asked for; SSE is slow until C2 has been at it, so that no time is lost with quick code. */
    Effort effort() {
        return instructions.values().stream().anyMatch(SseEmitter::knows) ? Effort.THOROUGH : request.effort();
    }

    /** The XMM registers that its instructions name. */
    XmmRegisters xmmRegisters() {
        return new XmmRegisters(instructions.values(), request.rounds());
    }

    /** How many instructions the block that begins at {@code offset} has; each of them is one cycle. */
    int blockLength(int offset) {
        int count = 0;
        int at = offset;
        while (instructions.containsKey(at) && (at == offset || !leaders.contains(at))) {
            Instruction i = instructions.get(at);
            count++;
            at += i.length;
            if (i.mnemonic.shape().isBranch()) {
                break;
            }
        }
        return count;
    }

    /** Offsets of the indirect transfers whose targets are worth watching, since the region could take them in; in order. */
    List<Integer> sites() {
        List<Integer> sites = new ArrayList<>();
        instructions.forEach((offset, i) -> {
            Shape shape = i.mnemonic.shape();
            boolean jump = shape == Shape.JUMP && i.destination != Operand.IMMEDIATE;
            boolean call = shape == Shape.CALL && i.destination != Operand.IMMEDIATE;
            if (jump || followsCalls && (call || shape == Shape.RETURN)) {
                sites.add(offset);
            }
        });
        return sites;
    }

    /** What was translated: runs of instructions without a gap, each within one page. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        int start = instructions.firstKey();
        int end = start;
        for (Map.Entry<Integer, Instruction> entry : instructions.entrySet()) {
            if (entry.getKey() != end) {
                addRun(spans, start, end - 1);
                start = entry.getKey();
            }
            end = entry.getKey() + entry.getValue().length;
        }
        addRun(spans, start, end - 1);
        return spans;
    }

    private void addRun(List<Span> spans, int first, int last) {
        for (int page = first >> PAGE_SHIFT; page <= last >> PAGE_SHIFT; page++) {
            int start = page << PAGE_SHIFT;
            int from = Math.max(first, start) & OFFSET_MASK;
            int to = Math.min(last, start | OFFSET_MASK) & OFFSET_MASK;
            spans.add(new Span(code.part(page), from, to));
        }
    }
}
