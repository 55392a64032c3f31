package org.ring0.core.cpu.translator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ring0.core.cpu.decode.CodeBytes;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.EndOfPage;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;

/**
 * Finds the instructions of a region: those that can be reached from the entry by direct jumps within the page. Keys are
 * offsets in the page.
 */
final class Scan {
    private static final int PAGE = 0x1000;
    private static final int MAX_TABLE = 32;
    /** Instructions of a region that may contain what it calls. */
    private static final int MAX_WITH_CALLS = 64;

    /** What lies in the page, in the order of its addresses. */
    final TreeMap<Integer, Instruction> instructions = new TreeMap<>();
    /** Where a block begins. */
    final Set<Integer> leaders = new HashSet<>();
    /** Leaders behind calls that stay in the region: where its returns may lead. */
    final Set<Integer> returnPoints = new TreeSet<>();
    /** Leaders that were found in tables of code addresses: where its indirect jumps and calls may lead. */
    final Set<Integer> tableTargets = new TreeSet<>();

    private final RegionRequest request;
    private final int limit;
    private final Decoder decoder = new Decoder();
    private final TableReader tables;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private boolean followsCalls;
    /** What is called comes after everything that is jumped to: a loop must fit before its callees. */
    private final Deque<Integer> called = new ArrayDeque<>();

    /** Reads what may be a table of code addresses. A wrong answer costs time, never correctness. */
    @FunctionalInterface
    interface TableReader {
        /** Answers that there is nothing to read. */
        long NOTHING = -1;

        /** The dword at a linear address, zero-extended, or {@link #NOTHING}. */
        long dword(long linear);
    }

    /**
     * @param limit how many instructions the region may have at most
     * @param tables reads the guest's memory
     */
    Scan(RegionRequest request, int limit, TableReader tables) {
        this.request = request;
        this.limit = limit;
        this.tables = tables;
        search(true);
        if (instructions.size() > MAX_WITH_CALLS && !returnPoints.isEmpty()) {
            // Loops in a large region pay more for the registers of what is called than the calls save.
            search(false);
        }
    }

    private void search(boolean withCalls) {
        instructions.clear();
        leaders.clear();
        returnPoints.clear();
        tableTargets.clear();
        waiting.clear();
        called.clear();
        followsCalls = withCalls;
        leader(request.entry(), waiting);
        while (!(waiting.isEmpty() && called.isEmpty()) && instructions.size() < limit) {
            run(waiting.isEmpty() ? called.poll() : waiting.poll());
        }
    }

    private boolean leader(int offset, Deque<Integer> queue) {
        boolean inPage = offset >= 0 && offset < PAGE;
        if (inPage && leaders.add(offset)) {
            queue.add(offset);
        }
        return inPage;
    }

    /** Decodes from a leader up to what ends its path. */
    private void run(int from) {
        int at = from;
        while (at < PAGE && !instructions.containsKey(at) && instructions.size() < limit) {
            Instruction i = decode(at);
            if (i == null || !Emitters.knows(i) || overlaps(at, i.length)) {
                return;
            }
            instructions.put(at, i);
            int next = at + i.length;
            if (i.mnemonic.shape().isBranch()) {
                branch(i, next);
                return;
            }
            at = next;
        }
        if (at < PAGE && instructions.containsKey(at)) {
            leaders.add(at);
        }
    }

    private void branch(Instruction i, int next) {
        switch (i.mnemonic.shape()) {
            case JUMP_IF, LOOP -> {
                leader(target(next, i, request.mode()), waiting);
                leader(next, waiting);
            }
            case JUMP -> {
                if (i.destination == Operand.IMMEDIATE) {
                    leader(target(next, i, request.mode()), waiting);
                } else {
                    table(i, waiting);
                }
            }
            case CALL -> {
                if (!followsCalls) {
                    return;
                }
                boolean stays = i.destination == Operand.IMMEDIATE
                        ? leader(target(next, i, request.mode()), called)
                        : table(i, called);
                if (stays && leader(next, waiting)) {
                    returnPoints.add(next);
                }
            }
            default -> {}
        }
    }

    /** Takes the targets of an indirect transfer through {@code [table + 4 * index]} that lie in the page. */
    private boolean table(Instruction i, Deque<Integer> queue) {
        boolean isTable = request.mode().isFlat()
                && i.operandSize == 4
                && i.destination == Operand.MEMORY
                && i.base == Instruction.NONE
                && i.scale == 2
                && i.addressSize == 4;
        long ripBase = request.rip() - request.entry();
        boolean any = false;
        for (int entry = 0; isTable && entry < MAX_TABLE; entry++) {
            long target = tables.dword((i.displacement & 0xffff_ffffL) + 4 * entry);
            int offset = target - ripBase >= 0 && target - ripBase < PAGE ? (int) (target - ripBase) : -1;
            if (target == TableReader.NOTHING || !leader(offset, queue)) {
                break;
            }
            tableTargets.add(offset);
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
        Integer behind = instructions.ceilingKey(at);
        return behind != null && behind < at + length;
    }

    /**
     * The page offset that a relative transfer leads to, if it stays in the page; anything else is outside of it. So is what a
     * 16-bit transfer of 32-bit code leads to, whose truncated target lies in the page only if that is one of the first 16.
     */
    static int target(int next, Instruction i, CpuMode mode) {
        long offset = next + i.immediate;
        boolean truncated = i.operandSize < mode.codeSize();
        return offset >= 0 && offset < PAGE && !truncated ? (int) offset : -1;
    }

    private Instruction decode(int at) {
        byte[] page = request.page();
        CodeBytes bytes = new CodeBytes() {
            private int next = at;

            @Override
            public int next() {
                if (next == PAGE) {
                    throw EndOfPage.INSTANCE;
                }
                return page[next++] & 0xff;
            }
        };
        try {
            return decoder.decode(bytes, request.mode());
        } catch (EndOfPage | CpuException stop) {
            return null;
        }
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

    int firstByte() {
        return instructions.firstKey();
    }

    int lastByte() {
        return instructions.lastKey() + instructions.lastEntry().getValue().length - 1;
    }
}
