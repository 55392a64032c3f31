package org.ring0.core.cpu.interpreter;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.decode.CodeBytes;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.EndOfPage;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.isa.Transfers;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.memory.Region;

/** Decodes code into blocks. */
final class BlockBuilder {
    private static final int MAX_OPS = 64;

    private final Cpu cpu;
    private final CpuState s;
    private final MemorySegment host;
    private final Decoder decoder;
    private final Ops ops;

    BlockBuilder(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
        host = cpu.memory().host();
        decoder = new Decoder(() -> cpu.model().features());
        ops = new Ops(cpu);
    }

    /** The block at {@code backing} (host memory), or null if its first instruction crosses the page's end. */
    Block build(long backing, CpuMode mode) {
        ops.clear();
        Mnemonic first = null;
        long end = (backing | CodePage.OFFSET_MASK) + 1;
        long at = backing;
        while (ops.count < MAX_OPS && at < end) {
            Instruction i;
            try {
                i = decoder.decode(within(at, end), mode);
            } catch (EndOfPage | CpuException stop) {
                // Decoded again, alone, when execution gets there: then its fault is raised at the right moment.
                break;
            }
            first = first == null ? i.mnemonic : first;
            ops.add(i, mode);
            at += i.length;
            if (endsBlock(i)) {
                break;
            }
        }
        return first == null ? null : new Block(ops.words(), ops.objects, (int) (at - backing), first);
    }

    private static boolean endsBlock(Instruction i) {
        boolean repeated = i.mnemonic.shape() == Shape.STRING && (i.rep || i.repne);
        return repeated || Transfers.isTransfer(i.mnemonic);
    }

    private CodeBytes within(long from, long end) {
        return new CodeBytes() {
            private long at = from;

            @Override
            public int next() {
                if (at == end) {
                    throw EndOfPage.INSTANCE;
                }
                return host.get(JAVA_BYTE, at++) & 0xff;
            }
        };
    }

    /**
     * Decodes the instruction at {@code ip} byte by byte through segment and page: for one that crosses a page, that lies at
     * CS's limit, or that no host memory holds.
     *
     * @throws CpuException when fetching it faults
     */
    Block single(long ip, CpuMode mode) {
        Fetch fetch = new Fetch(ip);
        Instruction i = decoder.decode(fetch, mode);
        long linear = fetch.linear(ip);
        int inFirst = (int) Math.min(i.length, CodePage.SIZE - (linear & CodePage.OFFSET_MASK));
        byte[] tail = Arrays.copyOfRange(fetch.bytes, inFirst, i.length);
        ops.clear();
        ops.add(i, mode);
        return new Block(ops.words(), ops.objects, i.length, tail, i.mnemonic);
    }

    /** Whether the bytes of {@code block} that lie behind the page are what they were; fetching them may fault. */
    boolean tailUnchanged(Block block, long ip) {
        Fetch fetch = new Fetch(ip + block.length - block.tail.length);
        for (byte b : block.tail) {
            if (fetch.next() != (b & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** Gathers the ops of a block. */
    private static final class Ops {
        final List<Op> objects = new ArrayList<>();
        private final OpFactory factory;
        private final OpFactory factory64;
        private final long[] words = new long[MAX_OPS * OpWord.WORDS];
        private int count;

        Ops(Cpu cpu) {
            factory = new OpFactory(cpu, false);
            factory64 = new OpFactory(cpu, true);
        }

        void clear() {
            objects.clear();
            count = 0;
        }

        void add(Instruction i, CpuMode mode) {
            boolean is64 = mode.is64Bit();
            int code = OpCode.of(i);
            int at = count++ * OpWord.WORDS;
            if (code != OpCode.OBJECT) {
                words[at] = OpWord.first(code, i, is64);
                words[at + 1] = OpWord.second(i);
            } else {
                words[at] = OpWord.object(i.length);
                words[at + 1] = objects.size();
                objects.add((is64 ? factory64 : factory).make(i, mode));
            }
        }

        long[] words() {
            return Arrays.copyOf(words, count * OpWord.WORDS);
        }
    }

    /** The bytes of an instruction, as the CPU fetches them. */
    private final class Fetch implements CodeBytes {
        final byte[] bytes = new byte[Decoder.MAX_LENGTH];
        private final Segment cs = s.segment[Segment.CS];
        private final long start;
        private int count;

        Fetch(long start) {
            this.start = start;
        }

        long linear(long ip) {
            return cs.base + ip & s.linearMask();
        }

        @Override
        public int next() {
            long ip = start + count;
            if (ip > cs.limit) {
                throw CpuException.gp(0);
            }
            long bus = cpu.mmu().fetchPhysical(linear(ip));
            Region region = cpu.memory().find(bus);
            int value = region != null && region.readBacking() != Region.NONE
                    ? host.get(JAVA_BYTE, region.readBacking() + bus - region.first()) & 0xff
                    : (int) cpu.memory().read(bus, 1);
            bytes[count++] = (byte) value;
            return value;
        }
    }
}
