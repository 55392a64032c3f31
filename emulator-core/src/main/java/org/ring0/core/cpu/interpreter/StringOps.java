package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.protection.DebugUnit;
import org.ring0.core.cpu.protection.PortAccess;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Flags;
import org.ring0.core.cpu.state.Segment;

/**
 * String instructions, one iteration a cycle. A repeated one that the budget or an event cuts short leaves RIP at itself and
 * the registers after the last whole iteration, as an interrupt would find them (SDM Vol. 2B, REP).
 *
 * <p>Limit: so does a fault, flags of CMPS and SCAS included, as on CPUs of AMD; the SDM has a page fault restore the flags
 * from before the instruction, which nobody can tell when it was cut short before.
 */
final class StringOps {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int RSI = 6;
    private static final int RDI = 7;

    private StringOps() {}

    /** One iteration of an instruction, and the loop around it. */
    abstract static class Base extends Op {
        final CpuState s;
        final Cpu cpu;
        final Segmentation memory;
        final BulkMemory bulk;
        final int size;
        final int addressSize;
        final long addressMask;
        final int segment;
        private final int length;
        private final boolean repeats;
        private final boolean compares;
        private final boolean whileEqual;

        Base(Cpu cpu, Instruction i) {
            length = i.length;
            this.cpu = cpu;
            s = cpu.state();
            memory = cpu.segmentation();
            bulk = new BulkMemory(cpu, i);
            size = i.operandSize;
            addressSize = i.addressSize;
            addressMask = i.addressMask();
            segment = i.segment;
            repeats = i.rep || i.repne;
            compares = i.mnemonic == Mnemonic.CMPS || i.mnemonic == Mnemonic.SCAS;
            whileEqual = i.rep;
        }

        /** Does one element and moves the index registers; may fault before that. */
        abstract void step();

        /** Does up to {@code count} elements at once, none of which can fault, and answers how many; or does none. */
        long many(long count, boolean down) {
            return 0;
        }

        @Override
        final void run() {
            if (repeats) {
                repeat();
            } else {
                step();
            }
        }

        private void repeat() {
            long count = Registers.read(s.gpr, RCX, addressSize);
            boolean down = (s.systemFlags & Eflags.DF) != 0;
            while (count != 0) {
                long atMost = Math.min(count, s.cycleLimit - s.cycle);
                long done = atMost > 1 && s.attention == 0 && !memory.checksAlignment() ? many(atMost, down) : 0;
                if (done == 0) {
                    step();
                    done = 1;
                }
                // All but the last iteration's cycle are counted here, the last one's by the engine.
                s.cycle += done - 1;
                count -= done;
                Registers.write(s.gpr, RCX, count, addressSize);
                if (count == 0 || compares && Flags.zf(s.flagKind, s.flagResult, s.flagSource) != whileEqual) {
                    return;
                }
                if (s.attention != 0 || s.cycle + 1 >= s.cycleLimit || bulk.crossesPage()) {
                    interrupt();
                    return;
                }
                s.cycle++;
            }
        }

        /** Leaves between two iterations, where RF holds a breakpoint on the instruction back (SDM Vol. 3B, 17.3.1.1). */
        private void interrupt() {
            s.rip -= length;
            s.systemFlags |= Eflags.RF;
            s.attention |= CpuState.ATTENTION_RECHECK;
        }

        final long sourceOffset() {
            return s.gpr[RSI] & addressMask;
        }

        final long destOffset() {
            return s.gpr[RDI] & addressMask;
        }

        final void advanceBy(int register, long elements, boolean down) {
            Registers.write(s.gpr, register, s.gpr[register] + elements * (down ? -size : size), addressSize);
        }

        final void advance(int register) {
            long by = (s.systemFlags & Eflags.DF) != 0 ? -size : size;
            Registers.write(s.gpr, register, s.gpr[register] + by, addressSize);
        }
    }

    static final class Move extends Base {
        Move(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        long many(long count, boolean down) {
            long done = bulk.move(sourceOffset(), destOffset(), count, down);
            advanceBy(RSI, done, down);
            advanceBy(RDI, done, down);
            return done;
        }

        @Override
        void step() {
            long value = memory.read(segment, sourceOffset(), size);
            memory.write(Segment.ES, destOffset(), value, size);
            advance(RSI);
            advance(RDI);
        }
    }

    static final class Store extends Base {
        Store(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        long many(long count, boolean down) {
            long done = bulk.fill(destOffset(), s.gpr[RAX], count, down);
            advanceBy(RDI, done, down);
            return done;
        }

        @Override
        void step() {
            memory.write(Segment.ES, destOffset(), s.gpr[RAX], size);
            advance(RDI);
        }
    }

    static final class Load extends Base {
        Load(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        long many(long count, boolean down) {
            long done = bulk.load(sourceOffset(), count, down);
            if (done != 0) {
                Registers.write(s.gpr, RAX, bulk.lastSource(), size);
                advanceBy(RSI, done, down);
            }
            return done;
        }

        @Override
        void step() {
            Registers.write(s.gpr, RAX, memory.read(segment, sourceOffset(), size), size);
            advance(RSI);
        }
    }

    static final class Compare extends Base {
        private final long mask;

        Compare(Cpu cpu, Instruction i) {
            super(cpu, i);
            mask = i.operandMask();
        }

        private void record(long a, long b) {
            Flags.record(s, FlagKind.SUB.code(size), a - b & mask, a, b);
        }

        @Override
        long many(long count, boolean down) {
            long done = bulk.compare(sourceOffset(), destOffset(), count, down);
            if (done != 0) {
                record(bulk.lastSource(), bulk.lastDest());
                advanceBy(RSI, done, down);
                advanceBy(RDI, done, down);
            }
            return done;
        }

        @Override
        void step() {
            long a = memory.read(segment, sourceOffset(), size);
            record(a, memory.read(Segment.ES, destOffset(), size));
            advance(RSI);
            advance(RDI);
        }
    }

    static final class Scan extends Base {
        private final long mask;

        Scan(Cpu cpu, Instruction i) {
            super(cpu, i);
            mask = i.operandMask();
        }

        private void record(long b) {
            long a = Registers.read(s.gpr, RAX, size);
            Flags.record(s, FlagKind.SUB.code(size), a - b & mask, a, b);
        }

        @Override
        long many(long count, boolean down) {
            long done = bulk.search(destOffset(), s.gpr[RAX], count, down);
            if (done != 0) {
                record(bulk.lastDest());
                advanceBy(RDI, done, down);
            }
            return done;
        }

        @Override
        void step() {
            record(memory.read(Segment.ES, destOffset(), size));
            advance(RDI);
        }
    }

    /** INS: the memory is known to be writable before the port is read, which cannot be undone. */
    static final class Input extends Base {
        Input(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        void step() {
            int port = (int) s.gpr[RDX] & 0xffff;
            PortAccess.check(cpu, port, size);
            memory.probeWrite(Segment.ES, destOffset(), size);
            DebugUnit.notePort(s, port, size);
            memory.write(Segment.ES, destOffset(), cpu.readPort(port, size), size);
            advance(RDI);
        }
    }

    static final class Output extends Base {
        Output(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        void step() {
            int port = (int) s.gpr[RDX] & 0xffff;
            PortAccess.check(cpu, port, size);
            int value = (int) memory.read(segment, sourceOffset(), size);
            DebugUnit.notePort(s, port, size);
            cpu.writePort(port, value, size);
            advance(RSI);
        }
    }
}
