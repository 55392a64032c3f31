package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.fpu.SimdFormat.DOUBLE;
import static org.ring0.core.cpu.fpu.SimdFormat.SINGLE;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.sse.SseGate.computing;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.SimdArithmetic;
import org.ring0.core.cpu.fpu.SimdComparison;
import org.ring0.core.cpu.fpu.SimdFormat;
import org.ring0.core.cpu.fpu.SimdUnit;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.Flags;
import org.ring0.core.cpu.state.XmmState;

/** The arithmetic and the comparisons of SSE to SSE3, on packed and on scalar numbers. */
final class SseFloat {
    private static final long LOW_32 = 0xffff_ffffL;

    /** What is done with one element. */
    @FunctionalInterface
    interface Element {
        long apply(SimdUnit unit, SimdFormat format, long dest, long source);
    }

    private SseFloat() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        four(bodies, SimdArithmetic::add, ADDPS, ADDPD, ADDSS, ADDSD);
        four(bodies, SimdArithmetic::subtract, SUBPS, SUBPD, SUBSS, SUBSD);
        four(bodies, SimdArithmetic::multiply, MULPS, MULPD, MULSS, MULSD);
        four(bodies, SimdArithmetic::divide, DIVPS, DIVPD, DIVSS, DIVSD);
        four(bodies, SimdArithmetic::squareRoot, SQRTPS, SQRTPD, SQRTSS, SQRTSD);
        four(bodies, SimdArithmetic::minimum, MINPS, MINPD, MINSS, MINSD);
        four(bodies, SimdArithmetic::maximum, MAXPS, MAXPD, MAXSS, MAXSD);
        approximations(bodies);
        comparisons(bodies);
        horizontal(bodies);
    }

    private static void four(
            Map<Mnemonic, SystemBody> bodies, Element op, Mnemonic ps, Mnemonic pd, Mnemonic ss, Mnemonic sd) {
        bodies.put(ps, computing((cpu, xmm, u, i) -> packed(cpu, xmm, i, SINGLE, op)));
        bodies.put(pd, computing((cpu, xmm, u, i) -> packed(cpu, xmm, i, DOUBLE, op)));
        bodies.put(ss, computing((cpu, xmm, u, i) -> scalar(cpu, xmm, i, SINGLE, op)));
        bodies.put(sd, computing((cpu, xmm, u, i) -> scalar(cpu, xmm, i, DOUBLE, op)));
    }

    static void packed(Cpu cpu, XmmState xmm, Instruction i, SimdFormat format, Element op) {
        long sourceLow = XmmOperands.low(cpu, xmm, i);
        long sourceHigh = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        long low = half(xmm.unit, format, op, xmm.low[register], sourceLow);
        long high = half(xmm.unit, format, op, xmm.high[register], sourceHigh);
        SseGate.commit(cpu, xmm);
        xmm.set(register, low, high);
    }

    private static long half(SimdUnit u, SimdFormat format, Element op, long dest, long source) {
        if (format == DOUBLE) {
            return op.apply(u, DOUBLE, dest, source);
        }
        long lower = op.apply(u, SINGLE, dest & LOW_32, source & LOW_32);
        return lower | op.apply(u, SINGLE, dest >>> 32, source >>> 32) << 32;
    }

    static void scalar(Cpu cpu, XmmState xmm, Instruction i, SimdFormat format, Element op) {
        long source = XmmOperands.low(cpu, xmm, i);
        int register = i.destinationRegister;
        long dest = xmm.low[register];
        long result = op.apply(xmm.unit, format, dest & format.mask, source & format.mask);
        SseGate.commit(cpu, xmm);
        xmm.low[register] = dest & ~format.mask | result;
    }

    private static void approximations(Map<Mnemonic, SystemBody> bodies) {
        Element reciprocal = (u, f, dest, source) -> Approximation.reciprocal((int) source) & LOW_32;
        Element root = (u, f, dest, source) -> Approximation.reciprocalRoot((int) source) & LOW_32;
        bodies.put(RCPPS, computing((cpu, xmm, u, i) -> packed(cpu, xmm, i, SINGLE, reciprocal)));
        bodies.put(RCPSS, computing((cpu, xmm, u, i) -> scalar(cpu, xmm, i, SINGLE, reciprocal)));
        bodies.put(RSQRTPS, computing((cpu, xmm, u, i) -> packed(cpu, xmm, i, SINGLE, root)));
        bodies.put(RSQRTSS, computing((cpu, xmm, u, i) -> scalar(cpu, xmm, i, SINGLE, root)));
    }

    private static void comparisons(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(CMPPS, computing((cpu, xmm, u, i) -> packed(cpu, xmm, i, SINGLE, predicate(i))));
        bodies.put(CMPPD, computing((cpu, xmm, u, i) -> packed(cpu, xmm, i, DOUBLE, predicate(i))));
        bodies.put(CMPSS, computing((cpu, xmm, u, i) -> scalar(cpu, xmm, i, SINGLE, predicate(i))));
        bodies.put(CMPSD, computing((cpu, xmm, u, i) -> scalar(cpu, xmm, i, DOUBLE, predicate(i))));
        bodies.put(COMISS, computing((cpu, xmm, u, i) -> toFlags(cpu, xmm, i, SINGLE, false)));
        bodies.put(COMISD, computing((cpu, xmm, u, i) -> toFlags(cpu, xmm, i, DOUBLE, false)));
        bodies.put(UCOMISS, computing((cpu, xmm, u, i) -> toFlags(cpu, xmm, i, SINGLE, true)));
        bodies.put(UCOMISD, computing((cpu, xmm, u, i) -> toFlags(cpu, xmm, i, DOUBLE, true)));
    }

    private static Element predicate(Instruction i) {
        int predicate = (int) i.immediate & 7;
        return (u, f, dest, source) -> SimdComparison.compare(u, f, dest, source, predicate);
    }

    private static void toFlags(Cpu cpu, XmmState xmm, Instruction i, SimdFormat format, boolean quiet) {
        long source = XmmOperands.low(cpu, xmm, i) & format.mask;
        long dest = xmm.low[i.destinationRegister] & format.mask;
        int order = SimdComparison.order(xmm.unit, format, dest, source, quiet);
        SseGate.commit(cpu, xmm);
        Flags.write(cpu.state(), OrderFlags.of(order));
    }

    private static void horizontal(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(HADDPS, computing((cpu, xmm, u, i) -> neighboursPs(cpu, xmm, i, SimdArithmetic::add)));
        bodies.put(HSUBPS, computing((cpu, xmm, u, i) -> neighboursPs(cpu, xmm, i, SimdArithmetic::subtract)));
        bodies.put(HADDPD, computing((cpu, xmm, u, i) -> neighboursPd(cpu, xmm, i, SimdArithmetic::add)));
        bodies.put(HSUBPD, computing((cpu, xmm, u, i) -> neighboursPd(cpu, xmm, i, SimdArithmetic::subtract)));
        bodies.put(ADDSUBPS, computing((cpu, xmm, u, i) -> {
            long low = XmmOperands.low(cpu, xmm, i);
            long high = XmmOperands.high(cpu, xmm, i);
            int register = i.destinationRegister;
            long newLow = alternately(u, xmm.low[register], low);
            long newHigh = alternately(u, xmm.high[register], high);
            SseGate.commit(cpu, xmm);
            xmm.set(register, newLow, newHigh);
        }));
        bodies.put(ADDSUBPD, computing((cpu, xmm, u, i) -> {
            long low = XmmOperands.low(cpu, xmm, i);
            long high = XmmOperands.high(cpu, xmm, i);
            int register = i.destinationRegister;
            long difference = SimdArithmetic.subtract(u, DOUBLE, xmm.low[register], low);
            long sum = SimdArithmetic.add(u, DOUBLE, xmm.high[register], high);
            SseGate.commit(cpu, xmm);
            xmm.set(register, difference, sum);
        }));
    }

    private static long alternately(SimdUnit u, long dest, long source) {
        long difference = SimdArithmetic.subtract(u, SINGLE, dest & LOW_32, source & LOW_32);
        return difference | SimdArithmetic.add(u, SINGLE, dest >>> 32, source >>> 32) << 32;
    }

    private static void neighboursPs(Cpu cpu, XmmState xmm, Instruction i, Element op) {
        long low = XmmOperands.low(cpu, xmm, i);
        long high = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        SimdUnit u = xmm.unit;
        long newLow = within(u, op, xmm.low[register]) | within(u, op, xmm.high[register]) << 32;
        long newHigh = within(u, op, low) | within(u, op, high) << 32;
        SseGate.commit(cpu, xmm);
        xmm.set(register, newLow, newHigh);
    }

    private static long within(SimdUnit u, Element op, long pair) {
        return op.apply(u, SINGLE, pair & LOW_32, pair >>> 32);
    }

    private static void neighboursPd(Cpu cpu, XmmState xmm, Instruction i, Element op) {
        long low = XmmOperands.low(cpu, xmm, i);
        long high = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        long newLow = op.apply(xmm.unit, DOUBLE, xmm.low[register], xmm.high[register]);
        long newHigh = op.apply(xmm.unit, DOUBLE, low, high);
        SseGate.commit(cpu, xmm);
        xmm.set(register, newLow, newHigh);
    }
}
