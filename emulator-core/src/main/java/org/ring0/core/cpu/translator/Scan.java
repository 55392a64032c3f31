package org.ring0.core.cpu.translator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ring0.core.cpu.decode.CodeBytes;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;

/**
 * Finds the instructions of a region: those that can be reached from the entry by direct jumps within the page. Keys are
 * offsets in the page.
 */
final class Scan {
    private static final int PAGE = 0x1000;

    /** What lies in the page, in the order of its addresses. */
    final TreeMap<Integer, Instruction> instructions = new TreeMap<>();
    /** Where a block begins. */
    final Set<Integer> leaders = new HashSet<>();

    private final RegionRequest request;
    private final int limit;
    private final Decoder decoder = new Decoder();
    private final Deque<Integer> waiting = new ArrayDeque<>();

    /** Thrown at the first byte that lies in the next page. */
    private static final class PageEnd extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final PageEnd INSTANCE = new PageEnd();

        private PageEnd() {
            super(null, null, false, false);
        }
    }

    /** @param limit how many instructions the region may have at most */
    Scan(RegionRequest request, int limit) {
        this.request = request;
        this.limit = limit;
        leader(request.entry());
        while (!waiting.isEmpty() && instructions.size() < limit) {
            run(waiting.poll());
        }
    }

    private void leader(int offset) {
        if (offset >= 0 && offset < PAGE && leaders.add(offset)) {
            waiting.add(offset);
        }
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
            if (i.mnemonic.shape() == Shape.JUMP_IF || i.mnemonic.shape() == Shape.LOOP) {
                leader(target(next, i, request.mode()));
                leader(next);
                return;
            }
            if (i.mnemonic.shape() == Shape.JUMP) {
                if (i.destination == Operand.IMMEDIATE) {
                    leader(target(next, i, request.mode()));
                }
                return;
            }
            if (i.mnemonic.shape() == Shape.CALL || i.mnemonic.shape() == Shape.RETURN) {
                return;
            }
            at = next;
        }
        if (at < PAGE && instructions.containsKey(at)) {
            leaders.add(at);
        }
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
                    throw PageEnd.INSTANCE;
                }
                return page[next++] & 0xff;
            }
        };
        try {
            return decoder.decode(bytes, request.mode());
        } catch (PageEnd | CpuException stop) {
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
