package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Flags;

/**
 * How instructions of one form are executed: one object for all of them, which finds in the words (see {@link OpWord}) what
 * sets one apart from the next. Values are zero-extended from the operand's width. An object for each form rather than one
 * method with a switch: HotSpot would work out for every form, at each instruction, what some of them need.
 */
abstract class Form {
    final CpuState s;
    final long[] gpr;

    Form(Cpu cpu) {
        s = cpu.state();
        gpr = s.gpr;
    }

    /**
     * Executes one.
     *
     * @param w the first word
     * @param x the second one
     * @param next RIP behind it
     * @param cycle the cycles before it; what can fault or look at the state calls {@link #tell} first
     * @return RIP of the one to execute next
     */
    abstract long run(long w, long x, long next, long cycle);

    /** What memory's devices may look at, and what a fault leaves. */
    final void tell(long rip, long cycle) {
        s.rip = rip;
        s.cycle = cycle;
    }

    final long destination(long w) {
        return gpr[OpWord.destination(w)] & OpWord.mask(w);
    }

    final long source(long w) {
        return gpr[OpWord.source(w)] & OpWord.mask(w);
    }

    static long constant(long w, long second) {
        return OpWord.constant(second) & OpWord.mask(w);
    }

    /** Writes a register of 32 or 64 bits. */
    final void set(long w, long value) {
        gpr[OpWord.destination(w)] = value;
    }

    final void add(long w, long b) {
        long a = destination(w);
        update(w, Alu.add(a, b) & OpWord.mask(w), a, b);
    }

    final void sub(long w, long b) {
        long a = destination(w);
        update(w, Alu.sub(a, b) & OpWord.mask(w), a, b);
    }

    final void and(long w, long b) {
        long a = destination(w);
        update(w, Alu.and(a, b), a, b);
    }

    final void or(long w, long b) {
        long a = destination(w);
        update(w, Alu.or(a, b), a, b);
    }

    final void xor(long w, long b) {
        long a = destination(w);
        update(w, Alu.xor(a, b), a, b);
    }

    /** Writes the result, with the flags of what it was made from. */
    final void update(long w, long result, long a, long b) {
        set(w, result);
        Flags.record(s, OpWord.flagKind(w), result, a, b);
    }

    final void cmp(long w, long a, long b) {
        Flags.record(s, OpWord.flagKind(w), Alu.sub(a, b) & OpWord.mask(w), a, b);
    }

    final void test(long w, long a, long b) {
        Flags.record(s, OpWord.flagKind(w), Alu.and(a, b), a, b);
    }
}
